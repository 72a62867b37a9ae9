-- +goose Up
-- When somebody signed in last (business time; 0: never). Sessions end and are deleted, this stays for who looks after accounts.
ALTER TABLE account_accounts ADD COLUMN signed_in_at BIGINT NOT NULL DEFAULT 0;
