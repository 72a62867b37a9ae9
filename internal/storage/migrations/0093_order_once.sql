-- +goose Up
-- Who has a package that each account gets once (business-rules 4.6). An order that ended without delivery leaves no row.
CREATE TABLE order_once (
    buyer_id TEXT NOT NULL,
    spec_id  TEXT NOT NULL,
    order_id TEXT NOT NULL UNIQUE,
    PRIMARY KEY (buyer_id, spec_id)
);
