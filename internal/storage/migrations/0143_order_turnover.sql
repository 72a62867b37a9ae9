-- +goose Up
-- What products brought in a period, for business plans (business-rules 3.4).
CREATE INDEX order_orders_turnover ON order_orders (product_id, ended_at) WHERE state = 'completed';
