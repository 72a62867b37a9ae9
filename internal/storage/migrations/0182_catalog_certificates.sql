-- +goose Up
-- Which product a software copyright certificate is of: one certificate for one product (business-rules 4.4). A product takes
-- its own when it is submitted; one from before this table does with its next application.
CREATE TABLE catalog_certificates (
    fingerprint TEXT PRIMARY KEY, -- 'file ' and the SHA-256 of the upload, or 'number ' and the folded registration number
    product_id  TEXT NOT NULL REFERENCES catalog_products (id),
    taken_at    BIGINT NOT NULL
);
CREATE INDEX catalog_certificates_product ON catalog_certificates (product_id);
