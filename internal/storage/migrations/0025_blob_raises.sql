-- +goose Up
-- The higher limit of a day that an operator gave to an account (business-rules 4.1). A figure of 0 stays that of the rule.
CREATE TABLE blob_raises (
    owner_id TEXT PRIMARY KEY,
    files    BIGINT NOT NULL,
    bytes    BIGINT NOT NULL,
    until    TEXT NOT NULL, -- the last day, of the market's calendar: 2026-11-27
    reason   TEXT NOT NULL
);
