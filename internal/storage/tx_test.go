package storage_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func TestATransactionInsideATransactionIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		err := db.InTx(t.Context(), func(ctx context.Context, _ *storage.Tx) error {
			return db.InTx(ctx, func(context.Context, *storage.Tx) error { return nil })
		})
		if !errors.Is(err, storage.ErrNested) {
			t.Errorf("got %v", err)
		}
	})
}

func TestNowIsOneInstantForTheWholeTransaction(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		for range 2 {
			began := clk.Now()
			if err := db.InTx(t.Context(), func(_ context.Context, tx *storage.Tx) error {
				clk.Advance(time.Hour)
				if !tx.Now.Equal(began) || tx.Dialect != db.Dialect() {
					t.Errorf("now %v, want %v; dialect %s", tx.Now, began, tx.Dialect)
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestHooksRunOnceTheTransactionIsStoredAndNeverOtherwise(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		withRows(t, db)
		var ran []string
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			for _, name := range []string{"first", "second"} {
				tx.OnCommit(func() {
					if !ids(t, db.Reader())["a"] {
						t.Error("the hook ran before the row was there")
					}
					ran = append(ran, name)
				})
			}
			_, err := tx.Exec(ctx, insertRow, "a", 1)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		undone := errors.New("undone")
		if err := db.InTx(t.Context(), func(_ context.Context, tx *storage.Tx) error {
			tx.OnCommit(func() { ran = append(ran, "of a failed transaction") })
			return undone
		}); !errors.Is(err, undone) {
			t.Fatal(err)
		}
		recovered(func() {
			_ = db.InTx(t.Context(), func(_ context.Context, tx *storage.Tx) error {
				tx.OnCommit(func() { ran = append(ran, "of a panic") })
				panic("boom")
			})
		})
		if !slices.Equal(ran, []string{"first", "second"}) {
			t.Errorf("ran %v", ran)
		}
	})
}

// recovered runs fn and returns what it panicked with.
func recovered(fn func()) (value any) {
	defer func() { value = recover() }()
	fn()
	return nil
}

func TestAPanicReachesItsCallerAndTheDatabaseStaysUsable(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		withRows(t, db)
		v := recovered(func() {
			_ = db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
				if _, err := tx.Exec(ctx, insertRow, "lost", 1); err != nil {
					return err
				}
				panic("boom 7")
			})
		})
		if text := fmt.Sprint(v); !strings.HasPrefix(text, "boom 7\n") || !strings.Contains(text, "tx_test.go") {
			t.Errorf("panicked with %q, want the value and its stack", text)
		}
		if err := exec(t.Context(), db, insertRow, "kept", 1); err != nil {
			t.Fatal(err)
		}
		if got := ids(t, db.Reader()); len(got) != 1 || !got["kept"] {
			t.Errorf("stored %v", got)
		}
	})
}

// runtime.Goexit is what t.Fatal does: a test that fails inside a transaction must not stop all others for ever.
func TestAGoroutineThatEndsInsideATransactionLeavesTheGateOpen(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		withRows(t, db)
		var wg sync.WaitGroup
		for range 30 { // more than there are connections
			wg.Go(func() {
				_ = db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
					_, _ = tx.Exec(ctx, insertRow, "lost", 1)
					runtime.Goexit()
					return nil
				})
			})
		}
		wg.Wait()
		if err := exec(t.Context(), db, insertRow, "kept", 1); err != nil {
			t.Fatal(err)
		}
		if got := ids(t, db.Reader()); len(got) != 1 || !got["kept"] {
			t.Errorf("stored %v", got)
		}
	})
}

func TestACancelledContextLeavesNothingHalfAndHurtsNobodyElse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		withRows(t, db)
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if err := exec(gone, db, insertRow, "never", 1); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled before: %v", err)
		}
		var stored sync.Map
		g, ctx := errgroup.WithContext(t.Context())
		for i := range 40 {
			g.Go(func() error {
				mine, cancel := context.WithCancel(ctx)
				defer cancel()
				if i%3 == 0 {
					go cancel() // at any moment: before, while it waits, while it runs
				}
				err := db.InTx(mine, func(ctx context.Context, tx *storage.Tx) error {
					if _, err := tx.Exec(ctx, insertRow, fmt.Sprintf("%d a", i), 1); err != nil {
						return err
					}
					if i%5 == 0 {
						cancel()
					}
					_, err := tx.Exec(ctx, insertRow, fmt.Sprintf("%d b", i), 1)
					return err
				})
				if i%3 == 0 && errors.Is(err, context.Canceled) {
					return nil
				}
				if err == nil {
					stored.Store(i, true)
				}
				return err
			})
		}
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		got := ids(t, db.Reader())
		for i := range 40 {
			_, want := stored.Load(i)
			if a, b := got[fmt.Sprintf("%d a", i)], got[fmt.Sprintf("%d b", i)]; a != want || b != want {
				t.Errorf("transaction %d: rows %v and %v, want %v", i, a, b, want)
			}
		}
		if got["never"] {
			t.Error("a transaction ran whose context was cancelled before")
		}
	})
}

func TestAReaderCannotWrite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		withRows(t, db)
		for range 2 { // prepared, and from the cache
			var id string
			if err := db.Reader().QueryRow(t.Context(), insertRow+" RETURNING id", "x", 1).Scan(&id); err == nil {
				t.Error("a reader wrote")
			}
			if rows, err := db.Reader().Query(t.Context(), "DELETE FROM test_rows RETURNING id"); err == nil {
				rows.Next()
				if rows.Err() == nil {
					t.Error("a reader deleted")
				}
				_ = rows.Close()
			}
		}
		if got := ids(t, db.Reader()); len(got) != 0 {
			t.Errorf("stored %v", got)
		}
	})
}

func TestABrokenUniqueConstraintNamesItsTableAndColumns(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		for _, q := range []string{
			`CREATE TABLE test_unique (id TEXT PRIMARY KEY, a TEXT NOT NULL, b BIGINT NOT NULL CHECK (b < 100))`,
			`CREATE UNIQUE INDEX test_unique_ab ON test_unique (a, b)`,
			`INSERT INTO test_unique (id, a, b) VALUES ('1', 'x', 1)`,
		} {
			if err := exec(t.Context(), db, q); err != nil {
				t.Fatal(err)
			}
		}
		for name, c := range map[string]struct {
			query string
			want  []string // nil: not a broken unique constraint
		}{
			"primary key":  {`INSERT INTO test_unique (id, a, b) VALUES ('1', 'y', 2)`, []string{"id"}},
			"unique index": {`INSERT INTO test_unique (id, a, b) VALUES ('2', 'x', 1)`, []string{"a", "b"}},
			"check":        {`INSERT INTO test_unique (id, a, b) VALUES ('3', 'x', 100)`, nil},
			"not null":     {`INSERT INTO test_unique (id, a, b) VALUES ('3', NULL, 1)`, nil},
		} {
			v, ok := storage.IsUnique(fmt.Errorf("wrapped: %w", exec(t.Context(), db, c.query)))
			if ok != (c.want != nil) || ok && (v.Table != "test_unique" || !slices.Equal(v.Columns, c.want) || !v.On(c.want[0]) || v.On("other")) {
				t.Errorf("%s: %+v, %v", name, v, ok)
			}
		}
		if _, ok := storage.IsUnique(nil); ok {
			t.Error("no error is a broken constraint")
		}
	})
}

func TestALockedRowMakesTheOtherTransactionWaitAndADeadlockIsRunAgain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		withRows(t, db)
		for _, id := range []string{"a", "b"} {
			if err := exec(t.Context(), db, insertRow, id, 0); err != nil {
				t.Fatal(err)
			}
		}
		both := make(chan struct{})
		var locked, runs atomic.Int32
		g, ctx := errgroup.WithContext(t.Context())
		for _, order := range [][2]string{{"a", "b"}, {"b", "a"}} {
			g.Go(func() error {
				return db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
					runs.Add(1)
					var n int64
					if err := tx.QueryRow(ctx, `SELECT n FROM test_rows WHERE id = $1`+tx.ForUpdate(), order[0]).Scan(&n); err != nil {
						return err
					}
					if tx.Dialect == storage.Postgres { // on SQLite transactions run one after the other
						if locked.Add(1) == 2 {
							close(both)
						}
						<-both
					}
					if _, err := tx.Exec(ctx, `UPDATE test_rows SET n = n + 1 WHERE id = $1`, order[1]); err != nil {
						return err
					}
					_, err := tx.Exec(ctx, `UPDATE test_rows SET n = $1 WHERE id = $2`, n+1, order[0])
					return err
				})
			})
		}
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		want := map[storage.Dialect]int32{storage.SQLite: 2, storage.Postgres: 3}[db.Dialect()]
		if runs.Load() < want { // on a slow machine PostgreSQL may break both
			t.Errorf("the functions ran %d times, want %d", runs.Load(), want)
		}
		var least int64
		if err := db.Reader().QueryRow(t.Context(), `SELECT MIN(n) FROM test_rows`).Scan(&least); err != nil || least != 2 {
			t.Errorf("least %d, %v: an update was lost", least, err)
		}
	})
}

func TestSettingsTimesAndRepeatedMigration(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		if v, err := storage.Setting(t.Context(), db.Reader(), "offset"); err != nil || v != "" {
			t.Errorf("unset: %q, %v", v, err)
		}
		for _, want := range []string{"1", "2"} {
			if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
				return storage.SetSetting(ctx, tx, "offset", want)
			}); err != nil {
				t.Fatal(err)
			}
			if v, err := storage.Setting(t.Context(), db.Reader(), "offset"); err != nil || v != want {
				t.Errorf("got %q, %v, want %q", v, err, want)
			}
		}
		if applied, err := db.Migrate(t.Context()); err != nil || len(applied) != 0 {
			t.Errorf("migrated again: %v, %v", applied, err)
		}
		if err := db.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		for _, at := range []time.Time{clk.Now(), {}} {
			if got := storage.FromMicros(storage.Micros(at)); !got.Equal(at) {
				t.Errorf("%v came back as %v", at, got)
			}
		}
	})
}

func TestAnAddressThatIsNoneIsRefusedWithoutShowingIt(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"mysql://u:hunter2@h/db", "postgres://u:hunter2@h:port/db", "postgres://u:hunter2@127.0.0.1:1/db"} {
		db, err := storage.Open(t.Context(), storage.Config{URL: address}, clock.New(), nil)
		if err == nil {
			_ = db.Close()
			t.Errorf("%s: opened", address)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}
