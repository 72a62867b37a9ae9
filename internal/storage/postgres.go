package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// Pool sizes for each node; PostgreSQL's own default is 100 connections in all.
const (
	writePool = 24
	readPool  = 12
)

func (db *DB) openPostgres(ctx context.Context, cfg Config) error {
	db.dialect = Postgres
	conf, err := pgx.ParseConfig(cfg.URL)
	if err != nil {
		return errors.New("storage: the database address cannot be read (its text is hidden as it may hold a password)")
	}
	conf.RuntimeParams["application_name"] = "souk"
	conf.RuntimeParams["timezone"] = "UTC"
	db.pool = openPool(conf, writePool)
	db.jobs = db.pool
	readOnly := conf.Copy()
	readOnly.RuntimeParams["default_transaction_read_only"] = "on"
	db.read = reader{openPool(readOnly, readPool), &db.statements}
	if err := db.pool.PingContext(ctx); err != nil {
		return fmt.Errorf("connect to PostgreSQL at %s:%d: %w", conf.Host, conf.Port, err)
	}
	return nil
}

func openPool(conf *pgx.ConnConfig, size int) *sql.DB {
	pool := stdlib.OpenDB(*conf)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool
}

// attempts is how often a transaction runs when PostgreSQL breaks it to resolve a deadlock. Between two of them it waits
// up to pause, twice as long each time, so that those who met do not meet again.
const (
	attempts = 10
	pause    = 5 * time.Millisecond
)

func (db *DB) runPostgres(ctx context.Context, body func(*sql.Tx) error) error {
	for n := 1; ; n++ {
		err := db.oncePostgres(ctx, body)
		if n == attempts || !deadlocked(err) {
			return err
		}
		time.Sleep(rand.N(pause << n))
	}
}

func (db *DB) oncePostgres(ctx context.Context, body func(*sql.Tx) error) error {
	raw, err := db.pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = raw.Rollback() }() // does nothing after a commit; also when body ends its goroutine, as t.Fatal does
	if err := body(raw); err != nil {
		return err
	}
	if err := raw.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	db.commits.Add(1)
	return nil
}

func deadlocked(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40P01" || pg.Code == "40001")
}
