-- +goose Up
-- Requests of sellers to leave.
CREATE TABLE seller_exits (
    id           TEXT PRIMARY KEY,
    seller_id    TEXT NOT NULL,
    account_id   TEXT NOT NULL,
    state        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    asked_at     BIGINT NOT NULL,
    asked_name   TEXT NOT NULL,
    decided_at   BIGINT NOT NULL, -- 0: not yet
    decided_name TEXT NOT NULL,
    answer       TEXT NOT NULL    -- why it was refused
);
CREATE UNIQUE INDEX seller_exits_open ON seller_exits (seller_id) WHERE state = 'requested';
CREATE INDEX seller_exits_queue ON seller_exits (state, asked_at, id);
