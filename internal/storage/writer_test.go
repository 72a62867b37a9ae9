package storage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"testing"

	"github.com/souk-market/souk/internal/kernel/clock"
)

func openGroup(t testing.TB, cfg Config) *DB {
	t.Helper()
	cfg.Dir = t.TempDir()
	db, err := Open(t.Context(), cfg, clock.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	if err := db.InTx(t.Context(), func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, "CREATE TABLE test_rows (id TEXT PRIMARY KEY, n BIGINT NOT NULL)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return db
}

// queue lets the first transaction hold the gate until all others wait at it, and returns what each of them got.
func queue(db *DB, n int, body func(i int, ctx context.Context, tx *Tx) error) []error {
	inside := make(chan struct{})
	errs := make([]error, n)
	var wg sync.WaitGroup
	wg.Go(func() {
		errs[0] = db.InTx(context.Background(), func(ctx context.Context, tx *Tx) error {
			close(inside)
			for db.writer.waiting.Load() < int32(n-1) {
				runtime.Gosched()
			}
			return body(0, ctx, tx)
		})
	})
	<-inside
	for i := 1; i < n; i++ {
		wg.Go(func() {
			errs[i] = db.InTx(context.Background(), func(ctx context.Context, tx *Tx) error { return body(i, ctx, tx) })
		})
	}
	wg.Wait()
	return errs
}

func insert(i int, ctx context.Context, tx *Tx) error {
	_, err := tx.Exec(ctx, "INSERT INTO test_rows (id, n) VALUES ($1, $2)", fmt.Sprint(i), i)
	return err
}

func rowCount(t *testing.T, db *DB) (n int) {
	t.Helper()
	if err := db.Reader().QueryRow(t.Context(), "SELECT COUNT(*) FROM test_rows").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTransactionsThatWaitTogetherShareOneCommit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		cfg     Config
		n       int
		commits int64
	}{
		"group commit":                  {Config{}, 20, 1},
		"a full group does not wait":    {Config{}, maxGroup + 6, 2},
		"without, each has its own":     {Config{NoGroupCommit: true}, 20, 20},
		"one alone is not kept waiting": {Config{}, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := openGroup(t, c.cfg)
			before := db.Stats()
			if err := errors.Join(queue(db, c.n, insert)...); err != nil {
				t.Fatal(err)
			}
			after := db.Stats()
			if got := after.Commits - before.Commits; got != c.commits || after.Transactions-before.Transactions != int64(c.n) {
				t.Errorf("%d commits for %d transactions, want %d", got, after.Transactions-before.Transactions, c.commits)
			}
			if got := rowCount(t, db); got != c.n {
				t.Errorf("%d rows, want %d", got, c.n)
			}
		})
	}
}

// Nobody is answered, and no hook runs, before the commit that all share.
func TestNobodyInAGroupIsAnsweredBeforeItsCommit(t *testing.T) {
	t.Parallel()
	db := openGroup(t, Config{})
	before := db.Stats().Commits
	errs := queue(db, 10, func(i int, ctx context.Context, tx *Tx) error {
		if db.Stats().Commits != before {
			t.Error("committed before the last of the group")
		}
		if rowCount(t, db) != 0 {
			t.Error("a reader sees what is not committed")
		}
		tx.OnCommit(func() {
			if db.Stats().Commits != before+1 || rowCount(t, db) != 10 {
				t.Error("a hook ran before the commit")
			}
		})
		return insert(i, ctx, tx)
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func TestAFailingMemberTakesNobodyWithIt(t *testing.T) {
	t.Parallel()
	db := openGroup(t, Config{})
	wanted := errors.New("wanted")
	errs := queue(db, 12, func(i int, ctx context.Context, tx *Tx) error {
		if err := insert(i, ctx, tx); err != nil {
			return err
		}
		switch i % 4 {
		case 1:
			return wanted
		case 2:
			return insert(i, ctx, tx) // breaks the primary key
		case 3: // leaves its rows open: the next one must not suffer
			_, err := tx.Query(ctx, "SELECT id FROM test_rows ORDER BY id")
			return errors.Join(err, wanted)
		}
		return nil
	})
	for i, err := range errs {
		if (err == nil) != (i%4 == 0) {
			t.Errorf("transaction %d: %v", i, err)
		}
	}
	if got := rowCount(t, db); got != 3 {
		t.Errorf("%d rows, want 3", got)
	}
}

// When SQLite gives up the whole transaction (full disk, I/O error), every member is told so.
func TestWhenTheWholeGroupIsLostEveryMemberIsTold(t *testing.T) {
	t.Parallel()
	db := openGroup(t, Config{})
	errs := queue(db, 5, func(i int, ctx context.Context, tx *Tx) error {
		if err := insert(i, ctx, tx); err != nil {
			return err
		}
		if i == 0 {
			_, err := tx.Exec(ctx, "ROLLBACK") // as SQLite does by itself then
			return err
		}
		return nil
	})
	lost := 0
	for _, err := range errs {
		if err != nil {
			lost++
		}
	}
	if got := rowCount(t, db); got != 5-lost || errs[0] == nil {
		t.Errorf("%d rows stored, %d transactions told that they failed, the first %v", got, lost, errs[0])
	}
	if err := errors.Join(queue(db, 3, func(i int, ctx context.Context, tx *Tx) error { return insert(100+i, ctx, tx) })...); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
