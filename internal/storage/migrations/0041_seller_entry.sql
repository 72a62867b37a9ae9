-- +goose Up
-- What buyers do not see of an admitted seller: legal name, website, logo, address, business contact.
ALTER TABLE seller_sellers ADD COLUMN info TEXT NOT NULL DEFAULT '{}'; -- JSON

-- How far an account is on its way to become a seller, and the draft of its application.
CREATE TABLE seller_entries (
    account_id    TEXT PRIMARY KEY,
    state         TEXT NOT NULL,
    rev           BIGINT NOT NULL, -- grows with every change
    form          TEXT NOT NULL,   -- JSON, as typed
    submission_id TEXT NOT NULL,   -- the last one; '' before the first
    updated_at    BIGINT NOT NULL
);

-- Each application as it was handed in. It is never changed but for its outcome and the work of the reviewers.
CREATE TABLE seller_submissions (
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL,
    number        BIGINT NOT NULL, -- 1, 2, … of the account
    rev           BIGINT NOT NULL,
    outcome       TEXT NOT NULL,   -- '' while it waits
    verified      TEXT NOT NULL,   -- personal or enterprise, when it was handed in
    legal_name    TEXT NOT NULL,
    agreement     TEXT NOT NULL,   -- the version that was accepted
    form          TEXT NOT NULL,   -- JSON
    submitted_at  BIGINT NOT NULL,
    submitted_by  TEXT NOT NULL,
    assignee_id   TEXT NOT NULL,
    assignee_name TEXT NOT NULL,
    checklist     TEXT NOT NULL,   -- comma-separated keys of what was looked at
    decided_at    BIGINT NOT NULL,
    decided_by    TEXT NOT NULL,
    decided_name  TEXT NOT NULL,
    reason        TEXT NOT NULL,
    UNIQUE (account_id, number)
);
CREATE INDEX seller_submissions_queue ON seller_submissions (outcome, submitted_at, id);

-- A company belongs to one account: from the moment it applies until it is refused, takes it back, or leaves.
CREATE TABLE seller_companies (
    company    TEXT PRIMARY KEY, -- 'name:…' or 'number:…', normalised
    account_id TEXT NOT NULL
);
CREATE INDEX seller_companies_account ON seller_companies (account_id);

-- What happened to an entry or a certification.
CREATE TABLE seller_history (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    subject    TEXT NOT NULL, -- entry or certification
    at         BIGINT NOT NULL,
    by_id      TEXT NOT NULL,
    by_name    TEXT NOT NULL,
    by_kind    TEXT NOT NULL,
    event      TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    reason     TEXT NOT NULL
);
CREATE INDEX seller_history_account ON seller_history (account_id, subject, at, id);
