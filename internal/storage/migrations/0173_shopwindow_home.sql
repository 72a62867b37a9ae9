-- +goose Up
-- The home page of the store as operators publish it (business-rules 12.8): one row for each version, which never changes. The
-- highest version is the one in force; without any the store shows the built-in page.
CREATE TABLE shopwindow_homes (
    version      BIGINT PRIMARY KEY,
    content      TEXT NOT NULL, -- JSON: banners, floors
    published_at BIGINT NOT NULL,
    by_id        TEXT NOT NULL,
    by_name      TEXT NOT NULL,
    restored     BIGINT NOT NULL -- the version whose content it brings back; -1 for one from the draft
);

-- The one draft that all operators work on.
CREATE TABLE shopwindow_draft (
    one        BIGINT PRIMARY KEY CHECK (one = 1),
    rev        BIGINT NOT NULL,
    content    TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    by_id      TEXT NOT NULL,
    by_name    TEXT NOT NULL
);

-- The best rated and the most bought products, the best first; written anew every hour.
CREATE TABLE shopwindow_ranks (
    list       TEXT NOT NULL,
    place      BIGINT NOT NULL,
    product_id TEXT NOT NULL,
    PRIMARY KEY (list, place)
);
