package storage_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/souk-market/souk/internal/storage"
)

// TestMain turns the process into the victim of the crash test when it is asked to.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		if err := crashVictim(dir, os.Getenv(crashAlone) != ""); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

const createRows = `CREATE TABLE test_rows (id TEXT PRIMARY KEY, n BIGINT NOT NULL)`

func withRows(t testing.TB, db *storage.DB) *storage.DB {
	t.Helper()
	if err := exec(context.Background(), db, createRows); err != nil {
		t.Fatalf("create table: %v", err)
	}
	return db
}

func exec(ctx context.Context, db *storage.DB, query string, args ...any) error {
	return db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
}

const insertRow = `INSERT INTO test_rows (id, n) VALUES ($1, $2)`

// ids reads what is stored.
func ids(t testing.TB, q storage.Querier) map[string]bool {
	t.Helper()
	rows, err := q.Query(context.Background(), `SELECT id FROM test_rows ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	out := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		out[id] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
