-- +goose Up
-- How many attributes a seller's library holds: the limit is held by a conditional update of this row.
CREATE TABLE catalog_libraries (
    seller_id  TEXT PRIMARY KEY,
    attributes BIGINT NOT NULL CHECK (attributes >= 0)
);

-- The library of attributes of a seller (business-rules 4.5). Products copy an attribute and never refer to it.
CREATE TABLE catalog_attributes (
    id          TEXT PRIMARY KEY,
    seller_id   TEXT NOT NULL REFERENCES catalog_libraries (seller_id),
    code        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    rev         BIGINT NOT NULL,
    description TEXT NOT NULL, -- JSON, both languages
    attribute   TEXT NOT NULL, -- JSON of price.Attribute, without prices
    search_text TEXT NOT NULL, -- folded
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    UNIQUE (seller_id, code)
);
CREATE INDEX catalog_attributes_seller ON catalog_attributes (seller_id, id);
