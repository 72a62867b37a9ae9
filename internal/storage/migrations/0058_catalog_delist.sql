-- +goose Up
-- Off sale by force is not the end of a product, delisting by its seller is (business-rules 4.2): two statuses.
UPDATE catalog_products SET status = 'taken_down' WHERE status = 'delisted';

-- How products changed their status, and why.
CREATE TABLE catalog_moves (
    product_id     TEXT NOT NULL REFERENCES catalog_products (id),
    n              BIGINT NOT NULL, -- from 1
    at             BIGINT NOT NULL,
    actor_id       TEXT NOT NULL, -- '': the marketplace itself
    actor_name     TEXT NOT NULL,
    actor_kind     TEXT NOT NULL,
    event          TEXT NOT NULL,
    from_status    TEXT NOT NULL,
    to_status      TEXT NOT NULL,
    reason         TEXT NOT NULL,
    application_id TEXT NOT NULL, -- that asked for it; '': none
    PRIMARY KEY (product_id, n)
);

-- Specs and SKUs that were delisted, for ever; sku_id '' is the whole spec.
CREATE TABLE catalog_discontinued (
    product_id     TEXT NOT NULL REFERENCES catalog_products (id),
    spec_id        TEXT NOT NULL,
    sku_id         TEXT NOT NULL,
    at             BIGINT NOT NULL,
    application_id TEXT NOT NULL,
    PRIMARY KEY (product_id, spec_id, sku_id)
);

-- What an application asks for that is not about content, as JSON. One of each such kind is open at a time, beside the one
-- that writes the next version.
ALTER TABLE catalog_versions ADD COLUMN request TEXT NOT NULL DEFAULT '';
DROP INDEX catalog_versions_open;
CREATE UNIQUE INDEX catalog_versions_open ON catalog_versions (product_id)
    WHERE state IN ('draft', 'pending', 'rejected') AND kind IN ('publish', 'modify');
CREATE UNIQUE INDEX catalog_versions_asked ON catalog_versions (product_id, kind)
    WHERE state IN ('draft', 'pending', 'rejected') AND kind NOT IN ('publish', 'modify');
