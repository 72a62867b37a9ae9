-- +goose Up
-- The SHA-256 of a file as it was received: pictures are drawn anew, so what is stored differs. '' of older files.
ALTER TABLE blob_files ADD COLUMN received TEXT NOT NULL DEFAULT '';
