-- +goose Up
-- The deposit of a seller, in 分 of CNY; 0: none is asked for. It is a record: the money itself is not kept here.
ALTER TABLE seller_standings ADD COLUMN deposit BIGINT NOT NULL DEFAULT 0;
ALTER TABLE seller_standings ADD COLUMN deposit_note TEXT NOT NULL DEFAULT '';
ALTER TABLE seller_standings ADD COLUMN deposit_at BIGINT NOT NULL DEFAULT 0; -- 0: nobody ever wrote one
ALTER TABLE seller_standings ADD COLUMN deposit_by_id TEXT NOT NULL DEFAULT '';
ALTER TABLE seller_standings ADD COLUMN deposit_by_name TEXT NOT NULL DEFAULT '';

-- What an expulsion took of the deposit, in 分 of CNY.
ALTER TABLE seller_penalties ADD COLUMN forfeited BIGINT NOT NULL DEFAULT 0;
