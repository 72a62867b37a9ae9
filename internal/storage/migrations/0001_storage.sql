-- +goose Up
-- Settings that the nodes of one marketplace share, such as the offset of the sandbox clock.
CREATE TABLE storage_settings (
    name       TEXT PRIMARY KEY,
    value      TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
