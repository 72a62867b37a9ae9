-- +goose Up
-- Moves of the sandbox clock. *_wall is the machine's time, everything else business time; at is how far the move has come.
CREATE TABLE sandbox_moves (
    id           TEXT PRIMARY KEY,
    actor_id     TEXT NOT NULL,
    state        TEXT NOT NULL,
    from_at      BIGINT NOT NULL,
    to_at        BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    steps        INTEGER NOT NULL,
    note         TEXT NOT NULL DEFAULT '',
    started_wall BIGINT NOT NULL,
    updated_wall BIGINT NOT NULL
);
CREATE UNIQUE INDEX sandbox_moves_running ON sandbox_moves (state) WHERE state = 'running';
CREATE INDEX sandbox_moves_started ON sandbox_moves (started_wall, id);
