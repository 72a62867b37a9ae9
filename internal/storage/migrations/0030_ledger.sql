-- +goose Up
-- The heads of the hash chains: an entry is appended by moving its chain's head. Sixteen of them, so that sixteen
-- transactions can append at a time (internal/ledger/chain.go fixes the number).
CREATE TABLE ledger_chains (
    chain BIGINT PRIMARY KEY CHECK (chain BETWEEN 0 AND 15),
    seq   BIGINT NOT NULL,
    hash  TEXT NOT NULL
);
INSERT INTO ledger_chains (chain, seq, hash) VALUES
    (0, 0, ''), (1, 0, ''), (2, 0, ''), (3, 0, ''), (4, 0, ''), (5, 0, ''), (6, 0, ''), (7, 0, ''),
    (8, 0, ''), (9, 0, ''), (10, 0, ''), (11, 0, ''), (12, 0, ''), (13, 0, ''), (14, 0, ''), (15, 0, '');

CREATE TABLE ledger_entries (
    id        TEXT PRIMARY KEY,
    chain     BIGINT NOT NULL REFERENCES ledger_chains (chain),
    seq       BIGINT NOT NULL CHECK (seq > 0),
    kind      TEXT NOT NULL,
    ref       TEXT NOT NULL,
    at        BIGINT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash      TEXT NOT NULL,
    UNIQUE (chain, seq),
    UNIQUE (ref, kind)
);

-- step numbers the postings of an account that keeps a statement (a wallet): 1, 2, 3, …; 0 elsewhere.
CREATE TABLE ledger_postings (
    entry_id TEXT NOT NULL REFERENCES ledger_entries (id),
    n        BIGINT NOT NULL,
    account  TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount   BIGINT NOT NULL CHECK (amount <> 0),
    step     BIGINT NOT NULL CHECK (step >= 0),
    PRIMARY KEY (entry_id, n)
);
-- Balances read this index alone; statements walk it.
CREATE INDEX ledger_postings_account ON ledger_postings (account, currency, step, amount);
CREATE UNIQUE INDEX ledger_postings_step ON ledger_postings (account, currency, step) WHERE step > 0;
