-- +goose Up
-- Bytes whose last row was deleted. The sweep takes them out of the folder a while later, unless they came again.
CREATE TABLE blob_gone (
    sha256     TEXT PRIMARY KEY,
    deleted_at BIGINT NOT NULL -- wall-clock time
);
CREATE INDEX blob_gone_age ON blob_gone (deleted_at, sha256);
