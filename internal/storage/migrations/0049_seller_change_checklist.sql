-- +goose Up
-- What the reviewer had looked at when a change was decided on: keys, with commas between.
ALTER TABLE seller_changes ADD COLUMN checklist TEXT NOT NULL DEFAULT '';
