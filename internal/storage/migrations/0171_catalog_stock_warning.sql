-- +goose Up
-- Below warn_at the seller is warned of a low stock (business-rules 5.1); 0: never. warned: it was, since the last replenishment.
ALTER TABLE catalog_stock ADD COLUMN warn_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalog_stock ADD COLUMN warned BOOLEAN NOT NULL DEFAULT FALSE;
