-- +goose Up
-- What an account uploaded in the seller centre on the last day that it did (business-rules 4.1). day is of the market's calendar.
CREATE TABLE blob_days (
    owner_id TEXT NOT NULL,
    day      TEXT NOT NULL, -- 2026-11-27
    files    BIGINT NOT NULL,
    bytes    BIGINT NOT NULL,
    PRIMARY KEY (owner_id, day)
);
