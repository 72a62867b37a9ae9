-- +goose Up
-- What the same accounts bought (business-rules 6.1); written anew every hour. buyers is never below five, and no account is here.
CREATE TABLE shopwindow_pairs (
    product_id TEXT NOT NULL,
    beside_id  TEXT NOT NULL,
    buyers     BIGINT NOT NULL,
    PRIMARY KEY (product_id, beside_id)
);
