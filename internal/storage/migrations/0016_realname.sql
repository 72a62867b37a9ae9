-- +goose Up
-- Attempts to prove a name. content is the form as JSON, sealed; number_tag is a keyed tag of type and number.
CREATE TABLE realname_applications (
    id           TEXT PRIMARY KEY,
    account_id   TEXT NOT NULL,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    rev          BIGINT NOT NULL,
    content      TEXT NOT NULL,
    number_tag   TEXT NOT NULL,
    reason       TEXT NOT NULL,
    assigned_to  TEXT NOT NULL,
    decided_by   TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL,
    decided_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX realname_applications_open ON realname_applications (account_id) WHERE state <> 'approved';
CREATE INDEX realname_applications_account ON realname_applications (account_id, created_at, id);
CREATE INDEX realname_applications_queue ON realname_applications (state, submitted_at, id);
CREATE INDEX realname_applications_number ON realname_applications (number_tag, account_id) WHERE number_tag <> '';
