-- +goose Up
-- Authenticator apps. Secrets are sealed. pending is the secret of an enrolment that no code has confirmed yet, good
-- until pending_until (wall clock); secret is '' until the first one is confirmed. last_step is the step of the last code
-- that was taken: no code of it or of an earlier one is taken again.
CREATE TABLE account_totp (
    user_id       TEXT PRIMARY KEY REFERENCES account_accounts (id),
    secret        TEXT NOT NULL,
    pending       TEXT NOT NULL,
    pending_until BIGINT NOT NULL,
    last_step     BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    used_at       BIGINT NOT NULL
);

-- Recovery codes, by SHA-256. used_at is 0 until a code is used.
CREATE TABLE account_recovery_codes (
    user_id TEXT NOT NULL REFERENCES account_accounts (id),
    hash    TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, hash)
);

-- Passkeys. credential_id is what the browser calls it, record the public key and what else is needed to judge an answer.
CREATE TABLE account_passkeys (
    id            TEXT PRIMARY KEY,
    user_id       TEXT NOT NULL REFERENCES account_accounts (id),
    credential_id TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    record        TEXT NOT NULL,
    sign_count    BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    used_at       BIGINT NOT NULL
);
CREATE INDEX account_passkeys_user ON account_passkeys (user_id, id);

-- Questions to browsers that wait for an answer. The id is in the session that asked; the answer takes the row away.
-- user_id is '' when anybody may answer. expires_at is wall-clock time.
CREATE TABLE account_ceremonies (
    id         TEXT PRIMARY KEY,
    purpose    TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    challenge  TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX account_ceremonies_expiry ON account_ceremonies (expires_at);
