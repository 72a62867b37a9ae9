-- +goose Up
-- Until when a password is good that an administrator made for an operator (business time); 0: the person chose it.
ALTER TABLE account_accounts ADD COLUMN first_until BIGINT NOT NULL DEFAULT 0;
