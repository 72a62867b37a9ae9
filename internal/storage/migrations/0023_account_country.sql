-- +goose Up
-- Where a main account is registered: two letters of ISO 3166-1 (business-rules 4.12). Empty: an account from before, which is
-- registered where the marketplace is (the setting SOUK_COUNTRY); and every sub-user, who shares that of its main account.
ALTER TABLE account_accounts ADD COLUMN country TEXT NOT NULL DEFAULT '';
