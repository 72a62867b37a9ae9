package blob

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

const getRaiseSQL = `SELECT files, bytes, until, reason FROM blob_raises WHERE owner_id = $1 AND until >= $2`

// getRaise is the raise of an account that is in force on a day; none where there is no row, or an old one.
func getRaise(ctx context.Context, q storage.Querier, owner, day string) (r Raise, err error) {
	rows, err := q.Query(ctx, getRaiseSQL, owner, day)
	if err != nil {
		return Raise{}, fmt.Errorf("raised limit of %s: %w", owner, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var until string
		if err = rows.Scan(&r.Files, &r.Bytes, &until, &r.Reason); err == nil {
			r.Until, err = dayTime(until)
		}
		if err != nil {
			return Raise{}, fmt.Errorf("raised limit of %s: %w", owner, err)
		}
	}
	return r, rows.Err()
}

const (
	deleteRaiseSQL = `DELETE FROM blob_raises WHERE owner_id = $1`
	saveRaiseSQL   = `
INSERT INTO blob_raises (owner_id, files, bytes, until, reason) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (owner_id) DO UPDATE SET files = excluded.files, bytes = excluded.bytes, until = excluded.until, reason = excluded.reason`
)

func saveRaise(ctx context.Context, tx *storage.Tx, owner string, r Raise) (err error) {
	if r.On() {
		_, err = tx.Exec(ctx, saveRaiseSQL, owner, r.Files, r.Bytes, dayOf(r.Until), r.Reason)
	} else {
		_, err = tx.Exec(ctx, deleteRaiseSQL, owner)
	}
	if err != nil {
		return fmt.Errorf("raise limit of %s: %w", owner, err)
	}
	return nil
}
