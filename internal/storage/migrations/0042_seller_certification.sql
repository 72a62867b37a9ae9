-- +goose Up
-- Business certification: one for each account.
CREATE TABLE seller_certifications (
    account_id     TEXT PRIMARY KEY,
    state          TEXT NOT NULL,
    rev            BIGINT NOT NULL,
    failures       BIGINT NOT NULL,
    form           TEXT NOT NULL,   -- JSON, as typed, without the bank account's number
    bank_sealed    TEXT NOT NULL,
    bank_masked    TEXT NOT NULL,
    transfer_id    TEXT NOT NULL,   -- '' when none was asked for
    transfer_state TEXT NOT NULL,   -- '', requested or sent
    transfer_minor BIGINT NOT NULL, -- what the marketplace sends; never shown to the seller
    transfer_ref   TEXT NOT NULL,   -- of the bank
    transfer_asked BIGINT NOT NULL,
    transfer_sent  BIGINT NOT NULL,
    submitted_at   BIGINT NOT NULL,
    decided_at     BIGINT NOT NULL,
    decided_name   TEXT NOT NULL,
    reason         TEXT NOT NULL,
    unlock_text    TEXT NOT NULL,   -- what the seller wrote to have the form unlocked
    unlock_asked   BIGINT NOT NULL,
    assignee_id    TEXT NOT NULL,
    assignee_name  TEXT NOT NULL,
    checklist      TEXT NOT NULL,
    waiting_since  BIGINT NOT NULL, -- since when an operator has something to do; 0 when nothing
    updated_at     BIGINT NOT NULL
);
CREATE INDEX seller_certifications_queue ON seller_certifications (waiting_since, account_id);
