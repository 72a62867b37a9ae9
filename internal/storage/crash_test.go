package storage_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	osexec "os/exec"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

// The variables that make this test binary the victim: the data folder, and whether each transaction commits alone.
const (
	crashDir   = "SOUK_TEST_CRASH_DIR"
	crashAlone = "SOUK_TEST_CRASH_ALONE"
)

// crashVictim writes for ever: transactions of two rows, some of which fail after the first. It prints the name of each
// transaction once InTx has returned nil: that is what was acknowledged.
func crashVictim(dir string, alone bool) error {
	db, err := storage.Open(context.Background(), storage.Config{Dir: dir, NoGroupCommit: alone}, clock.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(context.Background())
	for w := range 12 {
		g.Go(func() error {
			for n := 0; ; n++ {
				name := fmt.Sprintf("%d-%d-%d", os.Getpid(), w, n)
				err := db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
					if _, err := tx.Exec(ctx, insertRow, name+" a", n); err != nil {
						return err
					}
					if n%7 == 3 {
						return errWanted
					}
					_, err := tx.Exec(ctx, insertRow, name+" b", n)
					return err
				})
				switch {
				case err == nil: // one write of a short line: it arrives whole or not at all
					if _, err := os.Stdout.WriteString(name + "\n"); err != nil {
						return err
					}
				case !errors.Is(err, errWanted):
					return err
				}
			}
		})
	}
	return g.Wait()
}

// Promise 2 of design 1: what was acknowledged is stored.
func TestAfterKillNineEverythingAcknowledgedIsThereAndNothingIsHalf(t *testing.T) {
	t.Parallel()
	for name, alone := range map[string]string{"group commit": "", "one commit each": "1"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			db, err := storage.Open(t.Context(), storage.Config{Dir: dir}, clock.New(), slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			withRows(t, db)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			acknowledged := map[string]bool{}
			for range 4 {
				crash(t, dir, alone, acknowledged)
				checkAfterCrash(t, dir, acknowledged)
			}
		})
	}
}

// crash starts a victim, kills it after a random number of acknowledgements, and notes all that it acknowledged.
func crash(t *testing.T, dir, alone string, acknowledged map[string]bool) {
	t.Helper()
	victim := victimOf(os.Args[0], crashDir+"="+dir, crashAlone+"="+alone)
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	left := 20 + rand.IntN(300)
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // the end; a line without its end was not said
		}
		acknowledged[strings.TrimSuffix(line, "\n")] = true
		if left--; left == 0 {
			if err := victim.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = victim.Wait()
	if left > 0 {
		t.Fatalf("the victim ended by itself, %d acknowledgements early", left)
	}
}

// victimOf is the test binary itself with more variables.
func victimOf(program string, env ...string) *osexec.Cmd {
	cmd := osexec.Command(program, "-test.run=^$")
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	return cmd
}

func checkAfterCrash(t *testing.T, dir string, acknowledged map[string]bool) {
	t.Helper()
	db, err := storage.Open(t.Context(), storage.Config{Dir: dir}, clock.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("reopen: %v", err)
	}
	defer func() { _ = db.Close() }()
	got := ids(t, db.Reader())
	for name := range acknowledged {
		if !got[name+" a"] || !got[name+" b"] {
			t.Errorf("transaction %s was acknowledged and is lost", name)
		}
	}
	for id := range got {
		name := id[:len(id)-2]
		if !got[name+" a"] || !got[name+" b"] {
			t.Errorf("transaction %s is there by half", name)
		}
	}
	var verdict string
	if err := db.Reader().QueryRow(t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity: %s, %v", verdict, err)
	}
	if len(acknowledged) == 0 {
		t.Error("nothing was acknowledged")
	}
}
