-- +goose Up
-- Interface keys of sellers (saas-production-interface B.1.1). sealed is AES-256-GCM; hint is the last four characters.
CREATE TABLE call_keys (
    id           TEXT PRIMARY KEY,
    seller_id    TEXT NOT NULL,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    sealed       TEXT NOT NULL,
    hint         TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    activated_at BIGINT NOT NULL DEFAULT 0,
    retired_at   BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX call_keys_active ON call_keys (seller_id, kind) WHERE state = 'active';
CREATE UNIQUE INDEX call_keys_pending ON call_keys (seller_id, kind) WHERE state = 'pending';
CREATE INDEX call_keys_seller ON call_keys (seller_id, created_at);

-- Calls to sellers' servers. run_* is the attempt in the air; lease is wall time, everything else business time.
CREATE TABLE call_calls (
    id              TEXT PRIMARY KEY,
    owner           TEXT NOT NULL,
    activity        TEXT NOT NULL,
    seller_id       TEXT NOT NULL,
    product_id      TEXT NOT NULL,
    product_name    TEXT NOT NULL,
    order_id        TEXT NOT NULL,
    line_id         TEXT NOT NULL,
    instance_id     TEXT NOT NULL,
    state           TEXT NOT NULL,
    attempts        INTEGER NOT NULL,
    created_at      BIGINT NOT NULL,
    window_end      BIGINT NOT NULL,
    next_at         BIGINT,
    updated_at      BIGINT NOT NULL,
    verdict         TEXT NOT NULL DEFAULT '',
    verdict_code    TEXT NOT NULL DEFAULT '',
    http_status     INTEGER NOT NULL DEFAULT 0,
    result_code     TEXT NOT NULL DEFAULT '',
    run_id          TEXT NOT NULL DEFAULT '',
    run_cause       TEXT NOT NULL DEFAULT '',
    run_started_at  BIGINT NOT NULL DEFAULT 0,
    run_lease       BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX call_calls_due ON call_calls (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX call_calls_seller ON call_calls (seller_id, created_at, id);
CREATE INDEX call_calls_created ON call_calls (created_at, id);
CREATE INDEX call_calls_order ON call_calls (order_id);

-- Ended attempts, never changed. Bodies are masked before they come here.
CREATE TABLE call_attempts (
    id          TEXT PRIMARY KEY,
    call_id     TEXT NOT NULL REFERENCES call_calls (id),
    n           INTEGER NOT NULL,
    cause       TEXT NOT NULL,
    business_id TEXT NOT NULL,
    started_at  BIGINT NOT NULL,
    timing      TEXT NOT NULL,
    sent        TEXT NOT NULL,
    sent_body   TEXT NOT NULL,
    received    TEXT NOT NULL,
    body        TEXT NOT NULL,
    status      INTEGER NOT NULL,
    remote_addr TEXT NOT NULL,
    result_code TEXT NOT NULL,
    result_msg  TEXT NOT NULL,
    verdict     TEXT NOT NULL
);
CREATE INDEX call_attempts_call ON call_attempts (call_id, n);
