-- +goose Up
-- A product has several specs now; they are in the content of its versions.
ALTER TABLE catalog_products DROP COLUMN spec_id;
CREATE INDEX catalog_stock_product ON catalog_stock (product_id);
