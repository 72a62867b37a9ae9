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

const entryColumns = `id, log, seq, at, action, action_zh, action_en, by_account, by_user, by_name, via, address, agent,
    object, before_json, after_json, reason, prev_hash, hash`

const selectEntrySQL = `SELECT ` + entryColumns + ` FROM audit_entries WHERE id = $1`

func getEntry(ctx context.Context, q storage.Querier, entryID string) (Entry, error) {
	return scanEntry(q.QueryRow(ctx, selectEntrySQL, entryID))
}

func scanEntry(row interface{ Scan(...any) error }) (Entry, error) {
	var e Entry
	var at int64
	o := &e.Origin
	err := row.Scan(&e.ID, &e.Log, &e.Seq, &at, &e.Action.Code, &e.Action.Name.ZH, &e.Action.Name.EN, &o.AccountID, &o.UserID, &o.Name,
		&o.Via, &o.Address, &o.Agent, &e.Object, &e.Before, &e.After, &e.Reason, &e.PrevHash, &e.Hash)
	e.At = storage.FromMicros(at)
	return e, err
}

// query is a page of a list: entries with ids in [after, before).
type query struct {
	scope         Scope
	filter        Filter
	after, before string
	limit         int
}

// listed are the filters that every list has, from $4 on; $1 is what leads the list. An owner ($10) finds nothing by what
// it is not shown: who acted for the marketplace, and from where.
const listed = ` AND id >= $2 AND id < $3
    AND ($4 = '' OR log = $4)
    AND ($5 = '' OR object = $5)
    AND ($6 = '' OR by_user = $6)
    AND ($7 = '' OR address = $7)
    AND ($8 = '' OR action LIKE $8 ESCAPE '!')
    AND ($9 = '' OR LOWER(action_zh) LIKE $9 ESCAPE '!' OR LOWER(action_en) LIKE $9 ESCAPE '!' OR LOWER(action) LIKE $9 ESCAPE '!'
        OR LOWER(object) LIKE $9 ESCAPE '!' OR LOWER(reason) LIKE $9 ESCAPE '!' OR LOWER(before_json) LIKE $9 ESCAPE '!'
        OR LOWER(after_json) LIKE $9 ESCAPE '!' OR LOWER(by_name) LIKE $9 ESCAPE '!' AND ($10 = '' OR by_account IN ('', $10)))
    AND ($10 = '' OR $6 = '' AND $7 = '' OR by_account IN ('', $10))
ORDER BY id DESC LIMIT $11`

// Each way into the entries has an index that also gives the order, so a page costs what it shows.
const (
	listByObjectSQL = `SELECT ` + entryColumns + ` FROM audit_entries WHERE object = $1` + listed
	listByUserSQL   = `SELECT ` + entryColumns + ` FROM audit_entries WHERE by_user = $1` + listed
	listByLogSQL    = `SELECT ` + entryColumns + ` FROM audit_entries WHERE log = $1` + listed
	listSQL         = `SELECT ` + entryColumns + ` FROM audit_entries WHERE $1 = ''` + listed
)

func listEntries(ctx context.Context, q storage.Querier, l query) ([]Entry, error) {
	f, log := l.filter, l.scope.log
	if l.scope.all {
		log = f.Log
	}
	if !l.scope.sees(log) && !l.scope.all {
		return nil, nil
	}
	text, lead := listSQL, ""
	switch {
	case f.Object != "":
		text, lead = listByObjectSQL, f.Object
	case f.UserID != "":
		text, lead = listByUserSQL, f.UserID
	case log != "":
		text, lead = listByLogSQL, log
	}
	rows, err := q.Query(ctx, text, lead, l.after, l.before, log, f.Object, f.UserID, f.Address, f.pattern(), storage.Contains(f.Text),
		l.scope.log, l.limit)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []Entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, rows.Err()
}
