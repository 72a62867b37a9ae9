package account

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

type session struct {
	id, hash, accountID, data, agent, address string
	created, seen, expires                    time.Time
}

const sessionColumns = `id, hash, account_id, data, agent, address, created_at, seen_at, expires_at`

func scanSession(row scanner) (x session, err error) {
	var created, seen, expires int64
	err = row.Scan(&x.id, &x.hash, &x.accountID, &x.data, &x.agent, &x.address, &created, &seen, &expires)
	x.created, x.seen, x.expires = storage.FromMicros(created), storage.FromMicros(seen), storage.FromMicros(expires)
	return x, err
}

const getSessionSQL = `SELECT ` + sessionColumns + ` FROM account_sessions WHERE hash = $1 AND expires_at > $2`

func getSession(ctx context.Context, q storage.Querier, hash string, now time.Time) (session, error) {
	return scanSession(q.QueryRow(ctx, getSessionSQL, hash, storage.Micros(now)))
}

// A session that is written again keeps its id and its beginning.
const upsertSessionSQL = `
INSERT INTO account_sessions (id, hash, account_id, data, agent, address, created_at, seen_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (hash) DO UPDATE SET account_id = excluded.account_id, data = excluded.data, agent = excluded.agent,
    address = excluded.address, seen_at = excluded.seen_at, expires_at = excluded.expires_at`

func upsertSession(ctx context.Context, tx *storage.Tx, s session) error {
	_, err := tx.Exec(ctx, upsertSessionSQL, s.id, s.hash, s.accountID, s.data, s.agent, s.address, storage.Micros(s.created),
		storage.Micros(s.seen), storage.Micros(s.expires))
	return err
}

const touchSessionSQL = `UPDATE account_sessions SET seen_at = $2 WHERE hash = $1 AND seen_at < $2`

func touchSession(ctx context.Context, tx *storage.Tx, hash string, now time.Time) error {
	_, err := tx.Exec(ctx, touchSessionSQL, hash, storage.Micros(now))
	return err
}

const listSessionsSQL = `SELECT ` + sessionColumns + ` FROM account_sessions
WHERE account_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, id DESC LIMIT 200`

func listSessions(ctx context.Context, q storage.Querier, accountID string, now time.Time) ([]session, error) {
	rows, err := q.Query(ctx, listSessionsSQL, accountID, storage.Micros(now))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []session
	for rows.Next() {
		x, err := scanSession(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

const endSessionSQL = `DELETE FROM account_sessions WHERE account_id = $1 AND id = $2`

func endSession(ctx context.Context, tx *storage.Tx, accountID, id string) (int64, error) {
	return tx.Exec(ctx, endSessionSQL, accountID, id)
}

const deleteSessionSQL = `DELETE FROM account_sessions WHERE hash = $1`

func deleteSession(ctx context.Context, tx *storage.Tx, hash string) error {
	_, err := tx.Exec(ctx, deleteSessionSQL, hash)
	return err
}

const deleteOtherSessionsSQL = `DELETE FROM account_sessions WHERE account_id = $1 AND hash <> $2`

func deleteOtherSessions(ctx context.Context, tx *storage.Tx, accountID, keep string) error {
	_, err := tx.Exec(ctx, deleteOtherSessionsSQL, accountID, keep)
	return err
}

const deleteExpiredSessionsSQL = `DELETE FROM account_sessions WHERE expires_at <= $1`

func deleteExpiredSessions(ctx context.Context, tx *storage.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, deleteExpiredSessionsSQL, storage.Micros(now))
	return err
}
