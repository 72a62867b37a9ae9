-- +goose Up
-- Sellers: the trading name and the support contacts of a seller account.
CREATE TABLE seller_sellers (
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL, -- JSON {"zh","en"}
    intro         TEXT NOT NULL, -- JSON {"zh","en"}
    support_email TEXT NOT NULL,
    support_phone TEXT NOT NULL,
    support_hours TEXT NOT NULL, -- JSON {"zh","en"}
    created_at    BIGINT NOT NULL
);
