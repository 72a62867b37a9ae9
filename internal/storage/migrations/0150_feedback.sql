-- +goose Up
-- What buyers say of what they bought: one rating for each instance. talks counts the messages of the negotiation.
CREATE TABLE feedback_ratings (
    id             TEXT PRIMARY KEY,
    instance_id    TEXT NOT NULL UNIQUE,
    product_id     TEXT NOT NULL,
    product_name   TEXT NOT NULL, -- JSON {"zh","en"}
    seller_id      TEXT NOT NULL,
    buyer_id       TEXT NOT NULL,
    buyer_name     TEXT NOT NULL, -- '' once the account is closed
    quality        INTEGER NOT NULL CHECK (quality BETWEEN 1 AND 5),
    service        INTEGER NOT NULL CHECK (service BETWEEN 1 AND 5),
    delivery       INTEGER NOT NULL CHECK (delivery BETWEEN 1 AND 5),
    stars          INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    tags           TEXT NOT NULL, -- JSON list of codes
    body           TEXT NOT NULL,
    pictures       TEXT NOT NULL, -- JSON list of file ids
    state          TEXT NOT NULL,
    rev            BIGINT NOT NULL,
    talks          BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    due_at         BIGINT NOT NULL, -- end of the negotiation; 0: none
    amended_at     BIGINT NOT NULL, -- 0: never
    reply          TEXT NOT NULL,
    replied_at     BIGINT NOT NULL, -- 0: never
    follow_up      TEXT NOT NULL,
    followed_up_at BIGINT NOT NULL, -- 0: never
    hidden_reason  TEXT NOT NULL
);
CREATE INDEX feedback_ratings_product ON feedback_ratings (product_id, created_at, id);
CREATE INDEX feedback_ratings_seller ON feedback_ratings (seller_id, created_at, id);
CREATE INDEX feedback_ratings_buyer ON feedback_ratings (buyer_id, created_at, id);
CREATE INDEX feedback_ratings_created ON feedback_ratings (created_at, id);
CREATE INDEX feedback_ratings_due ON feedback_ratings (due_at, id) WHERE due_at > 0;

-- Which rating shows a file; a file belongs to one rating.
CREATE TABLE feedback_pictures (
    file_id   TEXT PRIMARY KEY,
    rating_id TEXT NOT NULL REFERENCES feedback_ratings (id)
);
CREATE INDEX feedback_pictures_rating ON feedback_pictures (rating_id);

-- The negotiation of a bad rating: only its buyer and its seller read it.
CREATE TABLE feedback_talks (
    id        TEXT PRIMARY KEY,
    rating_id TEXT NOT NULL REFERENCES feedback_ratings (id),
    side      TEXT NOT NULL,
    body      TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX feedback_talks_rating ON feedback_talks (rating_id, id);

-- Sums over the ratings that are shown, of a product and of a seller. rev grows with everything that the page of the subject shows of this room.
CREATE TABLE feedback_scores (
    subject  TEXT PRIMARY KEY,
    ratings  BIGINT NOT NULL CHECK (ratings >= 0),
    quality  BIGINT NOT NULL,
    service  BIGINT NOT NULL,
    delivery BIGINT NOT NULL,
    star1    BIGINT NOT NULL,
    star2    BIGINT NOT NULL,
    star3    BIGINT NOT NULL,
    star4    BIGINT NOT NULL,
    star5    BIGINT NOT NULL,
    rev      BIGINT NOT NULL
);

-- Questions on the page of a product.
CREATE TABLE feedback_questions (
    id            TEXT PRIMARY KEY,
    product_id    TEXT NOT NULL,
    product_name  TEXT NOT NULL, -- JSON {"zh","en"}
    seller_id     TEXT NOT NULL,
    buyer_id      TEXT NOT NULL,
    buyer_name    TEXT NOT NULL, -- '' once the account is closed
    body          TEXT NOT NULL,
    state         TEXT NOT NULL,
    rev           BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    answer        TEXT NOT NULL,
    answered_at   BIGINT NOT NULL, -- 0: not yet
    hidden_reason TEXT NOT NULL
);
CREATE INDEX feedback_questions_product ON feedback_questions (product_id, answered_at, id);
CREATE INDEX feedback_questions_seller ON feedback_questions (seller_id, created_at, id);
CREATE INDEX feedback_questions_buyer ON feedback_questions (buyer_id, created_at, id);
CREATE INDEX feedback_questions_created ON feedback_questions (created_at, id);

-- Reports of a product, a rating or a question.
CREATE TABLE feedback_reports (
    id            TEXT PRIMARY KEY,
    kind          TEXT NOT NULL,
    subject_id    TEXT NOT NULL,
    product_id    TEXT NOT NULL,
    product_name  TEXT NOT NULL, -- JSON {"zh","en"}
    seller_id     TEXT NOT NULL, -- of the product
    reporter_id   TEXT NOT NULL,
    reporter_name TEXT NOT NULL, -- '' once the account is closed
    reason        TEXT NOT NULL,
    body          TEXT NOT NULL,
    state         TEXT NOT NULL,
    rev           BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    malicious     BOOLEAN NOT NULL,
    deduction_id  TEXT NOT NULL,   -- the points that a malicious report cost; '' for none
    decided_at    BIGINT NOT NULL, -- 0: not yet
    decided_name  TEXT NOT NULL,
    note          TEXT NOT NULL
);
CREATE UNIQUE INDEX feedback_reports_open ON feedback_reports (reporter_id, subject_id) WHERE state = 'open';
CREATE INDEX feedback_reports_created ON feedback_reports (created_at, id);
CREATE INDEX feedback_reports_reporter ON feedback_reports (reporter_id, created_at, id);

-- Favourites of an account. name is that of the product when it was added.
CREATE TABLE feedback_favourites (
    account_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    name       TEXT NOT NULL, -- JSON {"zh","en"}
    at         BIGINT NOT NULL,
    PRIMARY KEY (account_id, product_id)
);
CREATE INDEX feedback_favourites_newest ON feedback_favourites (account_id, at, product_id);

-- The products that an account looked at last.
CREATE TABLE feedback_views (
    account_id TEXT NOT NULL,
    product_id TEXT NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (account_id, product_id)
);

-- How often an account did something on a day: bounds questions and reports.
CREATE TABLE feedback_paces (
    account_id TEXT NOT NULL,
    what       TEXT NOT NULL,
    day        BIGINT NOT NULL, -- since 1970, in Shanghai
    n          BIGINT NOT NULL,
    PRIMARY KEY (account_id, what)
);
