-- +goose Up
-- step counts the changes of the balance: it numbers the wallet's postings in the ledger.
CREATE TABLE wallet_wallets (
    account_id TEXT NOT NULL,
    currency   TEXT NOT NULL,
    balance    BIGINT NOT NULL CHECK (balance >= 0),
    step       BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, currency)
);

-- received is what really came in: 0 until then. due_at is when an unpaid gateway payment expires: 0 when nothing is due.
CREATE TABLE wallet_topups (
    id              TEXT PRIMARY KEY,
    account_id      TEXT NOT NULL,
    method          TEXT NOT NULL CHECK (method IN ('gateway', 'transfer')),
    state           TEXT NOT NULL,
    amount          BIGINT NOT NULL CHECK (amount > 0),
    currency        TEXT NOT NULL,
    received        BIGINT NOT NULL CHECK (received >= 0),
    gateway         TEXT NOT NULL,
    gateway_ref     TEXT NOT NULL,
    remittance_code TEXT NOT NULL,
    bank_reference  TEXT NOT NULL,
    back            TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    due_at          BIGINT NOT NULL,
    submitted_at    BIGINT NOT NULL,
    decided_at      BIGINT NOT NULL,
    decided_by      TEXT NOT NULL,
    reason          TEXT NOT NULL,
    UNIQUE (account_id, idempotency_key)
);
CREATE INDEX wallet_topups_account ON wallet_topups (account_id, created_at, id);
CREATE INDEX wallet_topups_queue ON wallet_topups (method, state, created_at, id);
CREATE INDEX wallet_topups_due ON wallet_topups (due_at) WHERE due_at > 0;
CREATE UNIQUE INDEX wallet_topups_code ON wallet_topups (remittance_code) WHERE remittance_code <> '';
-- One bank transfer is credited once, whoever claims it.
CREATE UNIQUE INDEX wallet_topups_bank ON wallet_topups (bank_reference) WHERE state = 'confirmed' AND bank_reference <> '';

-- What the test gateway's own side remembers: the first decision on a payment is the one that counts.
CREATE TABLE wallet_testpayments (
    id         TEXT PRIMARY KEY,
    ref        TEXT NOT NULL UNIQUE,
    outcome    TEXT NOT NULL CHECK (outcome IN ('paid', 'declined')),
    decided_at BIGINT NOT NULL
);
