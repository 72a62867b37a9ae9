-- +goose Up
-- Joint certifications (business-rules 3.2). form is JSON: what the seller wrote, with the ids of its files.
CREATE TABLE joint_certifications (
    id            TEXT PRIMARY KEY,
    seller_id     TEXT NOT NULL REFERENCES seller_sellers (id),
    account_id    TEXT NOT NULL, -- the seller's account, which is told
    seller_name   TEXT NOT NULL, -- JSON {"zh","en"}
    state         TEXT NOT NULL,
    rev           BIGINT NOT NULL,
    form          TEXT NOT NULL,
    delivery      TEXT NOT NULL, -- of the main product
    name_key      TEXT NOT NULL, -- its Chinese name in lower case, by which its listing is known
    product_id    TEXT NOT NULL, -- the product that was published by it; '': none yet
    reason        TEXT NOT NULL, -- of the last rejection
    search_text   TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    waiting_since BIGINT NOT NULL -- since when it waits for operators; 0: it does not
);
CREATE INDEX joint_certifications_seller ON joint_certifications (seller_id, id);
CREATE INDEX joint_certifications_waiting ON joint_certifications (waiting_since, id) WHERE waiting_since > 0;
CREATE INDEX joint_certifications_name ON joint_certifications (seller_id, delivery, name_key);
-- One certification for one product.
CREATE UNIQUE INDEX joint_certifications_product ON joint_certifications (product_id) WHERE product_id <> '';

-- What became of a certification, in the order in which it happened.
CREATE TABLE joint_certification_events (
    certification_id TEXT NOT NULL REFERENCES joint_certifications (id),
    n                BIGINT NOT NULL, -- from 1
    at               BIGINT NOT NULL,
    event            TEXT NOT NULL,
    from_state       TEXT NOT NULL,
    to_state         TEXT NOT NULL,
    actor_name       TEXT NOT NULL,
    reason           TEXT NOT NULL,
    checklist        TEXT NOT NULL, -- JSON: the keys that the operator ticked
    PRIMARY KEY (certification_id, n)
);
