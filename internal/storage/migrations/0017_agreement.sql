-- +goose Up
-- The marketplace's own agreements, every version for ever. number counts the versions of a code from 1. A version is in
-- force from effective_at until a later one is; withdrawn_at (0: not) ends one that never came into force.
CREATE TABLE agreement_versions (
    id           TEXT PRIMARY KEY,
    code         TEXT NOT NULL,
    number       BIGINT NOT NULL,
    version      TEXT NOT NULL,
    title_zh     TEXT NOT NULL,
    title_en     TEXT NOT NULL,
    body_zh      TEXT NOT NULL,
    body_en      TEXT NOT NULL,
    effective_at BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    published_by TEXT NOT NULL,
    withdrawn_at BIGINT NOT NULL DEFAULT 0,
    UNIQUE (code, version),
    UNIQUE (code, number)
);

-- Who accepted what, when and from where. Rows are never changed or deleted.
CREATE TABLE agreement_signatures (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    user_name  TEXT NOT NULL,
    code       TEXT NOT NULL,
    version    TEXT NOT NULL,
    number     BIGINT NOT NULL,
    signed_at  BIGINT NOT NULL,
    via        TEXT NOT NULL,
    address    TEXT NOT NULL,
    agent      TEXT NOT NULL,
    UNIQUE (account_id, code, version)
);
CREATE INDEX agreement_signatures_account ON agreement_signatures (account_id, signed_at, id);
