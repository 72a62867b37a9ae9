-- +goose Up
-- What machine checks said of a revision of an application; findings is a JSON list. digest is that of the content.
CREATE TABLE catalog_checks (
    application_id TEXT NOT NULL REFERENCES catalog_versions (id),
    rev            BIGINT NOT NULL,
    digest         TEXT NOT NULL,
    asked_at       BIGINT NOT NULL,
    done_at        BIGINT NOT NULL, -- 0: not yet
    findings       TEXT NOT NULL,
    PRIMARY KEY (application_id, rev)
);
