-- +goose Up
-- A row of account_accounts is somebody who signs in: a main account (owner_id empty), or one of its sub-users.
ALTER TABLE account_accounts ADD COLUMN owner_id TEXT NOT NULL DEFAULT '';
-- active, disabled (a sub-user switched off, or an account blocked by an operator), closed
ALTER TABLE account_accounts ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
-- real-name verification of a main account: '' (not verified), personal, enterprise; and the name that was verified
ALTER TABLE account_accounts ADD COLUMN verified TEXT NOT NULL DEFAULT '';
ALTER TABLE account_accounts ADD COLUMN legal_name TEXT NOT NULL DEFAULT '';
-- whether phone and e-mail were proven by a code: only then do they serve to sign in and to reset a password
ALTER TABLE account_accounts ADD COLUMN phone_proven BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE account_accounts ADD COLUMN email_proven BOOLEAN NOT NULL DEFAULT FALSE;
-- access keys and API tokens may be used (business-rules 2.9: programmatic access)
ALTER TABLE account_accounts ADD COLUMN programmatic BOOLEAN NOT NULL DEFAULT TRUE;
-- a second factor (authenticator or passkey) is set up
ALTER TABLE account_accounts ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT FALSE;
-- the roles of an operator, a JSON list
ALTER TABLE account_accounts ADD COLUMN roles TEXT NOT NULL DEFAULT '[]';
CREATE INDEX account_accounts_owner ON account_accounts (owner_id, id);
CREATE INDEX account_accounts_phone ON account_accounts (phone) WHERE phone <> '';

-- Groups of sub-users with the permissions they give, a JSON list.
CREATE TABLE account_groups (
    id          TEXT PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES account_accounts (id),
    name        TEXT NOT NULL,
    permissions TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    UNIQUE (account_id, name)
);
CREATE TABLE account_group_members (
    group_id TEXT NOT NULL REFERENCES account_groups (id),
    user_id  TEXT NOT NULL REFERENCES account_accounts (id),
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX account_group_members_user ON account_group_members (user_id);
