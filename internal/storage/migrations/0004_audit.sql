-- +goose Up
-- The audit log: one chain for each account, and "platform". Entries are never changed or deleted.
CREATE TABLE audit_chains (
    log  TEXT PRIMARY KEY,
    seq  BIGINT NOT NULL, -- of the last entry
    hash TEXT NOT NULL    -- of the last entry
);
CREATE TABLE audit_entries (
    id          TEXT PRIMARY KEY,
    log         TEXT NOT NULL, -- the account whose things changed, or "platform"
    seq         BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    action      TEXT NOT NULL,
    action_zh   TEXT NOT NULL,
    action_en   TEXT NOT NULL,
    by_account  TEXT NOT NULL, -- who acted; all empty for the marketplace itself
    by_user     TEXT NOT NULL,
    by_name     TEXT NOT NULL,
    via         TEXT NOT NULL, -- page, api, cli, job
    address     TEXT NOT NULL,
    agent       TEXT NOT NULL,
    object      TEXT NOT NULL,
    before_json TEXT NOT NULL, -- "" for none
    after_json  TEXT NOT NULL,
    reason      TEXT NOT NULL,
    prev_hash   TEXT NOT NULL,
    hash        TEXT NOT NULL,
    UNIQUE (log, seq)
);
CREATE INDEX audit_entries_log ON audit_entries (log, id);
CREATE INDEX audit_entries_object ON audit_entries (object, id);
CREATE INDEX audit_entries_user ON audit_entries (by_user, id);
