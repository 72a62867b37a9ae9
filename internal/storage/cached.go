package storage

import (
	"context"
	"database/sql/driver"
	"regexp"
	"strings"

	"modernc.org/sqlite"
)

// cachingConnector opens SQLite connections that keep their statements prepared: preparing costs as much as running a
// small statement, and the job library prepares nothing by itself. (PostgreSQL's driver does the same on its own.)
type cachingConnector struct{ dsn string }

// Connect opens a connection.
func (c cachingConnector) Connect(context.Context) (driver.Conn, error) { return c.open() }

func (c cachingConnector) open() (*cachedConn, error) {
	conn, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, err
	}
	return &cachedConn{sqliteConn: conn.(sqliteConn), stmts: map[string]*cachedStmt{}}, nil
}

// Driver is SQLite's.
func (c cachingConnector) Driver() driver.Driver { return &sqlite.Driver{} }

// sqliteConn is what the SQLite driver's connection can do.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
	driver.Pinger
}

// sqliteStmt is what the SQLite driver's prepared statement can do.
type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// The statements kept for a connection: texts are constants, so both limits are far above what there is. Longer texts and
// scripts are migrations, which run once.
const (
	maxStatements    = 512
	maxStatementText = 8 << 10
)

// cachedConn is used from one goroutine at a time, as database/sql promises.
type cachedConn struct {
	sqliteConn
	stmts map[string]*cachedStmt
}

type cachedStmt struct {
	sqliteStmt
	busy bool // its rows are open: running it again would reset them
}

// get returns the prepared form of query when it can be used now.
func (c *cachedConn) get(ctx context.Context, query string) *cachedStmt {
	s := c.stmts[query]
	if s == nil {
		if len(query) > maxStatementText || strings.Contains(strings.TrimRight(query, "; \n"), ";") {
			return nil
		}
		stmt, err := c.PrepareContext(ctx, hideLimit(query))
		if err != nil {
			return nil // the plain call reports why
		}
		if len(c.stmts) >= maxStatements {
			c.clear()
		}
		s = &cachedStmt{sqliteStmt: stmt.(sqliteStmt)}
		c.stmts[query] = s
	}
	if s.busy {
		return nil
	}
	return s
}

var boundLimit = regexp.MustCompile(`\bLIMIT \$[0-9]+`)

// hideLimit keeps SQLite from planning a statement anew each time it runs: it looks at the value bound to a LIMIT while it plans, so
// every new binding makes the plan stale, which costs several times what a small statement does. It does not look into a sum.
func hideLimit(query string) string { return boundLimit.ReplaceAllString(query, "${0}+0") }

func (c *cachedConn) clear() {
	for q, s := range c.stmts {
		if !s.busy {
			_ = s.Close()
			delete(c.stmts, q)
		}
	}
}

// ExecContext runs a statement.
func (c *cachedConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if s := c.get(ctx, query); s != nil {
		return s.ExecContext(ctx, args)
	}
	return c.sqliteConn.ExecContext(ctx, query, args)
}

// QueryContext runs a statement that returns rows.
func (c *cachedConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s := c.get(ctx, query)
	if s == nil {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &cachedRows{rows, s}, nil
}

// Close finalises every statement and closes the connection.
func (c *cachedConn) Close() error {
	for _, s := range c.stmts {
		_ = s.Close()
	}
	c.stmts = nil
	return c.sqliteConn.Close()
}

type cachedRows struct {
	driver.Rows
	stmt *cachedStmt
}

// Close ends the statement's run.
func (r *cachedRows) Close() error { r.stmt.busy = false; return r.Rows.Close() }
