package storage

import (
	"context"
	"database/sql"
	"fmt"
	"runtime/debug"
	"time"
)

// Tx is an open transaction. It belongs to one goroutine and dies with the function that InTx called.
type Tx struct {
	// Now is the instant of the transaction.
	Now     time.Time
	Dialect Dialect

	db       *DB
	raw      *sql.Tx
	onCommit []func()
	rows     []*sql.Rows
}

type inTxKey struct{}

// InTx runs fn in one transaction and commits it when fn returns nil. fn must use the context it is given: that one
// cannot be cancelled, because a cancelled statement would undo the transactions that share the commit. On PostgreSQL
// fn may run again after a deadlock, so it must have no effect outside tx; use OnCommit for such.
func (db *DB) InTx(ctx context.Context, fn func(context.Context, *Tx) error) error {
	if ctx.Value(inTxKey{}) != nil {
		return ErrNested
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	inner := context.WithValue(context.WithoutCancel(ctx), inTxKey{}, true)
	var hooks []func()
	body := func(raw *sql.Tx) error {
		tx := &Tx{Now: db.clock.Now(), Dialect: db.dialect, db: db, raw: raw}
		defer tx.closeRows()
		err := guard(func() error { return fn(inner, tx) })
		hooks = tx.onCommit
		return err
	}
	db.transactions.Add(1)
	var err error
	if db.writer != nil {
		err = db.writer.run(body)
	} else {
		err = db.runPostgres(inner, body)
	}
	if p, ok := err.(*panicked); ok {
		panic(fmt.Sprintf("%v\n%s", p.value, p.stack))
	}
	if err != nil {
		return err
	}
	for _, hook := range hooks {
		hook()
	}
	return nil
}

// panicked carries a panic out of a transaction, so that the transaction is rolled back first
// and others that share its commit are not taken along.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprint("panic: ", p.value) }

func guard(fn func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{v, debug.Stack()}
		}
	}()
	return fn()
}

// OnCommit has fn run once the transaction is durable. It is for nudges and caches only: a crash may lose it.
func (tx *Tx) OnCommit(fn func()) { tx.onCommit = append(tx.onCommit, fn) }

// Raw is the underlying transaction, for the job library alone.
func (tx *Tx) Raw() *sql.Tx { return tx.raw }

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	tx.db.statements.Add(1)
	res, err := tx.raw.ExecContext(ctx, query, storable(args)...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// Query reads rows inside the transaction; close them before the next statement.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	tx.db.statements.Add(1)
	rows, err := tx.raw.QueryContext(ctx, query, storable(args)...)
	if err == nil {
		tx.rows = append(tx.rows, rows)
	}
	return rows, err
}

// closeRows closes what the function forgot: on SQLite all transactions share the connection, and rows left open would
// keep its snapshot old for ever.
func (tx *Tx) closeRows() {
	for _, r := range tx.rows {
		_ = r.Close()
	}
}

// QueryRow reads one row inside the transaction.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	tx.db.statements.Add(1)
	return tx.raw.QueryRowContext(ctx, query, storable(args)...)
}

// ForUpdate is the suffix that locks the rows of a SELECT: needed on PostgreSQL, implied on SQLite.
func (tx *Tx) ForUpdate() string {
	if tx.Dialect == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// SkipLocked is ForUpdate for queues: rows that another transaction holds are passed over.
func (tx *Tx) SkipLocked() string {
	if tx.Dialect == Postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}
