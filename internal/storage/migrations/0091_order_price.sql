-- +goose Up
-- An order is for a selection of a price plan; price is its breakdown, '' of orders that are older than plans.
ALTER TABLE order_lines ADD COLUMN selection TEXT NOT NULL DEFAULT '{}';
ALTER TABLE order_lines ADD COLUMN choice TEXT NOT NULL DEFAULT '{}'; -- the selection for people, JSON {"zh","en"}
ALTER TABLE order_lines ADD COLUMN price TEXT NOT NULL DEFAULT '';
ALTER TABLE order_lines DROP COLUMN unit_price;
