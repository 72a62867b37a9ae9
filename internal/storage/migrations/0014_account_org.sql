-- +goose Up
-- Access keys of the open APIs. The secret is sealed, not hashed: signatures are verified with it.
CREATE TABLE account_access_keys (
    ak           TEXT PRIMARY KEY,
    user_id      TEXT NOT NULL REFERENCES account_accounts (id),
    sealed       TEXT NOT NULL,
    description  TEXT NOT NULL,
    state        TEXT NOT NULL, -- active, disabled
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL
);
CREATE INDEX account_access_keys_user ON account_access_keys (user_id, created_at);

-- What an API token may do, a JSON list of permission codes (empty: all that the person may do), and until when
-- (business time; 0: for ever).
ALTER TABLE account_tokens ADD COLUMN scopes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE account_tokens ADD COLUMN expires_at BIGINT NOT NULL DEFAULT 0;
