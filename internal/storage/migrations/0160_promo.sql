-- +goose Up
-- Coupon batches (business-rules 5.8). Money is in 分; instants are UTC microseconds; [starts_at, ends_at) is the validity.
CREATE TABLE promo_batches (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL, -- seller, or test: paid by the marketplace, for accounts with which a seller tries its own product
    seller_id    TEXT NOT NULL REFERENCES seller_sellers (id),
    account_id   TEXT NOT NULL, -- the seller's account, which is told
    seller_name  TEXT NOT NULL, -- JSON {"zh","en"}
    state        TEXT NOT NULL,
    rev          BIGINT NOT NULL,
    terms        TEXT NOT NULL, -- JSON: everything that the seller wrote
    name         TEXT NOT NULL, -- JSON {"zh","en"}, for lists
    joint        BOOLEAN NOT NULL,
    bearer       TEXT NOT NULL, -- who bears the cost: seller, shared or platform (business-rules 11.4)
    amount       BIGINT NOT NULL,
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    shown        BOOLEAN NOT NULL,
    named        BOOLEAN NOT NULL,
    total        BIGINT NOT NULL,
    per_buyer    BIGINT NOT NULL,
    collected    BIGINT NOT NULL CHECK (collected >= 0 AND collected <= total),
    reason       TEXT NOT NULL, -- why it was sent back or is void
    test_product TEXT NOT NULL, -- the product that a test batch is for, once it was handed in
    search_text  TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL, -- 0: not
    published_at BIGINT NOT NULL, -- 0: not
    ended_at     BIGINT NOT NULL  -- 0: not
);
CREATE INDEX promo_batches_seller ON promo_batches (seller_id, kind, id);
CREATE INDEX promo_batches_state ON promo_batches (state, submitted_at, id);
CREATE INDEX promo_batches_due ON promo_batches (ends_at) WHERE state = 'published';
-- A product gets test coupons once (business-rules 2.10).
CREATE UNIQUE INDEX promo_batches_test ON promo_batches (test_product) WHERE test_product <> '';

-- What a batch is good for; spec_id '' means every spec of the product.
CREATE TABLE promo_scopes (
    batch_id   TEXT NOT NULL REFERENCES promo_batches (id),
    product_id TEXT NOT NULL,
    spec_id    TEXT NOT NULL,
    PRIMARY KEY (batch_id, product_id, spec_id)
);
CREATE INDEX promo_scopes_product ON promo_scopes (product_id, batch_id);

-- The accounts that a batch is for, where it names them.
CREATE TABLE promo_named (
    batch_id   TEXT NOT NULL REFERENCES promo_batches (id),
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (batch_id, account_id)
);
CREATE INDEX promo_named_account ON promo_named (account_id, batch_id);

-- The coupons that buyers collected. nth counts those of one buyer from 1; order_id is the order that holds or used it.
CREATE TABLE promo_coupons (
    id           TEXT PRIMARY KEY,
    batch_id     TEXT NOT NULL REFERENCES promo_batches (id),
    buyer_id     TEXT NOT NULL,
    nth          BIGINT NOT NULL,
    state        TEXT NOT NULL,
    order_id     TEXT NOT NULL,
    collected_at BIGINT NOT NULL,
    used_at      BIGINT NOT NULL, -- 0: not
    UNIQUE (batch_id, buyer_id, nth)
);
CREATE INDEX promo_coupons_buyer ON promo_coupons (buyer_id, id);
CREATE INDEX promo_coupons_batch ON promo_coupons (batch_id, state);
CREATE INDEX promo_coupons_order ON promo_coupons (order_id) WHERE order_id <> '';

-- Private offers (business-rules 5.7).
CREATE TABLE promo_offers (
    id           TEXT PRIMARY KEY,
    token        TEXT NOT NULL UNIQUE, -- of the link; nobody guesses it
    seller_id    TEXT NOT NULL REFERENCES seller_sellers (id),
    account_id   TEXT NOT NULL,
    seller_name  TEXT NOT NULL,
    shape        TEXT NOT NULL, -- discount or configuration
    state        TEXT NOT NULL,
    rev          BIGINT NOT NULL,
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL, -- in which names are compared
    lines        TEXT NOT NULL, -- JSON
    least        TEXT NOT NULL, -- the lowest share of a list price that a line asks for, as a decimal
    special      BOOLEAN NOT NULL, -- beyond the authorised discount
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    reason       TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    decided_at   BIGINT NOT NULL, -- 0: not
    decided_name TEXT NOT NULL,
    UNIQUE (seller_id, name_key)
);
CREATE INDEX promo_offers_seller ON promo_offers (seller_id, id);
CREATE INDEX promo_offers_review ON promo_offers (created_at, id) WHERE state = 'in_review';
CREATE INDEX promo_offers_due ON promo_offers (ends_at) WHERE state = 'active';

CREATE TABLE promo_offer_users (
    offer_id   TEXT NOT NULL REFERENCES promo_offers (id),
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (offer_id, account_id)
);
CREATE INDEX promo_offer_users_account ON promo_offer_users (account_id, offer_id);

-- Who may resell: partner and product discounts are for them.
CREATE TABLE promo_resellers (
    account_id TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    added_at   BIGINT NOT NULL,
    added_name TEXT NOT NULL
);

-- Resale discounts (business-rules 5.6). partner_id and customer_id are '' where the level does not name them.
CREATE TABLE promo_resales (
    id            TEXT PRIMARY KEY,
    seller_id     TEXT NOT NULL REFERENCES seller_sellers (id),
    account_id    TEXT NOT NULL,
    seller_name   TEXT NOT NULL,
    level         TEXT NOT NULL,
    product_id    TEXT NOT NULL,
    product_name  TEXT NOT NULL,
    partner_id    TEXT NOT NULL,
    partner_name  TEXT NOT NULL,
    customer_id   TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    customer_type TEXT NOT NULL, -- personal or enterprise; '' for any
    ratio         TEXT NOT NULL, -- decimal
    share         TEXT NOT NULL, -- decimal; '' where none was agreed
    state         TEXT NOT NULL,
    rev           BIGINT NOT NULL,
    starts_at     BIGINT NOT NULL,
    ends_at       BIGINT NOT NULL,
    reason        TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    decided_at    BIGINT NOT NULL, -- 0: not
    decided_name  TEXT NOT NULL
);
-- One that holds or is asked for, for each product, reseller and customer.
CREATE UNIQUE INDEX promo_resales_one ON promo_resales (product_id, level, partner_id, customer_id) WHERE state IN ('in_review', 'authorised');
CREATE INDEX promo_resales_seller ON promo_resales (seller_id, id);
CREATE INDEX promo_resales_review ON promo_resales (created_at, id) WHERE state = 'in_review';
CREATE INDEX promo_resales_due ON promo_resales (ends_at) WHERE state = 'authorised';

-- Cash coupons (business-rules 5.8, 6.4): money that the marketplace gives, of which a part may be used.
CREATE TABLE promo_cash (
    id          TEXT PRIMARY KEY,
    buyer_id    TEXT NOT NULL,
    buyer_name  TEXT NOT NULL,
    amount      BIGINT NOT NULL,
    balance     BIGINT NOT NULL CHECK (balance >= 0 AND balance <= amount),
    state       TEXT NOT NULL,
    note        TEXT NOT NULL,
    starts_at   BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL,
    reason      TEXT NOT NULL,
    issued_at   BIGINT NOT NULL,
    issued_name TEXT NOT NULL,
    issue_key   TEXT NOT NULL, -- of the request that issued it: sent twice, issued once
    UNIQUE (buyer_id, issue_key)
);
CREATE INDEX promo_cash_buyer ON promo_cash (buyer_id, id);
CREATE INDEX promo_cash_due ON promo_cash (ends_at) WHERE state = 'active';

-- What an order takes of all this. slot says how often one thing may serve one buyer: it is the order's id, or the line of a
-- configuration quote, which is ordered once.
CREATE TABLE promo_uses (
    order_id   TEXT NOT NULL,
    kind       TEXT NOT NULL, -- private_offer, resale, coupon, cash_coupon
    ref_id     TEXT NOT NULL,
    slot       TEXT NOT NULL,
    buyer_id   TEXT NOT NULL,
    seller_id  TEXT NOT NULL,
    product_id TEXT NOT NULL,
    amount     BIGINT NOT NULL,
    bearer     TEXT NOT NULL,
    state      TEXT NOT NULL, -- reserved, used, released, returned
    at         BIGINT NOT NULL,
    PRIMARY KEY (order_id, kind, ref_id),
    UNIQUE (kind, ref_id, buyer_id, slot)
);
CREATE INDEX promo_uses_ref ON promo_uses (ref_id, at);
