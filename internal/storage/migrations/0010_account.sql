-- +goose Up
-- People and organisations. login_key is the login in its compared form (normalised, lower case).
CREATE TABLE account_accounts (
    id            TEXT PRIMARY KEY,
    login         TEXT NOT NULL,
    login_key     TEXT NOT NULL UNIQUE,
    kind          TEXT NOT NULL,
    name          TEXT NOT NULL,
    email         TEXT NOT NULL,
    phone         TEXT NOT NULL,
    lang          TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at    BIGINT NOT NULL
);
CREATE INDEX account_accounts_kind ON account_accounts (kind, id);

-- API tokens. Only the SHA-256 of a token is here; hint is its last four characters. A revoked token is deleted.
CREATE TABLE account_tokens (
    id           TEXT PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES account_accounts (id),
    name         TEXT NOT NULL,
    hash         TEXT NOT NULL UNIQUE,
    hint         TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    UNIQUE (account_id, name)
);

-- Sessions of pages, found by the SHA-256 of their cookie. expires_at is wall-clock time, not business time.
CREATE TABLE account_sessions (
    hash       TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    data       TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_sessions_account ON account_sessions (account_id);
CREATE INDEX account_sessions_expiry ON account_sessions (expires_at);

-- The brake on guessing passwords: one row for each login and address that failed lately (pair is the SHA-256 of both).
-- recent is a JSON list of the attempts' wall-clock times in microseconds; touched_at is wall-clock time too.
CREATE TABLE account_brakes (
    pair       TEXT PRIMARY KEY,
    recent     TEXT NOT NULL,
    touched_at BIGINT NOT NULL
);
CREATE INDEX account_brakes_age ON account_brakes (touched_at);
