package storage

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
)

// reader runs queries on the read pool. On SQLite it keeps them prepared (PostgreSQL's driver does so by itself).
type reader struct {
	db      *sql.DB
	prepare bool
	n       *atomic.Int64

	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

// Query reads rows.
func (r *reader) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	r.n.Add(1)
	if s := r.stmt(ctx, query); s != nil {
		return s.QueryContext(ctx, args...)
	}
	return r.db.QueryContext(ctx, query, args...)
}

// QueryRow reads one row.
func (r *reader) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	r.n.Add(1)
	if s := r.stmt(ctx, query); s != nil {
		return s.QueryRowContext(ctx, args...)
	}
	return r.db.QueryRowContext(ctx, query, args...)
}

// stmt is the prepared form of query, or nil where it is not prepared: then the plain call reports why.
func (r *reader) stmt(ctx context.Context, query string) *sql.Stmt {
	if !r.prepare {
		return nil
	}
	r.mu.RLock()
	s, full := r.stmts[query], len(r.stmts) >= maxStatements
	r.mu.RUnlock()
	if s != nil || full {
		return s
	}
	s, err := r.db.PrepareContext(ctx, query)
	if err != nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if other := r.stmts[query]; other != nil {
		_ = s.Close()
		return other
	}
	if r.stmts == nil {
		r.stmts = map[string]*sql.Stmt{}
	}
	r.stmts[query] = s
	return s
}

// Close closes the pool.
func (r *reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for _, s := range r.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, r.db.Close())...)
}
