-- +goose Up
-- Orders. due_at is the end of the time to pay; quote, params, agreements and product are snapshots in JSON.
CREATE TABLE order_orders (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    cause        TEXT NOT NULL DEFAULT '',
    buyer_id     TEXT NOT NULL,
    buyer_name   TEXT NOT NULL,
    seller_id    TEXT NOT NULL,
    seller_account_id TEXT NOT NULL,
    product_id   TEXT NOT NULL,
    product_version BIGINT NOT NULL,
    product_name TEXT NOT NULL,
    total        BIGINT NOT NULL,
    currency     TEXT NOT NULL,
    params       TEXT NOT NULL,
    agreements   TEXT NOT NULL,
    failure      TEXT NOT NULL DEFAULT '',
    idempotency_key  TEXT NOT NULL,
    idempotency_hash TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    due_at       BIGINT,
    paid_at      BIGINT NOT NULL DEFAULT 0,
    ended_at     BIGINT NOT NULL DEFAULT 0,
    UNIQUE (buyer_id, idempotency_key)
);
CREATE INDEX order_orders_buyer ON order_orders (buyer_id, created_at, id);
CREATE INDEX order_orders_seller ON order_orders (seller_id, created_at, id);
CREATE INDEX order_orders_created ON order_orders (created_at, id);
CREATE INDEX order_orders_due ON order_orders (due_at) WHERE due_at IS NOT NULL;

-- Order lines; id is <order id>-000001.
CREATE TABLE order_lines (
    id          TEXT PRIMARY KEY,
    order_id    TEXT NOT NULL REFERENCES order_orders (id),
    spec_id     TEXT NOT NULL,
    spec_name   TEXT NOT NULL,
    sku_id      TEXT NOT NULL,
    unit        TEXT NOT NULL,
    periods     INTEGER NOT NULL,
    quantity    BIGINT NOT NULL,
    unit_price  BIGINT NOT NULL,
    amount      BIGINT NOT NULL,
    reserved    BOOLEAN NOT NULL,
    instance_id TEXT NOT NULL DEFAULT ''
);
CREATE INDEX order_lines_order ON order_lines (order_id);
