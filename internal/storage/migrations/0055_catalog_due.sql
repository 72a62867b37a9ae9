-- +goose Up
-- When the review of an application is due (business-rules 4.1), and what the queue is filtered by.
ALTER TABLE catalog_versions ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0; -- 0: never submitted
ALTER TABLE catalog_versions ADD COLUMN delivery TEXT NOT NULL DEFAULT '';
ALTER TABLE catalog_versions ADD COLUMN family TEXT NOT NULL DEFAULT '';
DROP INDEX catalog_versions_queue;
CREATE INDEX catalog_versions_queue ON catalog_versions (state, due_at, submitted_at, id);
CREATE INDEX catalog_versions_submitted ON catalog_versions (state, submitted_at, id);

-- What was submitted before is due three working days after it, in Shanghai: (submitted_at + 8 hours) / 1 day is the local day,
-- day 0 was a Thursday, so 2 is a Saturday, 3 a Sunday, 4 and 5 Monday and Tuesday.
UPDATE catalog_versions SET due_at = CASE ((submitted_at + 28800000000) / 86400000000) % 7
        WHEN 2 THEN ((submitted_at + 28800000000) / 86400000000 + 5) * 86400000000 - 28800000000
        WHEN 3 THEN ((submitted_at + 28800000000) / 86400000000 + 4) * 86400000000 - 28800000000
        WHEN 4 THEN submitted_at + 3 * 86400000000
        WHEN 5 THEN submitted_at + 3 * 86400000000
        ELSE submitted_at + 5 * 86400000000 END
    WHERE submitted_at > 0;

-- Content begins with both; one of the time before delivery types is a general SaaS.
UPDATE catalog_versions SET
    delivery = CASE WHEN content LIKE '{"delivery":"license",%' THEN 'license' WHEN content LIKE '{"delivery":"image",%' THEN 'image'
        WHEN content LIKE '{"delivery":"service",%' THEN 'service' WHEN content LIKE '{"delivery":"api",%' THEN 'api'
        WHEN content LIKE '{"delivery":"hardware",%' THEN 'hardware' WHEN content LIKE '{"delivery":"ai_asset",%' THEN 'ai_asset'
        WHEN content LIKE '{"delivery":"container",%' THEN 'container' WHEN content LIKE '{"delivery":"data_asset",%' THEN 'data_asset'
        WHEN content LIKE '{"delivery":"app_asset",%' THEN 'app_asset' ELSE 'saas' END,
    family = CASE WHEN content LIKE '{"delivery":"%","family":"joint",%' THEN 'joint' ELSE 'general' END
    WHERE kind IN ('publish', 'modify');
UPDATE catalog_versions SET
    delivery = COALESCE((SELECT v.delivery FROM catalog_versions v JOIN catalog_products p ON p.id = v.product_id AND p.live_version = v.version
        WHERE p.id = catalog_versions.product_id), ''),
    family = COALESCE((SELECT v.family FROM catalog_versions v JOIN catalog_products p ON p.id = v.product_id AND p.live_version = v.version
        WHERE p.id = catalog_versions.product_id), '')
    WHERE kind NOT IN ('publish', 'modify');
