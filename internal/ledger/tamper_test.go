package ledger_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"golang.org/x/sync/errgroup"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// move is one step of a random history: a transfer between two escrows, and perhaps its reversal.
type move struct {
	from, to int
	fen      int64
	currency string
	reversed bool
}

// design 6: postings sum to zero after random histories.
func TestAfterRandomHistoriesTheSumsAreZeroAndTheChainsVerify(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		s, history := ledger.New(db), 0
		want := map[string]int64{} // account and currency → balance, after all histories so far
		rapid.Check(t, func(rt *rapid.T) {
			history++
			moves := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) move {
				return move{rapid.IntRange(0, 3).Draw(rt, "from"), rapid.IntRange(0, 3).Draw(rt, "to"), rapid.Int64Range(1, 1e9).Draw(rt, "fen"),
					rapid.SampledFrom([]string{"CNY", "USD"}).Draw(rt, "currency"), rapid.Bool().Draw(rt, "reversed")}
			}), 1, 5).Draw(rt, "moves")
			clk.Advance(1000)
			g, ctx := errgroup.WithContext(context.Background())
			for i, m := range moves {
				from, to := account(m.from), account(m.to)
				if !m.reversed {
					want[string(from)+m.currency] -= m.fen
					want[string(to)+m.currency] += m.fen
				}
				ref := fmt.Sprintf("h%d-%d", history, i)
				g.Go(func() error {
					e, err := post(ctx, db, ledger.Draft{Kind: "test.move", Ref: ref, Postings: []ledger.Posting{
						{Account: from, Amount: money.New(-m.fen, m.currency)}, {Account: to, Amount: money.New(m.fen, m.currency)}}})
					if err == nil && m.reversed {
						_, err = post(ctx, db, ledger.Reverse(e, "test.undo", ref))
					}
					return err
				})
			}
			if err := g.Wait(); err != nil {
				rt.Fatal(err)
			}
			for i := range 4 {
				for _, currency := range []string{"CNY", "USD"} {
					b, err := s.Balance(context.Background(), db.Reader(), account(i), currency)
					if err != nil || b.Minor != want[string(account(i))+currency] {
						rt.Fatalf("%s: %v, %v, want %d", account(i), b, err, want[string(account(i))+currency])
					}
				}
			}
		})
		verified(t, db)
	})
}

func account(i int) ledger.Account { return ledger.Escrow(fmt.Sprintf("CS%d", i)) }

// tampering is one forbidden change: what SQL does it, and how it is undone.
type tampering struct {
	name, do, undo string
}

// tamperings are changes of every column of every table, aimed at the entry with the given ref.
func tamperings(ref string, emptyChain int64, old map[string]string) []tampering {
	entry := "WHERE ref = '" + ref + "'"
	posting := "WHERE n = 0 AND entry_id = '" + old["id"] + "'"
	text := func(table, column, value, where string) tampering {
		return tampering{table + "." + column, fmt.Sprintf("UPDATE %s SET %s = '%s' %s", table, column, value, where),
			fmt.Sprintf("UPDATE %s SET %s = '%s' %s", table, column, old[column], strings.Replace(where, ref, map[bool]string{true: value, false: ref}[column == "ref"], 1))}
	}
	number := func(table, column, change, back, where, whereBack string) tampering {
		return tampering{table + "." + column, fmt.Sprintf("UPDATE %s SET %s = %s %s", table, column, change, where),
			fmt.Sprintf("UPDATE %s SET %s = %s %s", table, column, back, whereBack)}
	}
	head := "WHERE chain = " + old["chain"]
	return []tampering{
		text("ledger_entries", "kind", "test.other", entry),
		text("ledger_entries", "ref", "CS-other", entry),
		text("ledger_entries", "prev_hash", "00", entry),
		text("ledger_entries", "hash", "00", entry),
		number("ledger_entries", "at", "at + 1", "at - 1", entry, entry),
		number("ledger_entries", "seq", "seq + 1000", "seq - 1000", entry, entry),
		number("ledger_entries", "chain", fmt.Sprint(emptyChain), old["chain"], entry, entry),
		text("ledger_postings", "account", "escrow:CS-thief", posting),
		text("ledger_postings", "currency", "USD", posting),
		number("ledger_postings", "amount", "amount + 1", "amount - 1", posting, posting),
		number("ledger_postings", "step", "step + 7", "step - 7", posting, posting),
		number("ledger_postings", "n", "5", "0", posting, "WHERE n = 5 AND entry_id = '"+old["id"]+"'"),
		number("ledger_chains", "seq", "seq + 1", "seq - 1", head, head),
		number("ledger_chains", "hash", "'00'", "'"+old["head"]+"'", head, head),
		{"both amounts", "UPDATE ledger_postings SET amount = amount * 2 WHERE entry_id = '" + old["id"] + "'",
			"UPDATE ledger_postings SET amount = amount / 2 WHERE entry_id = '" + old["id"] + "'"},
	}
}

func TestEveryChangeOfEveryColumnIsFound(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		for i := range 12 {
			if _, err := post(t.Context(), db, toEscrow(fmt.Sprintf("CS%d", i), int64(100+i))); err != nil {
				t.Fatal(err)
			}
		}
		verified(t, db)
		for _, i := range []int{0, 5, 11} {
			ref := fmt.Sprintf("CS%d", i)
			old, empty := before(t, db, ref)
			for _, c := range tamperings(ref, empty, old) {
				run(t, db, c.do)
				r, err := ledger.New(db).Verify(t.Context())
				if err != nil || r.OK() {
					t.Errorf("%s of %s: not found (%v)", c.name, ref, err)
				}
				if strings.HasPrefix(c.name, "ledger_postings") && !names(r, old["id"]) {
					t.Errorf("%s of %s: the report does not name entry %s: %+v", c.name, ref, old["id"], r.Faults)
				}
				run(t, db, c.undo)
			}
		}
		verified(t, db)
	})
}

func TestMissingRowsAreFound(t *testing.T) {
	t.Parallel()
	for name, do := range map[string][]string{
		"an entry":      {"DELETE FROM ledger_postings WHERE entry_id = $1", "DELETE FROM ledger_entries WHERE id = $1"},
		"a posting":     {"DELETE FROM ledger_postings WHERE entry_id = $1 AND n = 1"},
		"both postings": {"DELETE FROM ledger_postings WHERE entry_id = $1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
				e, err := post(t.Context(), db, toEscrow("CS1", 100))
				if err != nil {
					t.Fatal(err)
				}
				for _, q := range do {
					run(t, db, q, e.ID)
				}
				if r, err := ledger.New(db).Verify(t.Context()); err != nil || r.OK() {
					t.Errorf("not found (%v)", err)
				}
			})
		})
	}
}

func TestAMissingHeadIsFoundAndNothingIsPostedToItsChain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		run(t, db, "DELETE FROM ledger_chains")
		r, err := ledger.New(db).Verify(t.Context())
		if err != nil || r.FaultCount != 16 {
			t.Errorf("%d faults, %v", r.FaultCount, err)
		}
		if _, err := post(t.Context(), db, toEscrow("CS1", 5)); err == nil {
			t.Error("posted without a head")
		}
	})
}

func TestAWalletWhoseStepsHaveAGapIsFound(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		for step, ref := range map[int64]string{1: "top_1", 3: "top_3"} {
			if _, err := post(t.Context(), db, toWallet(ref, "acc_1", step, 5)); err != nil {
				t.Fatal(err)
			}
		}
		if r, err := ledger.New(db).Verify(t.Context()); err != nil || r.FaultCount != 1 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

func names(r ledger.Report, id string) bool {
	for _, f := range r.Faults {
		if f.EntryID == id {
			return true
		}
	}
	return false
}

func run(t *testing.T, db *storage.DB, query string, args ...any) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
		n, err := tx.Exec(ctx, query, args...)
		if err == nil && n == 0 {
			err = fmt.Errorf("no row changed")
		}
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// before reads what the tamperings overwrite, and finds a chain without entries.
func before(t *testing.T, db *storage.DB, ref string) (map[string]string, int64) {
	t.Helper()
	v := make([]string, 9)
	const query = `
SELECT e.id, e.chain, e.kind, e.ref, e.prev_hash, e.hash, p.account, p.currency, c.hash
FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id AND p.n = 0 JOIN ledger_chains c ON c.chain = e.chain
WHERE e.ref = $1`
	if err := db.Reader().QueryRow(t.Context(), query, ref).Scan(&v[0], &v[1], &v[2], &v[3], &v[4], &v[5], &v[6], &v[7], &v[8]); err != nil {
		t.Fatal(err)
	}
	var empty int64
	if err := db.Reader().QueryRow(t.Context(), "SELECT MIN(chain) FROM ledger_chains WHERE seq = 0").Scan(&empty); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"id": v[0], "chain": v[1], "kind": v[2], "ref": v[3], "prev_hash": v[4], "hash": v[5],
		"account": v[6], "currency": v[7], "head": v[8]}, empty
}
