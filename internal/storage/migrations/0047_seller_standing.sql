-- +goose Up
-- What operators search sellers by: names, the company, its number; in lower case.
ALTER TABLE seller_sellers ADD COLUMN search_text TEXT NOT NULL DEFAULT '';

-- How a seller stands. A seller without a row is certified and was never punished. rev grows with everything that an
-- operator decides about the seller, so that who decides second sees what the first did.
CREATE TABLE seller_standings (
    seller_id  TEXT PRIMARY KEY,
    level      TEXT NOT NULL,
    rev        BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Points taken from a seller. year is the calendar year in Shanghai that they count in.
CREATE TABLE seller_points (
    id            TEXT PRIMARY KEY,
    seller_id     TEXT NOT NULL,
    year          BIGINT NOT NULL,
    rule          TEXT NOT NULL,
    points        BIGINT NOT NULL,
    reason        TEXT NOT NULL,
    at            BIGINT NOT NULL,
    by_id         TEXT NOT NULL,
    by_name       TEXT NOT NULL,
    revoked_at    BIGINT NOT NULL, -- 0: they count
    revoked_name  TEXT NOT NULL,
    revoke_reason TEXT NOT NULL
);
CREATE INDEX seller_points_seller ON seller_points (seller_id, id);

-- Penalties. seller_name is as it was; penalties are published.
CREATE TABLE seller_penalties (
    id            TEXT PRIMARY KEY,
    seller_id     TEXT NOT NULL,
    seller_name   TEXT NOT NULL, -- JSON {"zh","en"}
    kind          TEXT NOT NULL,
    rule          TEXT NOT NULL,
    reason        TEXT NOT NULL,
    state         TEXT NOT NULL,
    cause         TEXT NOT NULL,   -- the points that led to it; '' when an operator chose it
    delisted      BIGINT NOT NULL, -- how many products it took off sale
    started_at    BIGINT NOT NULL,
    trade_until   BIGINT NOT NULL, -- joint products are restricted until then; 0: not at all
    due_at        BIGINT NOT NULL, -- the end; 0: none
    by_id         TEXT NOT NULL,
    by_name       TEXT NOT NULL,
    ended_at      BIGINT NOT NULL, -- 0: in force
    ended_name    TEXT NOT NULL,   -- of who revoked it
    ended_reason  TEXT NOT NULL
);
CREATE INDEX seller_penalties_seller ON seller_penalties (seller_id, id);
CREATE INDEX seller_penalties_public ON seller_penalties (started_at, id) WHERE kind <> 'warning' AND state <> 'revoked';
CREATE INDEX seller_penalties_due ON seller_penalties (due_at, id) WHERE state = 'in_force' AND due_at > 0;
