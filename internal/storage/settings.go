package storage

import (
	"context"
	"errors"
)

const selectSetting = `SELECT value FROM storage_settings WHERE name = $1`

// Setting reads a shared setting; "" when it was never set.
func Setting(ctx context.Context, q Querier, name string) (string, error) {
	var v string
	err := q.QueryRow(ctx, selectSetting, name).Scan(&v)
	if errors.Is(err, ErrNoRows) {
		return "", nil
	}
	return v, err
}

const upsertSetting = `
INSERT INTO storage_settings (name, value, updated_at) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`

// SetSetting writes a shared setting.
func SetSetting(ctx context.Context, tx *Tx, name, value string) error {
	_, err := tx.Exec(ctx, upsertSetting, name, value, Micros(tx.Now))
	return err
}
