-- +goose Up
-- Whether a seller is on the list of those who may publish hardware (business-rules 4.6). Who has published some already is.
ALTER TABLE seller_standings ADD COLUMN hardware BOOLEAN NOT NULL DEFAULT FALSE;
INSERT INTO seller_standings (seller_id, level, rev, updated_at, hardware)
SELECT DISTINCT seller_id, 'certified', 1, 0, TRUE FROM catalog_versions WHERE delivery = 'hardware' AND state = 'approved'
ON CONFLICT (seller_id) DO UPDATE SET hardware = TRUE;
