-- +goose Up
-- Messages to accounts, and to the group "operators", from which each operator gets a copy.
-- dedupe is the caller's key, or the row's id when there is none. mail is the state of the mail:
-- waiting, sent, failed (refused for good), none (no address, a group, or a copy made later).
CREATE TABLE notify_messages (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    event      TEXT NOT NULL,
    params     TEXT NOT NULL,
    link       TEXT NOT NULL,
    class      BIGINT NOT NULL,
    dedupe     TEXT NOT NULL,
    batch      TEXT NOT NULL,
    mail       TEXT NOT NULL,
    mail_error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    read_at    BIGINT NOT NULL,
    UNIQUE (account_id, event, dedupe)
);
-- Ids sort by time, so the inbox needs no index on created_at.
CREATE INDEX notify_messages_inbox ON notify_messages (account_id, id);
CREATE INDEX notify_messages_unread ON notify_messages (account_id, id) WHERE read_at = 0;
CREATE INDEX notify_messages_waiting ON notify_messages (batch, id) WHERE mail = 'waiting';
