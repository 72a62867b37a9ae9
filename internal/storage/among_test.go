package storage_test

import (
	"testing"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func TestASetOfIDsNarrowsAStatementAsItSays(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		for name, tc := range map[string]struct {
			set  storage.Among
			want map[string]bool
		}{
			"all":  {"", map[string]bool{"prd_1": true, "prd_2": true}},
			"none": {storage.AmongIDs(nil), map[string]bool{"prd_1": false, "prd_2": false}},
			"one":  {storage.AmongIDs([]string{"prd_1"}), map[string]bool{"prd_1": true, "prd_2": false, "prd_11": false, "rd_1": false}},
			"two":  {storage.AmongIDs([]string{"prd_2", "prd_1"}), map[string]bool{"prd_1": true, "prd_2": true, "prd_3": false}},
		} {
			for id, want := range tc.want {
				var found int
				err := db.Reader().QueryRow(t.Context(), `SELECT CASE WHEN ($1 = '' OR $1 LIKE '%,' || $2 || ',%') THEN 1 ELSE 0 END`, string(tc.set), id).Scan(&found)
				if err != nil || (found == 1) != want || tc.set.Has(id) != want {
					t.Errorf("%s has %s: statement %d, Has %t, want %t (%v)", name, id, found, tc.set.Has(id), want, err)
				}
			}
		}
	})
}
