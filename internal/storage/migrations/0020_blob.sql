-- +goose Up
-- Uploaded files. The bytes lie in the blob folder under their SHA-256; several rows may share them.
CREATE TABLE blob_files (
    id         TEXT PRIMARY KEY,
    sha256     TEXT NOT NULL,   -- 64 hex digits, lower case, of the bytes as stored
    size       BIGINT NOT NULL, -- bytes
    media_type TEXT NOT NULL,
    name       TEXT NOT NULL,   -- as the uploader called it, sanitised
    owner_id   TEXT NOT NULL,   -- account
    purpose    TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX blob_files_owner ON blob_files (owner_id, id);
CREATE INDEX blob_files_sha256 ON blob_files (sha256);
