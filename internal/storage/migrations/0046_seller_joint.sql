-- +goose Up
-- Sellers that joined the joint plan. Without a row a seller has not.
CREATE TABLE seller_joint (
    seller_id TEXT PRIMARY KEY REFERENCES seller_sellers (id),
    state     TEXT NOT NULL,
    version   TEXT NOT NULL, -- of the agreement that was signed
    joined_at BIGINT NOT NULL,
    joined_by TEXT NOT NULL
);
