-- +goose Up
-- Which sub-users of a seller work with a product (business-rules 2.9). The main account works with all and has no rows.
CREATE TABLE catalog_grants (
    product_id TEXT NOT NULL REFERENCES catalog_products (id),
    user_id    TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (product_id, user_id)
);
CREATE INDEX catalog_grants_user ON catalog_grants (user_id, product_id);
