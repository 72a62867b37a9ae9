package blob_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// The variables that make this test binary the victim: the data folder, and the address of PostgreSQL or nothing.
const (
	crashDir = "SOUK_TEST_BLOB_CRASH_DIR"
	crashURL = "SOUK_TEST_BLOB_CRASH_URL"
)

func openAt(ctx context.Context, dir, url string) (*storage.DB, *blob.Store, error) {
	clk := clock.New()
	db, err := storage.Open(ctx, storage.Config{Dir: dir, URL: url}, clk, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, nil, err
	}
	s, err := blob.Open(filepath.Join(dir, "files"), db, clk)
	return db, s, err
}

// crashVictim sweeps once.
func crashVictim(dir, url string) error {
	_, s, err := openAt(context.Background(), dir, url)
	if err != nil {
		return err
	}
	return s.Sweep(context.Background())
}

// A sweep is killed when it has taken the bytes away and has not said so in the database yet.
func TestAfterKillNineBetweenBytesAndRowASecondSweepHeals(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, cfg storage.Config) {
		dir := t.TempDir()
		db, store, err := openAt(t.Context(), dir, cfg.URL)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		s := bench{store, filepath.Join(dir, "files")}
		mine, kept := pdf(t, s, "mine"), pdf(t, s, "kept")
		if _, err := s.Put(t.Context(), blob.PutInput{Owner: "acc_2", Purpose: blob.PurposeGuide, Name: "b.pdf", Reader: strings.NewReader("%PDF-1.7 kept")}); err != nil {
			t.Fatal(err)
		}
		s.delete(t, db, blob.PurposeGuide) // and the process died here: bytes without rows
		s.age(t, db, mine, kept)

		s.killedBeforeItsRow(t, db, mine, crashDir+"="+dir, crashURL+"="+cfg.URL)
		if n := s.remembered(t, db); n != 2 {
			t.Errorf("%d of 2 deletions are remembered after the kill", n)
		}
		s.sweep(t)
		if n := s.remembered(t, db); n != 0 {
			t.Errorf("the second sweep left %d deletions", n)
		}
		if there(t, s.bytesOf(mine)) || !there(t, s.bytesOf(kept)) {
			t.Errorf("bytes that were to go are there: %t; bytes of another's file: %t", there(t, s.bytesOf(mine)), there(t, s.bytesOf(kept)))
		}
		if _, damage, err := s.Verify(t.Context()); len(damage) > 0 || err != nil {
			t.Errorf("verify: %v, %v", damage, err)
		}
		wantSpoolEmpty(t, s)
	})
}

// killedBeforeItsRow has another process sweep and kills it once the bytes of f are gone.
func (b bench) killedBeforeItsRow(t *testing.T, db *storage.DB, f blob.File, env ...string) {
	t.Helper()
	victim := exec.Command(os.Args[0], "-test.run=^$")
	victim.Env, victim.Stderr = append(os.Environ(), env...), os.Stderr
	b.whileItWaitsForItsRow(t, db, f, victim.Start, func(context.Context, *storage.Tx) error { return victim.Process.Kill() })
	if err := victim.Wait(); err == nil {
		t.Fatal("the victim ended by itself")
	}
}

// whileItWaitsForItsRow holds the row of f while a sweep starts, and calls then once the sweep has taken the bytes.
func (b bench) whileItWaitsForItsRow(t *testing.T, db *storage.DB, f blob.File, start func() error, then func(context.Context, *storage.Tx) error) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		if db.Dialect() == storage.Postgres { // SQLite has one writer: this one
			if _, err := tx.Exec(ctx, `LOCK TABLE blob_gone IN EXCLUSIVE MODE`); err != nil {
				return err
			}
		}
		if err := start(); err != nil {
			return err
		}
		tick, late := time.NewTicker(5*time.Millisecond), time.After(time.Minute)
		defer tick.Stop()
		for there(t, b.bytesOf(f)) {
			select {
			case <-tick.C:
			case <-late:
				return errors.New("the bytes stayed")
			}
		}
		return then(ctx, tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestADeletionDuringTheSweepIsNotForgotten(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s := open(t, db, clk)
		f := pdf(t, s, "again")
		s.delete(t, db, blob.PurposeGuide)
		s.age(t, db, f)
		swept := make(chan error, 1)
		s.whileItWaitsForItsRow(t, db, f, func() error {
			go func() { swept <- s.Sweep(t.Context()) }()
			return nil
		}, func(ctx context.Context, tx *storage.Tx) error { // uploaded and deleted once more
			_, err := tx.Exec(ctx, `UPDATE blob_gone SET deleted_at = 1`)
			return err
		})
		if err := <-swept; err != nil {
			t.Fatal(err)
		}
		if n := s.remembered(t, db); n != 1 {
			t.Errorf("%d deletions are remembered: the bytes of the second one would stay for ever", n)
		}
	})
}

// remembered counts the bytes that a sweep has still to look at.
func (b bench) remembered(t *testing.T, db *storage.DB) (n int) {
	t.Helper()
	if err := db.Reader().QueryRow(t.Context(), `SELECT COUNT(sha256) FROM blob_gone`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A sweep moves bytes aside before it decides. What a kill leaves there is the only copy: of a file that has its row again, too.
func TestBytesThatADeadSweepMovedAsideComeBackAndAreDecidedAfresh(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		for _, remembers := range []bool{true, false} {
			s := open(t, db, clk)
			goes, comes := pdf(t, s, "goes"), pdf(t, s, "comes")
			s.delete(t, db, blob.PurposeGuide)
			s.age(t, db, goes, comes)
			for _, f := range []blob.File{goes, comes} {
				if err := os.Rename(s.bytesOf(f), filepath.Join(s.dir, "spool", "gone-"+f.SHA256)); err != nil {
					t.Fatal(err)
				}
			}
			// The row of an upload whose bytes the sweep took, as they were in their place already.
			if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO blob_files (id, sha256, size, media_type, name, owner_id, purpose, created_at)
					VALUES ($1, $2, $3, 'application/pdf', 'a.pdf', 'acc_1', 'guide', 1)`, comes.ID, comes.SHA256, comes.Size)
				if err == nil && !remembers {
					_, err = tx.Exec(ctx, `DELETE FROM blob_gone`)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			day := clock.Wall().Add(-48 * time.Hour)
			if err := os.Chtimes(filepath.Join(s.dir, "spool", "gone-"+comes.SHA256), time.Time{}, day); err != nil {
				t.Fatal(err)
			}
			again, err := blob.Open(s.dir, db, clk) // the process starts again
			if err != nil {
				t.Fatal(err)
			}
			s.Store = again
			s.sweep(t)
			wantSpoolEmpty(t, s)
			if !there(t, s.bytesOf(goes)) || !there(t, s.bytesOf(comes)) {
				t.Fatal("bytes that were aside are not back")
			}
			s.age(t, db, goes, comes)
			s.sweep(t)
			if there(t, s.bytesOf(goes)) || !there(t, s.bytesOf(comes)) {
				t.Errorf("bytes to go are there: %t; bytes of a file: %t", there(t, s.bytesOf(goes)), there(t, s.bytesOf(comes)))
			}
			if n := s.remembered(t, db); n != 0 {
				t.Errorf("%d deletions are left", n)
			}
			s.delete(t, db, blob.PurposeGuide)
		}
	})
}
