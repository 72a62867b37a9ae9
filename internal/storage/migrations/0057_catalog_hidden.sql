-- +goose Up
-- Whether the live version is not sold publicly (business-rules 4.2). A hidden product has no row in catalog_listings.
ALTER TABLE catalog_products ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
