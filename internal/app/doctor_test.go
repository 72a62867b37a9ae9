package app_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// doctor runs the command on a house, and returns its exit code and what it printed.
func doctor(args ...string) (int, string) {
	var out bytes.Buffer
	code := app.Main(append([]string{"doctor", "--audit", "--log", "error"}, args...), &out, &out)
	return code, out.String()
}

func TestDoctorNamesTheAccountAndTheEntryAtWhichAnAuditLogIsBroken(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, cfg storage.Config) {
		dir := t.TempDir()
		where := []string{"--data", dir}
		if cfg.URL != "" {
			where = append(where, "--db", cfg.URL)
		} else {
			cfg.Dir = dir
		}
		if code, out := doctor(where...); code != 0 || !strings.Contains(out, "every chain is whole") {
			t.Fatalf("of a new house: exit %d\n%s", code, out)
		}
		if code := app.Main(append([]string{"admin", "create-operator", "olga", "--log", "error"}, where...), &bytes.Buffer{}, os.Stderr); code != 0 {
			t.Fatalf("create an operator: exit %d", code)
		}
		e := alter(t, cfg, "UPDATE audit_entries SET reason = 'never said'")
		code, out := doctor(where...)
		if want := fmt.Sprintf("log %s, entry 1 %s: the entry was changed", e.Log, e.ID); code != 1 || !strings.Contains(out, want) {
			t.Errorf("after a change: exit %d, want %q in\n%s", code, want, out)
		}
		if e.Origin.Via != audit.ViaCLI || e.Origin.Name == "" || e.Action.Code != "account.created" {
			t.Errorf("the command line is recorded as %+v, %s", e.Origin, e.Action.Code)
		}
		alter(t, cfg, "DELETE FROM audit_entries")
		code, out = doctor(where...)
		if want := fmt.Sprintf("log %s, entry 1 : entries at the end are missing", e.Log); code != 1 || !strings.Contains(out, want) {
			t.Errorf("after all entries went: exit %d, want %q in\n%s", code, want, out)
		}
	})
}

// alter runs what nobody should, and returns the entry that was there before.
func alter(t *testing.T, cfg storage.Config, query string) audit.Entry {
	t.Helper()
	db, err := storage.Open(t.Context(), cfg, clock.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var first audit.Entry
	for e, err := range audit.New(db).All(t.Context(), audit.Everything(), audit.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		first = e
	}
	err = db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		_, err := tx.Exec(ctx, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return first
}
