-- +goose Up
-- Service and support: what a seller sets by itself.
CREATE TABLE seller_support (
    seller_id  TEXT PRIMARY KEY REFERENCES seller_sellers (id),
    rev        BIGINT NOT NULL,
    extension  BIGINT UNIQUE,   -- on the marketplace's pre-sale line; NULL until numbers are bound
    phones     TEXT NOT NULL,   -- JSON list of at most five
    hours      TEXT NOT NULL,   -- JSON: when somebody answers them
    tickets    BOOLEAN NOT NULL,
    ticket_hours TEXT NOT NULL, -- JSON
    updated_at BIGINT NOT NULL
);

-- After-sale groups. A removed one keeps its row, because products name it, and gives its place free.
CREATE TABLE seller_groups (
    id         TEXT PRIMARY KEY,
    seller_id  TEXT NOT NULL REFERENCES seller_sellers (id),
    slot       BIGINT,          -- 1 to 6; NULL: removed
    rev        BIGINT NOT NULL,
    name       TEXT NOT NULL,   -- JSON {"zh","en"}
    phone      TEXT NOT NULL,
    email      TEXT NOT NULL,
    hours      TEXT NOT NULL,   -- JSON
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (seller_id, slot)
);

-- One row: the extension of the pre-sale line that was given last.
CREATE TABLE seller_extensions (
    one  BIGINT PRIMARY KEY CHECK (one = 1),
    last BIGINT NOT NULL
);
INSERT INTO seller_extensions (one, last) VALUES (1, 10000);
