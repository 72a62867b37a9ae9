package storage_test

import (
	"context"
	"testing"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func TestATextThatNoEngineKeepsAlikeIsReplacedAndFoundNowhereElse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		withRows(t, db)
		if err := exec(t.Context(), db, insertRow, "a", 1); err != nil {
			t.Fatal(err)
		}
		count := func(ctx context.Context, q storage.Querier, id string) (n int) {
			if err := q.QueryRow(ctx, `SELECT COUNT(*) FROM test_rows WHERE id = $1`, id).Scan(&n); err != nil {
				t.Errorf("%q: %v", id, err)
			}
			return n
		}
		for _, id := range []string{"a\x00", "\xffa", "a\xed\xa0\x80"} {
			if n := count(t.Context(), db.Reader(), id); n != 0 {
				t.Errorf("%q: found %d", id, n)
			}
			if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
				if n := count(ctx, tx, id); n != 0 {
					t.Errorf("%q in a transaction: found %d", id, n)
				}
				_, err := tx.Exec(ctx, `UPDATE test_rows SET n = 2 WHERE id = $1`, id)
				return err
			}); err != nil {
				t.Errorf("%q: %v", id, err)
			}
		}
		if err := exec(t.Context(), db, insertRow, "b\x00\xff", 1); err != nil {
			t.Fatal(err)
		}
		if got := ids(t, db.Reader()); !got["b\uFFFD\uFFFD"] || len(got) != 2 {
			t.Errorf("stored %v", got)
		}
	})
}
