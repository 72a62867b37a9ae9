package storage_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// What a transaction of the property test does after it has written its first row.
const (
	succeeds = iota
	fails
	panics
	breaksConstraint
)

var errWanted = errors.New("wanted")

// attempt runs one transaction of two rows and says how it ended.
func attempt(db *storage.DB, id string, ending int) (panicked any, err error) {
	defer func() { panicked = recover() }()
	err = db.InTx(context.Background(), func(ctx context.Context, tx *storage.Tx) error {
		if _, err := tx.Exec(ctx, insertRow, id+" a", ending); err != nil {
			return err
		}
		switch ending {
		case fails:
			return errWanted
		case panics:
			panic("panic of " + id)
		case breaksConstraint:
			_, err := tx.Exec(ctx, insertRow, id+" a", ending)
			return err
		}
		_, err := tx.Exec(ctx, insertRow, id+" b", ending)
		return err
	})
	return nil, err
}

func propertyOfGroups(t *testing.T, db *storage.DB) {
	withRows(t, db)
	round := 0
	stored := map[string]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		round++
		endings := rapid.SliceOfN(rapid.IntRange(succeeds, breaksConstraint), 1, 12).Draw(rt, "endings")
		errs, values := make([]error, len(endings)), make([]any, len(endings))
		var wg sync.WaitGroup
		for i, ending := range endings {
			wg.Go(func() { values[i], errs[i] = attempt(db, fmt.Sprintf("%d-%d", round, i), ending) })
		}
		wg.Wait()
		for i, ending := range endings {
			id := fmt.Sprintf("%d-%d", round, i)
			_, unique := storage.IsUnique(errs[i])
			ok := true
			switch ending {
			case succeeds:
				ok = errs[i] == nil && values[i] == nil
				stored[id+" a"], stored[id+" b"] = true, true
			case fails:
				ok = errors.Is(errs[i], errWanted) && values[i] == nil
			case panics:
				ok = strings.HasPrefix(fmt.Sprint(values[i]), "panic of "+id+"\n")
			case breaksConstraint:
				ok = unique && values[i] == nil
			}
			if !ok {
				rt.Fatalf("transaction %s with ending %d: error %v, panic %v", id, ending, errs[i], values[i])
			}
		}
		got := ids(t, db.Reader())
		if len(got) != len(stored) {
			rt.Fatalf("%d rows, want %d", len(got), len(stored))
		}
		for id := range stored {
			if !got[id] {
				rt.Fatalf("row %s is missing", id)
			}
		}
	})
}

func TestExactlyTheTransactionsThatSucceedAreStored(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) { propertyOfGroups(t, db) })
}

func TestExactlyTheTransactionsThatSucceedAreStoredWithoutGroupCommitToo(t *testing.T) {
	t.Parallel()
	db, err := storage.Open(t.Context(), storage.Config{Dir: t.TempDir(), NoGroupCommit: true}, clock.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	propertyOfGroups(t, db)
	if s := db.Stats(); s.Commits != s.Transactions {
		t.Errorf("%d commits of %d transactions, want one each", s.Commits, s.Transactions)
	}
}

// A gate that lets our writers and the job library's meet in SQLite's own lock would fail here at once: neither waits.
func TestTheJobLibrarysConnectionAndOursNeverMeetABusyDatabase(t *testing.T) {
	t.Parallel()
	db := withRows(t, storetest.OpenSQLite(t, clock.At(storetest.Start())))
	if err := exec(t.Context(), db, "PRAGMA busy_timeout = 0"); err != nil {
		t.Fatal(err)
	}
	jobs := db.JobPool()
	if _, err := jobs.ExecContext(t.Context(), "PRAGMA busy_timeout = 0"); err != nil {
		t.Fatal(err)
	}
	stmt, err := jobs.PrepareContext(t.Context(), insertRow)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stmt.Close() }()
	ctx := t.Context()
	writers := map[string]func(id string) error{
		"ours":      func(id string) error { return exec(ctx, db, insertRow, id, 1) },
		"ours too":  func(id string) error { return exec(ctx, db, insertRow, id, 1) },
		"statement": func(id string) error { _, err := jobs.ExecContext(ctx, insertRow, id, 1); return err },
		"prepared":  func(id string) error { _, err := stmt.ExecContext(ctx, id, 1); return err },
		"returning": func(id string) error {
			return jobs.QueryRowContext(ctx, insertRow+" RETURNING n", id, 1).Scan(new(int64))
		},
		"prepared, returning": func(id string) error {
			s, err := jobs.PrepareContext(ctx, insertRow+" RETURNING n")
			if err != nil {
				return err
			}
			defer func() { _ = s.Close() }()
			return s.QueryRowContext(ctx, id, 1).Scan(new(int64))
		},
		"transaction": func(id string) error {
			tx, err := jobs.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, insertRow, id, 1); err != nil {
				_ = tx.Rollback()
				return err
			}
			return tx.Commit()
		},
		"undone": func(id string) error {
			tx, err := jobs.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, insertRow, id, 1); err != nil {
				return errors.Join(err, tx.Rollback())
			}
			return tx.Rollback()
		},
		"refused": func(id string) error {
			if _, err := jobs.ExecContext(ctx, "INSERT INTO test_nowhere VALUES (1)"); err == nil {
				return errors.New("there is no such table")
			}
			cancelled, cancel := context.WithCancel(ctx)
			cancel()
			_, _ = jobs.ExecContext(cancelled, insertRow, id, 1)
			return nil
		},
	}
	const rounds = 60
	var wg sync.WaitGroup
	for name, write := range writers {
		wg.Go(func() {
			for i := range rounds {
				if err := write(fmt.Sprintf("%s %d", name, i)); err != nil {
					t.Errorf("%s %d: %v", name, i, err)
					return
				}
			}
		})
	}
	wg.Wait()
	got := ids(t, db.Reader())
	if want := (len(writers) - 2) * rounds; len(got) != want {
		t.Errorf("%d rows, want %d", len(got), want)
	}
}
