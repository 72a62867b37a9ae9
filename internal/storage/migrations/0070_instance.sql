-- +goose Up
-- What buyers own (已购买的服务). external_id is the seller's instance id.
CREATE TABLE instance_instances (
    id           TEXT PRIMARY KEY,
    state        TEXT NOT NULL,
    buyer_id     TEXT NOT NULL,
    seller_id    TEXT NOT NULL,
    product_id   TEXT NOT NULL,
    product_name TEXT NOT NULL,
    spec_name    TEXT NOT NULL,
    sku_id       TEXT NOT NULL,
    order_id     TEXT NOT NULL,
    line_id      TEXT NOT NULL UNIQUE,
    external_id  TEXT NOT NULL,
    quantity     BIGINT NOT NULL,
    opened_at    BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    UNIQUE (seller_id, external_id)
);
CREATE INDEX instance_instances_buyer ON instance_instances (buyer_id, opened_at, id);
