package storage

import (
	"context"
	"database/sql"
	"sync/atomic"
)

// reader runs queries on a pool of connections that cannot write.
type reader struct {
	*sql.DB
	n *atomic.Int64
}

// Query reads rows.
func (r reader) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	r.n.Add(1)
	return r.QueryContext(ctx, query, storable(args)...)
}

// QueryRow reads one row.
func (r reader) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	r.n.Add(1)
	return r.QueryRowContext(ctx, query, storable(args)...)
}
