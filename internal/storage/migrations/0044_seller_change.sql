-- +goose Up
-- What sellers want to change of what buyers see, and how it was decided. The last approved one of a kind is in force.
CREATE TABLE seller_changes (
    id            TEXT PRIMARY KEY,
    seller_id     TEXT NOT NULL REFERENCES seller_sellers (id),
    number        BIGINT NOT NULL, -- 1, 2, … of the seller and the kind
    kind          TEXT NOT NULL,   -- info, storefront, contact or compliance
    state         TEXT NOT NULL,
    rev           BIGINT NOT NULL, -- grows with every change of content or state
    content       TEXT NOT NULL,   -- JSON: what is wanted
    base          TEXT NOT NULL,   -- JSON: what was in force when it was handed in
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    submitted_at  BIGINT NOT NULL, -- 0: never
    decided_at    BIGINT NOT NULL, -- 0: not yet
    decided_by    TEXT NOT NULL,
    decided_name  TEXT NOT NULL,
    assignee_id   TEXT NOT NULL,   -- '' for nobody
    assignee_name TEXT NOT NULL,
    reason        TEXT NOT NULL,   -- of a rejection
    UNIQUE (seller_id, kind, number)
);
CREATE UNIQUE INDEX seller_changes_open ON seller_changes (seller_id, kind) WHERE state IN ('draft', 'in_review');
CREATE INDEX seller_changes_queue ON seller_changes (state, submitted_at, id);
