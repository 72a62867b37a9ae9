// Package storetest runs one test on both engines, each time on a fresh, migrated database.
//
// Invariants:
//
//  1. A missing PostgreSQL is a failure, never a skip; SOUK_TEST_ENGINES=sqlite leaves it out on purpose.
//  2. Tests share nothing and run in parallel.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the administration connection below

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

// Start is where the clock of a test stands: Sunday, 22 November 2026, 10:00 in Shanghai.
func Start() time.Time { return time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC) }

// Run runs fn as parallel subtests "sqlite" and "postgres".
func Run(t *testing.T, fn func(t *testing.T, db *storage.DB, clk *clock.Clock)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		clk := clock.At(Start())
		fn(t, OpenSQLite(t, clk), clk)
	})
	if os.Getenv("SOUK_TEST_ENGINES") == "sqlite" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		clk := clock.At(Start())
		fn(t, OpenPostgres(t, clk), clk)
	})
}

// Engines runs fn as parallel subtests "sqlite" and "postgres", for programs that open the database themselves: the
// address of a fresh, migrated PostgreSQL database, or nothing for SQLite in a folder of the test's own.
func Engines(t *testing.T, fn func(t *testing.T, cfg storage.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, storage.Config{})
	})
	if os.Getenv("SOUK_TEST_ENGINES") == "sqlite" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, storage.Config{URL: PostgresURL(t)})
	})
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// sqliteTemplate is the bytes of a migrated database, made once for each test process.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "souk-template")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	db, err := storage.Open(context.Background(), storage.Config{Dir: dir}, clock.At(Start()), quiet())
	if err != nil {
		return nil, err
	}
	if _, err := db.Migrate(context.Background()); err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil { // the last close folds the WAL into the file
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "souk.db"))
})

// OpenSQLite opens a fresh, migrated SQLite database that ends with the test.
func OpenSQLite(t testing.TB, clk *clock.Clock) *storage.DB {
	t.Helper()
	raw, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("make SQLite template: %v", err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "souk.db"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, storage.Config{Dir: dir}, clk)
}

// OpenPostgres opens a fresh, migrated PostgreSQL database that ends with the test.
func OpenPostgres(t testing.TB, clk *clock.Clock) *storage.DB {
	t.Helper()
	return open(t, storage.Config{URL: PostgresURL(t)}, clk)
}

func open(t testing.TB, cfg storage.Config, clk *clock.Clock) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), cfg, clk, quiet())
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

// PostgresURL makes a fresh, migrated PostgreSQL database and returns its address; it is dropped after the test.
func PostgresURL(t testing.TB) string {
	t.Helper()
	base := os.Getenv("SOUK_TEST_POSTGRES")
	if base == "" {
		t.Fatal("no PostgreSQL for the tests: run them by `make test`, or set SOUK_TEST_POSTGRES=postgres://… (SOUK_TEST_ENGINES=sqlite leaves PostgreSQL out)")
	}
	template, err := postgresTemplate()
	if err != nil {
		t.Fatalf("make PostgreSQL template: %v", err)
	}
	name := "souk_t_" + strings.ToLower(rand.Text()[:16])
	if err := admin(base, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, template)); err != nil {
		t.Fatalf("create database: %v", err)
	}
	t.Cleanup(func() {
		if err := admin(base, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop database: %v", err)
		}
	})
	return withDatabase(base, name)
}

// postgresTemplate is the name of a migrated database, made once for each test process.
var postgresTemplate = sync.OnceValues(func() (string, error) {
	base := os.Getenv("SOUK_TEST_POSTGRES")
	name := "souk_tpl_" + strings.ToLower(rand.Text()[:16])
	if err := admin(base, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	db, err := storage.Open(context.Background(), storage.Config{URL: withDatabase(base, name)}, clock.At(Start()), quiet())
	if err != nil {
		return "", err
	}
	_, err = db.Migrate(context.Background())
	if cerr := db.Close(); err == nil {
		err = cerr
	}
	return name, err
})

func withDatabase(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		return base
	}
	u.Path = "/" + name
	return u.String()
}

// admin runs one statement on the server's own database. Creating from a template waits for its turn.
func admin(base, stmt string) error {
	db, err := sql.Open("pgx", base)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	_, err = db.Exec(stmt)
	return err
}
