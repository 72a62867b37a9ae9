package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
)

// maxGroup bounds how many transactions share a commit, so that the first of them does not wait for ever.
const maxGroup = 64

// writer is the only way to write to SQLite from this process: a gate with one connection behind it.
//
// Whoever holds mu may write. A transaction that finishes while others wait leaves its work uncommitted in the open
// group and passes the gate on; the last one, or the one that fills the group, commits for all. Nobody returns
// before that commit. A writer of another connection (see gated.go) commits the open group before it starts.
type writer struct {
	db       *sql.DB
	conn     *sql.Conn
	ctx      context.Context // of the process: a transaction's own must not end the group
	batching bool
	commits  *atomic.Int64

	waiting atomic.Int32
	mu      sync.Mutex
	open    *group // guarded by mu
}

// errEnded is the failure of a transaction whose function never returned.
var errEnded = errors.New("storage: the transaction's goroutine ended")

// group is the set of transactions that share one commit. err may be read once done is closed.
type group struct {
	tx      *sql.Tx
	members int
	done    chan struct{}
	err     error
}

func dsn(file string, pragmas ...string) string {
	q := url.Values{}
	for _, p := range append(pragmas, "busy_timeout(10000)", "foreign_keys(1)", "temp_store(MEMORY)") {
		q.Add("_pragma", p)
	}
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(file), RawQuery: q.Encode()}).String()
}

// FULL makes each commit durable before anybody is answered; NORMAL would lose the last ones at a power cut.
func writeDSN(file string) string {
	return dsn(file, "journal_mode(WAL)", "synchronous(FULL)", "cache_size(-32768)", "wal_autocheckpoint(4000)") + "&_txlock=immediate"
}

func readDSN(file string) string {
	return dsn(file, "query_only(1)", "cache_size(-4096)")
}

func openWriter(ctx context.Context, file string, batching bool, commits *atomic.Int64) (*writer, error) {
	db := sql.OpenDB(cachingConnector{writeDSN(file)})
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	return &writer{db: db, conn: conn, ctx: context.WithoutCancel(ctx), batching: batching, commits: commits}, nil
}

// Close closes the connection. A transaction that counted on this one to join its group is committed first.
func (w *writer) Close() error {
	w.enterAlone()
	defer w.mu.Unlock()
	_ = w.conn.Close()
	return w.db.Close()
}

// enter waits for the gate. The count lets the holder see whether anybody would join its group.
func (w *writer) enter() {
	w.waiting.Add(1)
	w.mu.Lock()
	w.waiting.Add(-1)
}

// enterAlone waits for the gate on behalf of another connection and settles the open group first.
func (w *writer) enterAlone() {
	w.enter()
	if w.open != nil {
		w.commit()
	}
}

// run executes body as one transaction and returns when it is durable, or undone.
func (w *writer) run(body func(*sql.Tx) error) error {
	w.enter()
	g, err := w.join()
	if err != nil {
		w.mu.Unlock()
		return err
	}
	err = w.member(g, body)
	<-g.done
	if err != nil {
		return err
	}
	return g.err
}

// join returns the open group, beginning one where there is none.
func (w *writer) join() (*group, error) {
	if w.open == nil {
		tx, err := w.conn.BeginTx(w.ctx, nil)
		if err != nil {
			return nil, fmt.Errorf("begin: %w", err)
		}
		w.open = &group{tx: tx, done: make(chan struct{})}
	}
	return w.open, nil
}

// member runs body inside a savepoint: its failure undoes its own work and nothing else. It opens the gate again.
func (w *writer) member(g *group, body func(*sql.Tx) error) (failure error) {
	failure = errEnded // stays when body ends its goroutine, as t.Fatal does: then only the deferred call runs
	defer func() { w.leave(g, failure) }()
	if err := w.simple("SAVEPOINT member"); err != nil {
		g.err = fmt.Errorf("savepoint: %w", err)
		return g.err
	}
	return body(g.tx)
}

// leave ends the savepoint, commits the group unless somebody will join it, and passes the gate on.
func (w *writer) leave(g *group, failure error) {
	if g.err == nil && failure != nil {
		if err := w.simple("ROLLBACK TO member"); err != nil {
			// SQLite undoes the whole transaction on a full disk or an I/O error: then nobody's work is there.
			g.err = fmt.Errorf("roll back to savepoint: %w", err)
		}
	}
	if g.err == nil {
		if err := w.simple("RELEASE member"); err != nil {
			g.err = fmt.Errorf("release savepoint: %w", err)
		}
	}
	g.members++
	if g.err != nil || !w.batching || g.members >= maxGroup || w.waiting.Load() == 0 {
		w.commit()
	}
	w.mu.Unlock()
}

// commit ends the open group and tells its members.
func (w *writer) commit() {
	g := w.open
	w.open = nil
	if g.err != nil {
		_ = g.tx.Rollback()
	} else if err := g.tx.Commit(); err != nil {
		_ = g.tx.Rollback()
		g.err = fmt.Errorf("commit: %w", err)
	} else {
		w.commits.Add(1)
	}
	close(g.done)
}

func (w *writer) simple(query string) error {
	_, err := w.conn.ExecContext(w.ctx, query)
	return err
}
