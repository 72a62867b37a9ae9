-- +goose Up
-- Upgrade rules (business-rules 6.9) as they were approved; what is not approved is an application. One at most holds for a spec.
CREATE TABLE catalog_upgrade_rules (
    id             TEXT PRIMARY KEY,
    product_id     TEXT NOT NULL REFERENCES catalog_products (id),
    seller_id      TEXT NOT NULL,
    spec_id        TEXT NOT NULL,
    state          TEXT NOT NULL,
    application_id TEXT NOT NULL UNIQUE,
    rule           TEXT NOT NULL, -- JSON
    names          TEXT NOT NULL, -- JSON: of its spec and SKUs when it was approved
    since          BIGINT NOT NULL,
    ended_at       BIGINT NOT NULL, -- 0: it holds
    why            TEXT NOT NULL    -- JSON {"zh","en"}: it became invalid; '': it did not
);
CREATE UNIQUE INDEX catalog_upgrade_rules_active ON catalog_upgrade_rules (spec_id) WHERE state = 'active';
CREATE INDEX catalog_upgrade_rules_product ON catalog_upgrade_rules (product_id, id);

-- What of its product an application is about: the spec of an upgrade rule, '' for all others. One of each kind and subject is open.
ALTER TABLE catalog_versions ADD COLUMN subject TEXT NOT NULL DEFAULT '';
DROP INDEX catalog_versions_asked;
CREATE UNIQUE INDEX catalog_versions_asked ON catalog_versions (product_id, kind, subject)
    WHERE state IN ('draft', 'pending', 'rejected') AND kind NOT IN ('publish', 'modify');
