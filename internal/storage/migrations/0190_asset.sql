-- +goose Up
-- Sellers' assets and their scans (business-rules 4.9). form and appeal are JSON: what the seller wrote, with the ids of its files.
CREATE TABLE asset_assets (
    id            TEXT PRIMARY KEY,
    seller_id     TEXT NOT NULL REFERENCES seller_sellers (id),
    account_id    TEXT NOT NULL, -- the seller's account, which is told
    seller_name   TEXT NOT NULL, -- JSON {"zh","en"}
    kind          TEXT NOT NULL, -- package | image
    state         TEXT NOT NULL,
    rev           BIGINT NOT NULL,
    form          TEXT NOT NULL,
    file_name     TEXT NOT NULL, -- of the package
    file_size     BIGINT NOT NULL,
    sha256        TEXT NOT NULL, -- of the package, noted when it was submitted; '': not yet
    image_key     TEXT NOT NULL, -- region and id of the machine image, from its first submission on; '': none
    scans         BIGINT NOT NULL, -- how often it was scanned
    appeal        TEXT NOT NULL, -- against the latest scan; '': none
    reason        TEXT NOT NULL, -- of an operator's last decision
    search_text   TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    waiting_since BIGINT NOT NULL -- since when it waits for operators; 0: it does not
);
CREATE INDEX asset_assets_seller ON asset_assets (seller_id, id);
CREATE INDEX asset_assets_waiting ON asset_assets (waiting_since, id) WHERE waiting_since > 0;
CREATE INDEX asset_assets_digest ON asset_assets (seller_id, sha256) WHERE state = 'approved';
-- One image belongs to one asset.
CREATE UNIQUE INDEX asset_assets_image ON asset_assets (image_key) WHERE image_key <> '';

-- One scan of one revision. lease_until is in wall time: it says for how long a process has the scan, and processes do not
-- live by the clock of the market.
CREATE TABLE asset_scans (
    asset_id    TEXT NOT NULL REFERENCES asset_assets (id),
    n           BIGINT NOT NULL, -- from 1
    state       TEXT NOT NULL, -- queued | running | done
    step        TEXT NOT NULL, -- the check that runs
    attempts    BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    report      TEXT NOT NULL, -- JSON; '' until it is done
    queued_at   BIGINT NOT NULL,
    ended_at    BIGINT NOT NULL, -- 0: it runs
    PRIMARY KEY (asset_id, n)
);
CREATE INDEX asset_scans_open ON asset_scans (lease_until, asset_id, n) WHERE state <> 'done';

-- What became of an asset, in the order in which it happened.
CREATE TABLE asset_events (
    asset_id   TEXT NOT NULL REFERENCES asset_assets (id),
    n          BIGINT NOT NULL, -- from 1
    at         BIGINT NOT NULL,
    event      TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    scan       BIGINT NOT NULL, -- the scan that it is about; 0: none yet
    actor_name TEXT NOT NULL, -- '': the scan itself
    reason     TEXT NOT NULL,
    PRIMARY KEY (asset_id, n)
);
