package audit

import (
	"context"

	"github.com/souk-market/souk/internal/storage"
)

// lockChainSQL makes the chain's row if there is none, takes its lock on either engine and returns its end.
const lockChainSQL = `
INSERT INTO audit_chains (log, seq, hash) VALUES ($1, 0, '')
ON CONFLICT (log) DO UPDATE SET seq = audit_chains.seq
RETURNING seq, hash`

func lockChain(ctx context.Context, tx *storage.Tx, log string) (seq int64, hash string, err error) {
	err = tx.QueryRow(ctx, lockChainSQL, log).Scan(&seq, &hash)
	return seq, hash, err
}

const updateChainSQL = `UPDATE audit_chains SET seq = $2, hash = $3 WHERE log = $1`

func updateChain(ctx context.Context, tx *storage.Tx, log string, seq int64, hash string) error {
	_, err := tx.Exec(ctx, updateChainSQL, log, seq, hash)
	return err
}

const insertEntrySQL = `
INSERT INTO audit_entries (id, log, seq, at, action, action_zh, action_en, by_account, by_user, by_name, via, address, agent,
    object, before_json, after_json, reason, prev_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`

func insertEntry(ctx context.Context, tx *storage.Tx, e Entry) error {
	o := e.Origin
	_, err := tx.Exec(ctx, insertEntrySQL, e.ID, e.Log, e.Seq, storage.Micros(e.At), e.Action.Code, e.Action.Name.ZH, e.Action.Name.EN,
		o.AccountID, o.UserID, o.Name, o.Via, o.Address, o.Agent, e.Object, e.Before, e.After, e.Reason, e.PrevHash, e.Hash)
	return err
}
