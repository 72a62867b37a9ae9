-- +goose Up
-- Partner plans that sellers joined. Without a row a seller has not.
CREATE TABLE seller_plans (
    seller_id TEXT NOT NULL REFERENCES seller_sellers (id),
    plan      TEXT NOT NULL, -- joint, developer or hcs
    state     TEXT NOT NULL,
    version   TEXT NOT NULL, -- of the agreement that was signed
    joined_at BIGINT NOT NULL,
    joined_by TEXT NOT NULL,
    PRIMARY KEY (seller_id, plan)
);
INSERT INTO seller_plans (seller_id, plan, state, version, joined_at, joined_by)
SELECT seller_id, 'joint', state, version, joined_at, joined_by FROM seller_joint;
DROP TABLE seller_joint;

-- Changes of a kind that may be open several times at once differ by their topic; for technical certificates it is class
-- and number. Such a change may also stop holding after it was approved.
ALTER TABLE seller_changes ADD COLUMN topic TEXT NOT NULL DEFAULT '';
ALTER TABLE seller_changes ADD COLUMN ended_at BIGINT NOT NULL DEFAULT 0; -- 0: not
ALTER TABLE seller_changes ADD COLUMN ended_name TEXT NOT NULL DEFAULT '';
DROP INDEX seller_changes_open;
CREATE UNIQUE INDEX seller_changes_open ON seller_changes (seller_id, kind, topic) WHERE state IN ('draft', 'in_review');
-- A certificate is held by one seller.
CREATE UNIQUE INDEX seller_changes_certificate ON seller_changes (topic) WHERE kind = 'certificate' AND state = 'approved';
