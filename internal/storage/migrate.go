package storage

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrationLock is the PostgreSQL advisory lock that lets one node migrate at a time.
const migrationLock = 0x736f756b // "souk"

// Migrate brings the schema up to date, ours and the job library's, and returns the names of what it applied.
func (db *DB) Migrate(ctx context.Context) ([]string, error) {
	pool, dialect := db.pool, goose.DialectPostgres
	if db.dialect == SQLite {
		pool, dialect = db.jobs, goose.DialectSQLite3
	} else {
		conn, err := pool.Conn(ctx)
		if err != nil {
			return nil, err
		}
		defer func() { _ = conn.Close() }()
		if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
			return nil, fmt.Errorf("lock migrations: %w", err)
		}
		defer func() {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrationLock)
		}()
	}
	applied, err := migrateOurs(ctx, pool, dialect)
	if err != nil {
		return applied, fmt.Errorf("migrate: %w", err)
	}
	jobs, err := migrateJobs(ctx, db.JobDriver())
	if err != nil {
		return applied, fmt.Errorf("migrate jobs: %w", err)
	}
	return append(applied, jobs...), nil
}

func migrateOurs(ctx context.Context, pool *sql.DB, dialect goose.Dialect) ([]string, error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	// Each room numbers its own files within its ten, so a new file is often lower than the last one applied.
	p, err := goose.NewProvider(dialect, pool, files, goose.WithTableName("storage_migrations"), goose.WithAllowOutofOrder(true))
	if err != nil {
		return nil, err
	}
	results, err := p.Up(ctx)
	var applied []string
	for _, r := range results {
		applied = append(applied, r.Source.Path)
	}
	return applied, err
}

func migrateJobs(ctx context.Context, d riverdriver.Driver[*sql.Tx]) ([]string, error) {
	m, err := rivermigrate.New(d, nil)
	if err != nil {
		return nil, err
	}
	res, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err != nil {
		return nil, err
	}
	var applied []string
	for _, v := range res.Versions {
		applied = append(applied, fmt.Sprintf("jobs %d %s", v.Version, v.Name))
	}
	return applied, nil
}

// JobDriver is the job library's driver for this engine.
func (db *DB) JobDriver() riverdriver.Driver[*sql.Tx] {
	if db.dialect == SQLite {
		return riversqlite.New(db.jobs)
	}
	return riverdatabasesql.New(db.jobs)
}
