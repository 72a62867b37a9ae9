-- +goose Up
-- At which revision of the catalogue a product last changed for buyers: how the search index of each node learns what it
-- has to read again. A row outlives its listing, so that a node also learns what went off sale.
CREATE TABLE catalog_changes (
    product_id TEXT PRIMARY KEY REFERENCES catalog_products (id),
    revision   BIGINT NOT NULL
);
CREATE INDEX catalog_changes_revision ON catalog_changes (revision, product_id);
