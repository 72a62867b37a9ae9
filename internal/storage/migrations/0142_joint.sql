-- +goose Up
-- Business plans of joint products (business-rules 3.4), a row for each version that a seller handed in.
CREATE TABLE joint_plans (
    id           TEXT PRIMARY KEY,
    product_id   TEXT NOT NULL,
    product_name TEXT NOT NULL, -- JSON {"zh","en"}
    seller_id    TEXT NOT NULL REFERENCES seller_sellers (id),
    account_id   TEXT NOT NULL, -- the seller's account, which is told
    seller_name  TEXT NOT NULL, -- JSON {"zh","en"}
    n            BIGINT NOT NULL, -- which version of the product's plan, from 1
    state        TEXT NOT NULL,
    rev          BIGINT NOT NULL,
    years        TEXT NOT NULL, -- JSON: gross merchandise volume in minor units and projects of three years
    reason       TEXT NOT NULL, -- of a rejection
    search_text  TEXT NOT NULL,
    submitted_at BIGINT NOT NULL,
    decided_at   BIGINT NOT NULL, -- 0: not yet
    decided_name TEXT NOT NULL,
    UNIQUE (product_id, n)
);
CREATE INDEX joint_plans_seller ON joint_plans (seller_id, id);
CREATE INDEX joint_plans_state ON joint_plans (state, submitted_at, id);
CREATE UNIQUE INDEX joint_plans_reviewed ON joint_plans (product_id) WHERE state = 'in_review';
