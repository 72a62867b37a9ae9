-- +goose Up
-- Who tried what: each account tries a spec once (business-rules 4.7, our choice). A trial that was not opened leaves no row.
CREATE TABLE order_trials (
    buyer_id TEXT NOT NULL,
    spec_id  TEXT NOT NULL,
    order_id TEXT NOT NULL UNIQUE,
    PRIMARY KEY (buyer_id, spec_id)
);
