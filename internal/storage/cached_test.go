package storage

import (
	"context"
	"testing"
)

const firstRowsSQL = `SELECT id FROM test_rows WHERE n > $1 ORDER BY n, id LIMIT $2`

func TestAKeptStatementReadsItsLimitEachTime(t *testing.T) {
	t.Parallel()
	db := openGroup(t, Config{})
	if err := db.InTx(t.Context(), func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO test_rows (id, n) VALUES ('a', 1), ('b', 2), ('c', 3)`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, limit := range []int{2, 0, 3, 1, 9} {
		got, err := Texts(db.Reader().Query(t.Context(), firstRowsSQL, 0, limit))
		if err != nil || len(got) != min(limit, 3) {
			t.Errorf("limit %d: %q, %v", limit, got, err)
		}
	}
}

func TestOnlyABoundLimitIsHidden(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		`SELECT 1 LIMIT $2`: `SELECT 1 LIMIT $2+0`,
		`SELECT (SELECT 1 LIMIT $12) FROM t LIMIT $1 -- x`: `SELECT (SELECT 1 LIMIT $12+0) FROM t LIMIT $1+0 -- x`,
		`SELECT 1 LIMIT 1`:  `SELECT 1 LIMIT 1`,
		`SELECT a_LIMIT $1`: `SELECT a_LIMIT $1`,
	} {
		if got := hideLimit(query); got != want {
			t.Errorf("%s became %s", query, got)
		}
	}
}

// BenchmarkBoundLimit is a statement that SQLite would plan each time if it saw the limit.
func BenchmarkBoundLimit(b *testing.B) {
	db := openGroup(b, Config{})
	for b.Loop() {
		if _, err := Texts(db.Reader().Query(b.Context(), firstRowsSQL, 0, 20)); err != nil {
			b.Fatal(err)
		}
	}
}
