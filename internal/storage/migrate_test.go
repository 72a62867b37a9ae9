package storage_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// A database of an older build takes what came since, also where its number is lower than the last one that it has.
func TestAnOlderDatabaseTakesWhatCameSince(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			if _, err := tx.Exec(ctx, `DROP TABLE blob_gone`); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `DELETE FROM storage_migrations WHERE version_id = 21`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for _, want := range [][]string{{"0021_blob_gone.sql"}, nil} {
			applied, err := db.Migrate(t.Context())
			if diff := cmp.Diff(want, applied); diff != "" || err != nil {
				t.Errorf("%s (%v)", diff, err)
			}
		}
		var n int
		if err := db.Reader().QueryRow(t.Context(), `SELECT COUNT(*) FROM blob_gone`).Scan(&n); err != nil {
			t.Error(err)
		}
	})
}
