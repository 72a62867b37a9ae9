-- +goose Up
-- Products. name … from_unit describe the live version, or the open draft of a product that was never live.
CREATE TABLE catalog_products (
    id           TEXT PRIMARY KEY,
    seller_id    TEXT NOT NULL,
    status       TEXT NOT NULL,
    live_version BIGINT NOT NULL, -- 0: none
    last_version BIGINT NOT NULL,
    revision     BIGINT NOT NULL, -- grows with every change that buyers can see
    published_at BIGINT NOT NULL, -- 0: never; the first time on sale
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    name         TEXT NOT NULL, -- JSON {"zh","en"}
    logo         TEXT NOT NULL,
    category     TEXT NOT NULL,
    from_minor   BIGINT NOT NULL,
    from_unit    TEXT NOT NULL,
    spec_id      TEXT NOT NULL,
    search_text  TEXT NOT NULL -- folded: fold() in claims.go
);
CREATE INDEX catalog_products_seller ON catalog_products (seller_id, id);

-- Versions: each is one application, from draft to approved.
CREATE TABLE catalog_versions (
    id           TEXT PRIMARY KEY, -- the application's id
    product_id   TEXT NOT NULL REFERENCES catalog_products (id),
    seller_id    TEXT NOT NULL,
    version      BIGINT NOT NULL,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    rev          BIGINT NOT NULL, -- grows with every change of content or state
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL, -- 0: never
    decided_at   BIGINT NOT NULL, -- 0: not yet
    reason       TEXT NOT NULL,   -- of the last rejection
    name         TEXT NOT NULL,   -- JSON {"zh","en"}
    seller_name  TEXT NOT NULL,   -- JSON {"zh","en"}
    search_text  TEXT NOT NULL,
    content      TEXT NOT NULL,
    UNIQUE (product_id, version)
);
CREATE UNIQUE INDEX catalog_versions_open ON catalog_versions (product_id) WHERE state IN ('draft', 'pending', 'rejected');
CREATE INDEX catalog_versions_seller ON catalog_versions (seller_id, id);
CREATE INDEX catalog_versions_queue ON catalog_versions (state, submitted_at, id);

CREATE TABLE catalog_history (
    id             TEXT PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES catalog_versions (id),
    at             BIGINT NOT NULL,
    actor_id       TEXT NOT NULL,
    actor_name     TEXT NOT NULL,
    actor_kind     TEXT NOT NULL,
    event          TEXT NOT NULL,
    from_state     TEXT NOT NULL,
    to_state       TEXT NOT NULL,
    reason         TEXT NOT NULL,
    rev            BIGINT NOT NULL -- after the event
);
CREATE INDEX catalog_history_application ON catalog_history (application_id, rev);

-- What the store lists: one row for each product on sale. card is what a list shows of it.
CREATE TABLE catalog_listings (
    product_id   TEXT PRIMARY KEY REFERENCES catalog_products (id),
    category     TEXT NOT NULL,
    from_minor   BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    search_text  TEXT NOT NULL,
    card         TEXT NOT NULL
);
CREATE INDEX catalog_listings_newest ON catalog_listings (published_at, product_id);
CREATE INDEX catalog_listings_price ON catalog_listings (from_minor, product_id);
CREATE INDEX catalog_listings_category_newest ON catalog_listings (category, published_at, product_id);
CREATE INDEX catalog_listings_category_price ON catalog_listings (category, from_minor, product_id);

-- One row: grows with every approval, so that each node learns that its cached listings may be old.
CREATE TABLE catalog_revision (
    one      BIGINT PRIMARY KEY CHECK (one = 1),
    revision BIGINT NOT NULL
);
INSERT INTO catalog_revision (one, revision) VALUES (1, 1);

-- Stock of limited specs; an unlimited one has no row.
CREATE TABLE catalog_stock (
    spec_id    TEXT PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES catalog_products (id),
    available  BIGINT NOT NULL CHECK (available >= 0),
    revision   BIGINT NOT NULL
);
CREATE TABLE catalog_stock_changes (
    id         TEXT PRIMARY KEY,
    spec_id    TEXT NOT NULL,
    product_id TEXT NOT NULL REFERENCES catalog_products (id),
    at         BIGINT NOT NULL,
    delta      BIGINT NOT NULL,
    available  BIGINT NOT NULL, -- after the change
    note       TEXT NOT NULL,
    actor_id   TEXT NOT NULL,
    actor_name TEXT NOT NULL
);
CREATE INDEX catalog_stock_changes_product ON catalog_stock_changes (product_id, id);
