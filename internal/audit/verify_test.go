package audit_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func verify(t *testing.T, db *storage.DB, scope audit.Scope) audit.Report {
	t.Helper()
	r, err := audit.New(db).Verify(t.Context(), scope)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func tamper(t *testing.T, db *storage.DB, query string) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		n, err := tx.Exec(ctx, query)
		if err == nil && n == 0 {
			err = fmt.Errorf("no row changed")
		}
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// Everything that can be done to a log of five entries by who cannot compute hashes, and where it shows.
func TestEveryTamperingIsFoundWhereItBegins(t *testing.T) {
	t.Parallel()
	const third = " WHERE log = 'acc_1' AND seq = 3"
	type tampering struct {
		name, do string
		seq      int64
		flaw     audit.Flaw
	}
	all := []tampering{
		{"the first deleted", "DELETE FROM audit_entries WHERE log = 'acc_1' AND seq = 1", 1, audit.FlawMissing},
		{"one in the middle deleted", "DELETE FROM audit_entries" + third, 3, audit.FlawMissing},
		{"the last deleted", "DELETE FROM audit_entries WHERE log = 'acc_1' AND seq = 5", 5, audit.FlawEnd},
		{"the last two deleted", "DELETE FROM audit_entries WHERE log = 'acc_1' AND seq > 3", 4, audit.FlawEnd},
		{"all deleted", "DELETE FROM audit_entries WHERE log = 'acc_1'", 1, audit.FlawEnd},
		{"the head deleted", "DELETE FROM audit_chains WHERE log = 'acc_1'", 1, audit.FlawNoHead},
		{"the head turned back", "UPDATE audit_chains SET seq = 4 WHERE log = 'acc_1'", 5, audit.FlawHead},
		{"the head exchanged", "UPDATE audit_chains SET hash = '00' WHERE log = 'acc_1'", 5, audit.FlawHead},
		{"two exchanged", "UPDATE audit_entries SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE log = 'acc_1' AND seq IN (2, 3); " +
			"UPDATE audit_entries SET seq = -seq WHERE log = 'acc_1' AND seq < 0", 2, audit.FlawChanged},
		{"one moved to another log", "UPDATE audit_entries SET log = 'acc_2', seq = 2" + third, 3, audit.FlawMissing},
		{"the number", "UPDATE audit_entries SET seq = 99" + third, 3, audit.FlawMissing},
		{"the instant", "UPDATE audit_entries SET at = at + 1" + third, 3, audit.FlawChanged},
		{"its own hash", "UPDATE audit_entries SET hash = '00'" + third, 3, audit.FlawChanged},
	}
	for _, column := range []string{"id", "action", "action_zh", "action_en", "by_account", "by_user", "by_name", "via", "address", "agent",
		"object", "before_json", "after_json", "reason", "prev_hash"} {
		all = append(all, tampering{column, "UPDATE audit_entries SET " + column + " = 'x'" + third, 3, audit.FlawChanged})
	}
	for _, tc := range all {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
				for i := range 5 {
					record(t, db, ann, price("acc_1", i))
				}
				record(t, db, ann, price("acc_2", 1))
				for _, scope := range []audit.Scope{audit.Of("acc_1"), audit.Of("acc_2"), audit.Everything()} {
					if r := verify(t, db, scope); !r.OK() {
						t.Fatalf("before: %v", r.Faults)
					}
				}
				tamper(t, db, tc.do)
				for name, scope := range map[string]audit.Scope{"its log": audit.Of("acc_1"), "all": audit.Everything()} {
					r := verify(t, db, scope)
					if r.OK() || len(r.Faults) == 0 {
						t.Fatalf("%s: not found", name)
					}
					got := r.Faults[0]
					if got.Log != "acc_1" || got.Seq != tc.seq || got.Flaw != tc.flaw || got.Flaw.String() == "" {
						t.Errorf("%s: got %+v, want entry %d: %s", name, got, tc.seq, tc.flaw)
					}
					if inPlace := tc.flaw == audit.FlawChanged || tc.flaw == audit.FlawHead; inPlace != (got.EntryID != "") && tc.flaw != audit.FlawNoHead {
						t.Errorf("%s: names entry %q", name, got.EntryID)
					}
				}
			})
		})
	}
}

// Who re-computes the hash of what it changed is found one entry later: there the chain does not meet.
func TestAnExchangedEntryWithAHashOfItsOwnIsFoundByTheNext(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		for i := range 3 {
			record(t, db, ann, price("acc_1", i))
		}
		// An entry of another log with the same number is whole in itself.
		tamper(t, db, "DELETE FROM audit_entries WHERE log = 'acc_1' AND seq = 2")
		forged := price("acc_1", 9)
		tamper(t, db, "UPDATE audit_chains SET seq = 1, hash = 'forged' WHERE log = 'acc_1'")
		record(t, db, ann, forged) // number 2, hashed well, after a hash that never was
		tamper(t, db, "UPDATE audit_chains SET seq = 3 WHERE log = 'acc_1'")
		r := verify(t, db, audit.Of("acc_1"))
		if len(r.Faults) != 1 || r.Faults[0].Flaw != audit.FlawLink || r.Faults[0].Seq != 2 {
			t.Errorf("%+v", r)
		}
	})
}

func TestAWholeLogSaysHowManyEntriesItHasAndItsHead(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		history(t, db, clk)
		s := audit.New(db)
		last := one(t, s, audit.Of("acc_1"), audit.Filter{Action: "shopper"})
		want := audit.Report{Chains: 1, Entries: 4, Head: audit.Head{Seq: 4, Hash: last.Hash}}
		if diff := cmp.Diff(want, verify(t, db, audit.Of("acc_1"))); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if r := verify(t, db, audit.Everything()); !r.OK() || r.Chains != 3 || r.Entries != 6 {
			t.Errorf("all: %+v", r)
		}
		for name, scope := range map[string]audit.Scope{"nobody": {}, "an account without entries": audit.Of("acc_none")} {
			if diff := cmp.Diff(audit.Report{}, verify(t, db, scope)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}

func TestManyWritersOfOneLogKeepItWhole(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		var g errgroup.Group
		for i := range 40 {
			g.Go(func() error {
				return db.InTx(audit.WithOrigin(t.Context(), ann), func(ctx context.Context, tx *storage.Tx) error { return audit.Record(ctx, tx, price("acc_1", i)) })
			})
		}
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		if r := verify(t, db, audit.Of("acc_1")); !r.OK() || r.Entries != 40 || r.Head.Seq != 40 {
			t.Errorf("%+v", r)
		}
	})
}
