package account

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

type session struct {
	hash, accountID, data string
	expires               time.Time
}

const getSessionSQL = `SELECT data FROM account_sessions WHERE hash = $1 AND expires_at > $2`

func getSession(ctx context.Context, q storage.Querier, hash string, now time.Time) (data string, err error) {
	err = q.QueryRow(ctx, getSessionSQL, hash, storage.Micros(now)).Scan(&data)
	return data, err
}

const upsertSessionSQL = `
INSERT INTO account_sessions (hash, account_id, data, expires_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (hash) DO UPDATE SET account_id = excluded.account_id, data = excluded.data, expires_at = excluded.expires_at`

func upsertSession(ctx context.Context, tx *storage.Tx, s session) error {
	_, err := tx.Exec(ctx, upsertSessionSQL, s.hash, s.accountID, s.data, storage.Micros(s.expires))
	return err
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
