-- +goose Up
-- The processes that make calls. alive_until is wall time: a node renews its own row, and the runs of a node that stopped
-- doing so are taken over.
CREATE TABLE call_nodes (
    id          TEXT PRIMARY KEY,
    alive_until BIGINT NOT NULL
);

-- The node of the attempt in the air.
ALTER TABLE call_calls ADD COLUMN run_node TEXT NOT NULL DEFAULT '';
