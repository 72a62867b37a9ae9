package blob

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const getDaySQL = `SELECT files, bytes FROM blob_days WHERE owner_id = $1 AND day = $2`

// getDay is what an account uploaded on a day; nothing where there is no row.
func getDay(ctx context.Context, q storage.Querier, owner, day string) (used DayLimit, err error) {
	rows, err := q.Query(ctx, getDaySQL, owner, day)
	if err != nil {
		return DayLimit{}, fmt.Errorf("uploads of %s: %w", owner, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(&used.Files, &used.Bytes); err != nil {
			return DayLimit{}, fmt.Errorf("uploads of %s: %w", owner, err)
		}
	}
	return used, rows.Err()
}

const (
	// Only the last day is kept of an account.
	deleteDaysSQL = `DELETE FROM blob_days WHERE owner_id = $1 AND day < $2`
	insertDaySQL  = `INSERT INTO blob_days (owner_id, day, files, bytes) VALUES ($1, $2, 0, 0) ON CONFLICT DO NOTHING`
	// The condition decides between uploads at the same time.
	addToDaySQL = `
UPDATE blob_days SET files = files + 1, bytes = bytes + $3
WHERE owner_id = $1 AND day = $2 AND files < $4 AND bytes <= CAST($5 AS BIGINT) - $3`
)

// addToDay counts one file of a size; false means that it goes beyond the limit.
func addToDay(ctx context.Context, tx *storage.Tx, owner string, size int64, most DayLimit) (bool, error) {
	day := dayOf(tx.Now)
	_, err := tx.Exec(ctx, deleteDaysSQL, owner, day)
	if err == nil {
		_, err = tx.Exec(ctx, insertDaySQL, owner, day)
	}
	var n int64
	if err == nil {
		n, err = tx.Exec(ctx, addToDaySQL, owner, day, size, most.Files, most.Bytes)
	}
	if err != nil {
		return false, fmt.Errorf("count upload of %s: %w", owner, err)
	}
	return n == 1, nil
}
