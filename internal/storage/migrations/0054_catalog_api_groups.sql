-- +goose Up
-- Which spec a group of interfaces belongs to, from its first approval on and for ever (business-rules 4.6).
CREATE TABLE catalog_api_groups (
    gateway    TEXT NOT NULL,
    name       TEXT NOT NULL,
    spec_id    TEXT NOT NULL,
    product_id TEXT NOT NULL REFERENCES catalog_products (id),
    taken_at   BIGINT NOT NULL,
    PRIMARY KEY (gateway, name)
);
CREATE INDEX catalog_api_groups_product ON catalog_api_groups (product_id);
