package account

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

const countAccessKeysSQL = `SELECT COUNT(ak) FROM account_access_keys WHERE user_id = $1`

func countAccessKeys(ctx context.Context, tx *storage.Tx, userID string) (n int, err error) {
	err = tx.QueryRow(ctx, countAccessKeysSQL, userID).Scan(&n)
	return n, err
}

const insertAccessKeySQL = `
INSERT INTO account_access_keys (ak, user_id, sealed, description, state, created_at, last_used_at) VALUES ($1, $2, $3, $4, $5, $6, 0)`

func insertAccessKey(ctx context.Context, tx *storage.Tx, k AccessKey) error {
	_, err := tx.Exec(ctx, insertAccessKeySQL, k.AK, k.UserID, k.sealed, k.Description, string(k.State), storage.Micros(k.CreatedAt))
	return err
}

const accessKeyColumns = `ak, user_id, sealed, description, state, created_at, last_used_at`

func scanAccessKey(row scanner) (AccessKey, error) {
	var k AccessKey
	var created, used int64
	err := row.Scan(&k.AK, &k.UserID, &k.sealed, &k.Description, &k.State, &created, &used)
	if errors.Is(err, storage.ErrNoRows) {
		return AccessKey{}, ErrAccessKeyUnknown
	}
	k.CreatedAt, k.LastUsed = storage.FromMicros(created), storage.FromMicros(used)
	return k, err
}

const getAccessKeySQL = `SELECT ` + accessKeyColumns + ` FROM account_access_keys WHERE ak = $1`

func getAccessKey(ctx context.Context, q storage.Querier, ak string) (AccessKey, error) {
	return scanAccessKey(q.QueryRow(ctx, getAccessKeySQL, ak))
}

const listAccessKeysSQL = `SELECT ` + accessKeyColumns + ` FROM account_access_keys WHERE user_id = $1 ORDER BY created_at DESC, ak`

func listAccessKeys(ctx context.Context, q storage.Querier, userID string) ([]AccessKey, error) {
	rows, err := q.Query(ctx, listAccessKeysSQL, userID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []AccessKey
	for rows.Next() {
		k, err := scanAccessKey(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, rows.Err()
}

const updateAccessKeyStateSQL = `UPDATE account_access_keys SET state = $3 WHERE ak = $1 AND user_id = $2`

func updateAccessKeyState(ctx context.Context, tx *storage.Tx, userID, ak string, to State) (int64, error) {
	return tx.Exec(ctx, updateAccessKeyStateSQL, ak, userID, string(to))
}

const deleteAccessKeySQL = `DELETE FROM account_access_keys WHERE ak = $1 AND user_id = $2`

func deleteAccessKey(ctx context.Context, tx *storage.Tx, userID, ak string) (int64, error) {
	return tx.Exec(ctx, deleteAccessKeySQL, ak, userID)
}

const updateAccessKeyUseSQL = `UPDATE account_access_keys SET last_used_at = $2 WHERE ak = $1 AND last_used_at < $2`

func updateAccessKeyUse(ctx context.Context, tx *storage.Tx, ak string, now time.Time) error {
	_, err := tx.Exec(ctx, updateAccessKeyUseSQL, ak, storage.Micros(now))
	return err
}
