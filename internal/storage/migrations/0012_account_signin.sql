-- +goose Up
-- One-time codes: proof that somebody receives what is sent to an address. tag is a keyed hash of the code; sealed is the
-- encrypted code until it was sent, then ''. proof is the SHA-256 of the secret that whoever typed the code got for it.
-- All times here are wall-clock time in microseconds.
CREATE TABLE account_codes (
    id         TEXT PRIMARY KEY,
    purpose    TEXT NOT NULL,
    channel    TEXT NOT NULL,
    target     TEXT NOT NULL,
    account_id TEXT NOT NULL,
    lang       TEXT NOT NULL,
    tag        TEXT NOT NULL,
    sealed     TEXT NOT NULL,
    state      TEXT NOT NULL,
    guesses    INTEGER NOT NULL,
    proof      TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_codes_expiry ON account_codes (expires_at);

-- A proven e-mail address belongs to one main account. Sub-users and closed accounts do not count.
CREATE UNIQUE INDEX account_accounts_email ON account_accounts (LOWER(email))
    WHERE email_proven AND owner_id = '' AND state <> 'closed' AND email <> '';

-- The lock under which the accounts of a phone number are counted (business-rules 2.1: at most three).
CREATE TABLE account_phones (
    phone TEXT PRIMARY KEY
);

-- What people see of their sessions. created_at and seen_at are wall-clock time.
ALTER TABLE account_sessions ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE account_sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE account_sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE account_sessions ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account_sessions ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;
