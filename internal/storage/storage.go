package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
)

// Dialect names the engine.
type Dialect string

// The engines.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// ErrNoRows is the absence of a row.
var ErrNoRows = sql.ErrNoRows

// ErrNested is a transaction begun inside another one.
var ErrNested = errors.New("storage: transaction inside a transaction")

// Config says which database to open.
type Config struct {
	// URL is postgres://… ; empty means SQLite in the file souk.db of Dir.
	URL string
	// Dir is the data folder for SQLite; it is made when missing.
	Dir string
	// NoGroupCommit gives every SQLite transaction a commit of its own, to compare.
	NoGroupCommit bool
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	dialect Dialect
	dir     string // of SQLite
	clock   *clock.Clock
	log     *slog.Logger

	writer *writer // SQLite: the gate and its connection
	pool   *sql.DB // PostgreSQL: transactions
	jobs   *sql.DB // what the job library may use
	read   reader

	transactions, commits, statements atomic.Int64
}

// Querier reads. A *Tx and the reader of a DB are Queriers.
type Querier interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *sql.Row
}

// Open opens the database; Migrate must run before the first use.
func Open(ctx context.Context, cfg Config, clk *clock.Clock, log *slog.Logger) (*DB, error) {
	db := &DB{clock: clk, log: log}
	var err error
	switch {
	case cfg.URL == "":
		err = db.openSQLite(ctx, cfg)
	case strings.HasPrefix(cfg.URL, "postgres://"), strings.HasPrefix(cfg.URL, "postgresql://"):
		err = db.openPostgres(ctx, cfg)
	default:
		err = errors.New("storage: the database address must start with postgres:// (leave it empty for SQLite)")
	}
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

func (db *DB) openSQLite(ctx context.Context, cfg Config) error {
	db.dialect, db.dir = SQLite, cfg.Dir
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	file := filepath.Join(cfg.Dir, "souk.db")
	w, err := openWriter(ctx, file, !cfg.NoGroupCommit, &db.commits)
	if err != nil {
		return fmt.Errorf("open %s: %w", file, err)
	}
	db.writer = w
	db.jobs = sql.OpenDB(gatedConnector{cachingConnector{writeDSN(file)}, w})
	db.jobs.SetMaxOpenConns(1) // River asks for one connection on SQLite
	read := sql.OpenDB(cachingConnector{readDSN(file)})
	read.SetMaxOpenConns(8)
	read.SetMaxIdleConns(8)
	db.read = reader{read, &db.statements}
	return read.PingContext(ctx)
}

// Dialect names the engine.
func (db *DB) Dialect() Dialect { return db.dialect }

// Clock is the business clock of the database's transactions.
func (db *DB) Clock() *clock.Clock { return db.clock }

// Reader reads outside transactions, from connections that cannot write.
func (db *DB) Reader() Querier { return db.read }

// JobPool is the pool for the job library alone; its writes pass the same gate as ours.
func (db *DB) JobPool() *sql.DB { return db.jobs }

// Stats counts work since the database was opened.
type Stats struct{ Transactions, Commits, Statements int64 }

// Stats returns the counters; on SQLite fewer commits than transactions shows the shared commits.
func (db *DB) Stats() Stats {
	return Stats{db.transactions.Load(), db.commits.Load(), db.statements.Load()}
}

// Ping proves that the database answers.
func (db *DB) Ping(ctx context.Context) error {
	var one int
	return db.Reader().QueryRow(ctx, "SELECT 1").Scan(&one)
}

// Close closes every connection. Transactions must have ended.
func (db *DB) Close() error {
	var errs []error
	if db.jobs != nil {
		errs = append(errs, db.jobs.Close())
	}
	if db.read.DB != nil {
		errs = append(errs, db.read.Close())
	}
	if db.writer != nil {
		errs = append(errs, db.writer.Close())
	}
	return errors.Join(errs...)
}

// Micros is how an instant is stored: microseconds since 1970 in UTC; the zero time is 0.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// FromMicros reads what Micros wrote.
func FromMicros(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
