-- +goose Up
-- Enterprise login by OpenID Connect. One provider for each main account; the client secret is sealed.
CREATE TABLE sso_providers (
    account_id TEXT PRIMARY KEY REFERENCES account_accounts (id),
    issuer     TEXT NOT NULL,
    client_id  TEXT NOT NULL,
    sealed     TEXT NOT NULL,    -- the client secret; "" for a public client
    settings   TEXT NOT NULL,    -- JSON: scopes, claims, mapping, default group, creation
    enabled    BOOLEAN NOT NULL,
    rev        BIGINT NOT NULL,  -- of the settings, from 1
    updated_at BIGINT NOT NULL
);
-- Sign-ins that wait for the provider's answer. Each is taken once. State and browser are SHA-256; nonce and verifier are
-- sealed. expires_at is wall-clock time.
CREATE TABLE sso_logins (
    state      TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    browser    TEXT NOT NULL,
    sealed     TEXT NOT NULL,
    rev        BIGINT NOT NULL,  -- of the provider's settings that it began with
    next       TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sso_logins_expiry ON sso_logins (expires_at);
-- Who a person at a provider is here. A sub-user is one person at a provider, and one person is one sub-user.
CREATE TABLE sso_links (
    account_id TEXT NOT NULL,
    issuer     TEXT NOT NULL,
    subject    TEXT NOT NULL,
    user_id    TEXT NOT NULL REFERENCES account_accounts (id),
    created_at BIGINT NOT NULL,
    used_at    BIGINT NOT NULL,
    PRIMARY KEY (account_id, issuer, subject),
    UNIQUE (account_id, issuer, user_id)
);
