-- +goose Up
-- Who may buy, try and pay by credit (business-rules 5.2 to 5.5). A product without a row sells to everybody.
CREATE TABLE salesrule_products (
    product_id TEXT PRIMARY KEY,
    seller_id  TEXT NOT NULL REFERENCES seller_sellers (id),
    rev        BIGINT NOT NULL,
    rules      TEXT NOT NULL -- JSON: target, specs by id, credit
);
CREATE INDEX salesrule_products_seller ON salesrule_products (seller_id, product_id);

-- The customers that a list names. list is target, trial, credit_cash or credit_line; spec_id '' is the product's list.
CREATE TABLE salesrule_users (
    product_id  TEXT NOT NULL,
    list        TEXT NOT NULL,
    spec_id     TEXT NOT NULL,
    account_id  TEXT NOT NULL,
    name        TEXT NOT NULL,
    search_text TEXT NOT NULL, -- id and name in lower case
    added_at    BIGINT NOT NULL,
    added_name  TEXT NOT NULL,
    PRIMARY KEY (product_id, list, spec_id, account_id)
);
CREATE INDEX salesrule_users_account ON salesrule_users (account_id, product_id);

-- One row for each buyer of a limited spec: who holds it counts and orders, the buyer's other orders wait.
CREATE TABLE salesrule_turns (
    buyer_id TEXT NOT NULL,
    spec_id  TEXT NOT NULL,
    n        BIGINT NOT NULL,
    PRIMARY KEY (buyer_id, spec_id)
);
