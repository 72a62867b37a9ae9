package privacy_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// Invariant 1: closing fails at every single row that it writes, one after the other, as if the process died there.
func TestClosingThatDiesAtAnyRowLeavesEverythingAsItWas(t *testing.T) {
	t.Parallel()
	storetest.Engines(t, func(t *testing.T, cfg storage.Config) {
		m := apptest.Build(t, app.Settings{DB: cfg.URL}) // nothing writes but the test
		w := setup(t, m)
		neighbour := m.Account(account.Buyer)
		same := *w
		same.main = neighbour
		same.upload(blob.PurposeIdentity, "the same bytes.png", 400)
		var going []blob.File
		for f, err := range m.Blobs.Owned(t.Context(), w.main.ID) {
			w.must(err)
			going = append(going, f)
		}

		w.installSteps()
		before, died := w.dump(), 0
		var steps []string
		for {
			w.dieAt(died + 1)
			err := w.close(w.main)
			if err == nil {
				steps = w.texts(`SELECT place FROM t_steps ORDER BY n`)
				break
			}
			died++
			if !strings.Contains(err.Error(), "the process dies here") {
				t.Fatalf("step %d: %v", died, err)
			}
			if diff := cmp.Diff(before, w.dump()); diff != "" {
				t.Fatalf("step %d changed something all the same: %s", died, diff)
			}
			if _, err := m.Accounts.Actor(t.Context(), w.main.UserID); err != nil {
				t.Fatalf("step %d: the account does not act any more: %v", died, err)
			}
		}
		t.Logf("closing writes %d rows", len(steps))
		if died != len(steps) || died < 20 {
			t.Errorf("died at %d of %d rows", died, len(steps))
		}
		for _, want := range []string{"account_accounts UPDATE", "account_tokens DELETE", "notify_messages DELETE", "blob_files DELETE", "blob_gone INSERT",
			"realname_applications DELETE", "seller_entries DELETE", "river_job INSERT", "audit_entries INSERT"} {
			if !slices.Contains(steps, want) {
				t.Errorf("%s is no step of closing: %v", want, slices.Compact(steps))
			}
		}
		w.dieAt(0)
		w.sweepLater(going)
		for _, f := range going {
			if _, _, err := m.Blobs.Open(t.Context(), f.ID); !errors.Is(err, blob.ErrNotFound) {
				t.Errorf("%s of the closed account: %v", f.Name, err)
			}
			shared := f.Purpose == blob.PurposeIdentity
			if _, err := os.Stat(bytesOf(m, f)); (err == nil) != shared {
				t.Errorf("bytes of %s, which the neighbour has too: %t; there: %v", f.Name, shared, err)
			}
		}
		if _, damage, err := m.Blobs.Verify(t.Context()); len(damage) > 0 || err != nil {
			t.Errorf("files that stay: %v, %v", damage, err)
		}
	})
}

func bytesOf(m *apptest.Market, f blob.File) string {
	return filepath.Join(m.Settings.Data, "files", f.SHA256[:2], f.SHA256[2:4], f.SHA256)
}

// sweepLater sweeps as an hour later.
func (w *world) sweepLater(files []blob.File) {
	w.t.Helper()
	for _, f := range files {
		w.must(os.Chtimes(bytesOf(w.Market, f), time.Time{}, clock.Wall().Add(-time.Hour)))
	}
	w.exec(`UPDATE blob_gone SET deleted_at = 0`)
	w.must(w.Blobs.Sweep(w.t.Context()))
}

// exec runs statements of the test.
func (w *world) exec(queries ...string) {
	w.t.Helper()
	w.must(w.DB.InTx(w.t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		for _, q := range queries {
			if _, err := tx.Exec(ctx, q); err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
		}
		return nil
	}))
}

func (w *world) texts(query string) []string {
	w.t.Helper()
	out, err := storage.Texts(w.DB.Reader().Query(w.t.Context(), query))
	w.must(err)
	return out
}

// tables are those of the marketplace, without the brake on guessing: it notes the password that was asked for before.
func (w *world) tables() []string {
	w.t.Helper()
	list := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 't\_%' ESCAPE '\' ORDER BY name`
	if w.DB.Dialect() == storage.Postgres {
		list = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name NOT LIKE 't\_%' ORDER BY table_name`
	}
	out := w.texts(list)
	if len(out) < 50 {
		w.t.Fatalf("only %d tables seen", len(out))
	}
	return slices.DeleteFunc(out, func(name string) bool { return name == "account_brakes" })
}

// installSteps has the database write down each row that is written, and fail at the one that dieAt names.
func (w *world) installSteps() {
	w.t.Helper()
	postgres := w.DB.Dialect() == storage.Postgres
	w.exec(`CREATE TABLE t_at (n BIGINT)`, `INSERT INTO t_at VALUES (0)`)
	if postgres {
		w.exec(`CREATE TABLE t_steps (n BIGSERIAL, place TEXT)`, `CREATE FUNCTION t_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			INSERT INTO t_steps (place) VALUES (TG_TABLE_NAME || ' ' || TG_OP);
			IF (SELECT COUNT(*) FROM t_steps) = (SELECT n FROM t_at) THEN RAISE EXCEPTION 'the process dies here'; END IF;
			IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
			RETURN NEW; END $$`)
	} else {
		w.exec(`CREATE TABLE t_steps (n INTEGER PRIMARY KEY, place TEXT)`)
	}
	for _, table := range w.tables() {
		if postgres {
			w.exec(`CREATE TRIGGER t_step BEFORE INSERT OR UPDATE OR DELETE ON ` + table + ` FOR EACH ROW EXECUTE FUNCTION t_step()`)
			continue
		}
		for _, op := range []string{"INSERT", "UPDATE", "DELETE"} {
			w.exec(fmt.Sprintf(`CREATE TRIGGER t_step_%[1]s_%[2]s BEFORE %[2]s ON %[1]s FOR EACH ROW BEGIN
				INSERT INTO t_steps (place) VALUES ('%[1]s %[2]s');
				SELECT RAISE(ABORT, 'the process dies here') WHERE (SELECT COUNT(*) FROM t_steps) = (SELECT n FROM t_at); END`, table, op))
		}
	}
}

// dieAt has the n-th row from now on fail.
func (w *world) dieAt(n int) {
	w.t.Helper()
	w.exec(`DELETE FROM t_steps`, fmt.Sprintf(`UPDATE t_at SET n = %d`, n))
}

// dump is every row of every table.
func (w *world) dump() map[string][]string {
	w.t.Helper()
	out := map[string][]string{}
	for _, table := range w.tables() {
		rows, err := w.DB.Reader().Query(w.t.Context(), `SELECT * FROM `+table)
		w.must(err)
		columns, err := rows.Columns()
		w.must(err)
		for rows.Next() {
			cells, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range cells {
				into[i] = &cells[i]
			}
			w.must(rows.Scan(into...))
			out[table] = append(out[table], fmt.Sprint(cells))
		}
		w.must(rows.Err())
		w.must(rows.Close())
		slices.Sort(out[table])
	}
	return out
}
