package storage

import (
	"context"
	"database/sql/driver"
	"sync"
)

// gatedConnector opens further SQLite connections whose writes wait at the same gate as ours. The job library needs a
// *sql.DB of its own; without the gate the two would meet in SQLite's lock, where waiting is a sleep and order is luck.
type gatedConnector struct {
	cachingConnector
	writer *writer
}

// Connect opens a connection.
func (c gatedConnector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.open()
	if err != nil {
		return nil, err
	}
	return &gatedConn{cachedConn: conn, writer: c.writer}, nil
}

// gatedConn holds the gate from the begin of a transaction to its end, and for each statement outside of one.
type gatedConn struct {
	*cachedConn
	writer *writer
	inTx   bool // database/sql uses a connection from one goroutine at a time
}

// BeginTx waits for the gate and begins.
func (c *gatedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	c.writer.enterAlone()
	tx, err := c.cachedConn.BeginTx(ctx, opts)
	if err != nil {
		c.writer.mu.Unlock()
		return nil, err
	}
	c.inTx = true
	return &gatedTx{tx, c}, nil
}

type gatedTx struct {
	driver.Tx
	conn *gatedConn
}

func (t *gatedTx) end() { t.conn.inTx = false; t.conn.writer.mu.Unlock() }

// Commit commits and opens the gate.
func (t *gatedTx) Commit() error { defer t.end(); return t.Tx.Commit() }

// Rollback rolls back and opens the gate.
func (t *gatedTx) Rollback() error { defer t.end(); return t.Tx.Rollback() }

// PrepareContext prepares a statement that waits for the gate each time it runs.
func (c *gatedConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	stmt, err := c.cachedConn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &gatedStmt{sqliteStmt: stmt.(sqliteStmt), conn: c}, nil
}

type gatedStmt struct {
	sqliteStmt
	conn *gatedConn
}

// ExecContext runs the statement; see gatedConn.exec.
func (s *gatedStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return s.conn.exec(func() (driver.Result, error) { return s.sqliteStmt.ExecContext(ctx, args) })
}

// QueryContext runs the statement; see gatedConn.query.
func (s *gatedStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.conn.query(func() (driver.Rows, error) { return s.sqliteStmt.QueryContext(ctx, args) })
}

// ExecContext runs a statement; see exec.
func (c *gatedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return c.exec(func() (driver.Result, error) { return c.cachedConn.ExecContext(ctx, query, args) })
}

// QueryContext runs a statement; see query.
func (c *gatedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.query(func() (driver.Rows, error) { return c.cachedConn.QueryContext(ctx, query, args) })
}

// exec runs a statement, waiting for the gate unless a transaction holds it.
func (c *gatedConn) exec(run func() (driver.Result, error)) (driver.Result, error) {
	if !c.inTx {
		c.writer.enterAlone()
		defer c.writer.mu.Unlock()
	}
	return run()
}

// query runs a statement that returns rows (it may write: RETURNING) and holds the gate until they are closed.
func (c *gatedConn) query(run func() (driver.Rows, error)) (driver.Rows, error) {
	if c.inTx {
		return run()
	}
	c.writer.enterAlone()
	rows, err := run()
	if err != nil {
		c.writer.mu.Unlock()
		return nil, err
	}
	return &gatedRows{Rows: rows, open: sync.OnceFunc(c.writer.mu.Unlock)}, nil
}

type gatedRows struct {
	driver.Rows
	open func()
}

// Close ends the statement and opens the gate.
func (r *gatedRows) Close() error { defer r.open(); return r.Rows.Close() }
