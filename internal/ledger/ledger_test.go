package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func post(ctx context.Context, db *storage.DB, d ledger.Draft) (e ledger.Entry, err error) {
	s := ledger.New(db)
	err = db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		e, err = s.PostTx(ctx, tx, d)
		return err
	})
	return e, err
}

// toEscrow moves fen from the bank to an order's escrow: an entry without wallets, so without steps.
func toEscrow(ref string, fen int64) ledger.Draft {
	return ledger.Draft{Kind: "test.move", Ref: ref, Postings: []ledger.Posting{
		{Account: ledger.BankClearing(), Amount: money.CNY(-fen)},
		{Account: ledger.Escrow(ref), Amount: money.CNY(fen)},
	}}
}

func toWallet(ref, owner string, step, fen int64) ledger.Draft {
	return ledger.Draft{Kind: "test.topup", Ref: ref, Postings: []ledger.Posting{
		{Account: ledger.Gateway("test"), Amount: money.CNY(-fen)},
		{Account: ledger.Wallet(owner), Amount: money.CNY(fen), Step: step},
	}}
}

func verified(t testing.TB, db *storage.DB) ledger.Report {
	t.Helper()
	r, err := ledger.New(db).Verify(context.Background())
	if err != nil {
		t.Fatalf("verify: %v", err)
	}
	if !r.OK() {
		t.Fatalf("the ledger is wrong: %+v", r.Faults)
	}
	return r
}

func TestAnEntryIsPostedWithItsPostingsInFourStatements(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		before := db.Stats().Statements
		e, err := post(t.Context(), db, toEscrow("CS1", 1230))
		if err != nil {
			t.Fatal(err)
		}
		if got := db.Stats().Statements - before; got > 4 {
			t.Errorf("%d statements, want at most 4", got)
		}
		if e.Seq != 1 || e.PrevHash != "" || len(e.Hash) != 64 || !e.At.Equal(clk.Now()) {
			t.Errorf("entry %+v", e)
		}
		s := ledger.New(db)
		got, err := s.ByRef(t.Context(), db.Reader(), "CS1")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]ledger.Entry{e}, got); diff != "" {
			t.Error(diff)
		}
		for account, want := range map[ledger.Account]int64{ledger.BankClearing(): -1230, ledger.Escrow("CS1"): 1230, ledger.Escrow("CS2"): 0} {
			if b, err := s.Balance(t.Context(), db.Reader(), account, "CNY"); err != nil || b != money.CNY(want) {
				t.Errorf("%s: %v, %v, want %d", account, b, err, want)
			}
		}
		if r := verified(t, db); r.Entries != 1 || r.Postings != 2 || len(r.Heads) != 16 {
			t.Errorf("report %+v", r)
		}
	})
}

func TestTheSameKindAndRefIsPostedOnceAndTheTransactionStaysUsable(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		if _, err := post(t.Context(), db, toEscrow("CS1", 5)); err != nil {
			t.Fatal(err)
		}
		s := ledger.New(db)
		err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			if _, err := s.PostTx(ctx, tx, toEscrow("CS1", 7)); !errors.Is(err, ledger.ErrDuplicate) {
				return fmt.Errorf("second time: %w", err)
			}
			_, err := s.PostTx(ctx, tx, toEscrow("CS2", 7))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if r := verified(t, db); r.Entries != 2 {
			t.Errorf("%d entries, want 2", r.Entries)
		}
	})
}

func TestWhatDoesNotBalanceOrIsIncompleteIsRefused(t *testing.T) {
	t.Parallel()
	a, b := ledger.Escrow("CS1"), ledger.BankClearing()
	cases := map[string]struct {
		draft ledger.Draft
		want  error
	}{
		"sum is not zero":             {ledger.Draft{"k", "r", []ledger.Posting{{a, money.CNY(5), 0}, {b, money.CNY(-4), 0}}}, ledger.ErrUnbalanced},
		"zero only across currencies": {ledger.Draft{"k", "r", []ledger.Posting{{a, money.CNY(5), 0}, {b, money.New(-5, "USD"), 0}}}, ledger.ErrUnbalanced},
		"overflowing sum":             {ledger.Draft{"k", "r", []ledger.Posting{{a, money.CNY(1 << 62), 0}, {a, money.CNY(1 << 62), 0}, {b, money.CNY(-5), 0}}}, ledger.ErrUnbalanced},
		"no kind":                     {ledger.Draft{"", "r", []ledger.Posting{{a, money.CNY(5), 0}, {b, money.CNY(-5), 0}}}, ledger.ErrMalformed},
		"no ref":                      {ledger.Draft{"k", "", []ledger.Posting{{a, money.CNY(5), 0}, {b, money.CNY(-5), 0}}}, ledger.ErrMalformed},
		"one posting":                 {ledger.Draft{"k", "r", []ledger.Posting{{a, money.CNY(5), 0}}}, ledger.ErrMalformed},
		"a posting of zero":           {ledger.Draft{"k", "r", []ledger.Posting{{a, money.CNY(0), 0}, {b, money.CNY(0), 0}}}, ledger.ErrMalformed},
		"no currency":                 {ledger.Draft{"k", "r", []ledger.Posting{{a, money.New(5, ""), 0}, {b, money.New(-5, ""), 0}}}, ledger.ErrMalformed},
		"unknown kind of account":     {ledger.Draft{"k", "r", []ledger.Posting{{"pocket:me", money.CNY(5), 0}, {b, money.CNY(-5), 0}}}, ledger.ErrMalformed},
		"nobody's wallet":             {ledger.Draft{"k", "r", []ledger.Posting{{ledger.Wallet(""), money.CNY(5), 1}, {b, money.CNY(-5), 0}}}, ledger.ErrMalformed},
		"wallet without a step":       {ledger.Draft{"k", "r", []ledger.Posting{{ledger.Wallet("acc_1"), money.CNY(5), 0}, {b, money.CNY(-5), 0}}}, ledger.ErrMalformed},
		"step without a statement":    {ledger.Draft{"k", "r", []ledger.Posting{{a, money.CNY(5), 1}, {b, money.CNY(-5), 0}}}, ledger.ErrMalformed},
	}
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		for name, c := range cases {
			if _, err := post(t.Context(), db, c.draft); !errors.Is(err, c.want) {
				t.Errorf("%s: got %v, want %v", name, err, c.want)
			}
		}
		if r := verified(t, db); r.Entries != 0 {
			t.Errorf("%d entries, want none", r.Entries)
		}
	})
}

func TestAReversalPutsEveryBalanceBack(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		e, err := post(t.Context(), db, toEscrow("CS1", 99))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := post(t.Context(), db, ledger.Reverse(e, "test.undo", "CS1")); err != nil {
			t.Fatal(err)
		}
		if b, err := ledger.New(db).Balance(t.Context(), db.Reader(), ledger.Escrow("CS1"), "CNY"); err != nil || !b.IsZero() {
			t.Errorf("%v, %v", b, err)
		}
		verified(t, db)
	})
}

func TestAStatementRunsFromTheNewestStepWithTheBalanceAfterEach(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		for i := int64(1); i <= 5; i++ {
			if _, err := post(t.Context(), db, toWallet(fmt.Sprintf("top_%d", i), "acc_1", i, i*100)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := post(t.Context(), db, toWallet("top_9", "acc_2", 1, 900)); err != nil {
			t.Fatal(err)
		}
		s := ledger.New(db)
		var got []string
		req := page.Request{Limit: 2}
		for {
			p, err := s.Statement(t.Context(), db.Reader(), ledger.Wallet("acc_1"), "CNY", req)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range p.Items {
				got = append(got, fmt.Sprint(l.Step, " ", l.Ref, " ", l.Amount, " ", l.Balance))
			}
			if req.Cursor = p.Next; p.Next == "" {
				break
			}
		}
		want := []string{"5 top_5 5.00 15.00", "4 top_4 4.00 10.00", "3 top_3 3.00 6.00", "2 top_2 2.00 3.00", "1 top_1 1.00 1.00"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if _, err := s.Statement(t.Context(), db.Reader(), ledger.Wallet("acc_1"), "CNY", page.Request{Cursor: "x"}); !errors.Is(err, page.ErrBadCursor) {
			t.Errorf("damaged cursor: %v", err)
		}
		owners, err := s.Wallets(t.Context(), db.Reader(), "CNY", page.Request{Limit: 1})
		if err != nil || len(owners.Items) != 1 || owners.Items[0] != "acc_1" || owners.Next == "" {
			t.Errorf("owners %+v, %v", owners, err)
		}
		owners, err = s.Wallets(t.Context(), db.Reader(), "CNY", page.Request{Limit: 1, Cursor: owners.Next})
		if err != nil || len(owners.Items) != 1 || owners.Items[0] != "acc_2" || owners.Next != "" {
			t.Errorf("owners %+v, %v", owners, err)
		}
		if sum, n, err := s.BalanceAt(t.Context(), db.Reader(), ledger.Wallet("acc_1"), "CNY", 3); err != nil || n != 3 || sum != money.CNY(600) {
			t.Errorf("balance at 3: %v, %d, %v", sum, n, err)
		}
	})
}

func TestConcurrentPostsKeepEveryChainWhole(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, _ *clock.Clock) {
		g, ctx := errgroup.WithContext(t.Context())
		s := ledger.New(db)
		for i := range 24 {
			g.Go(func() error {
				for k := range 5 {
					ref := fmt.Sprintf("CS%d-%d", i, k)
					err := db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
						// Two chains in one transaction, in any order: PostgreSQL may have to break a deadlock.
						if _, err := s.PostTx(ctx, tx, toEscrow(ref, int64(i+1))); err != nil {
							return err
						}
						_, err := s.PostTx(ctx, tx, toEscrow(ref+"b", int64(k+1)))
						return err
					})
					if err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := g.Wait(); err != nil {
			t.Fatal(err)
		}
		r := verified(t, db)
		if r.Entries != 240 {
			t.Errorf("%d entries, want 240", r.Entries)
		}
		used := 0
		for _, h := range r.Heads {
			if h.Seq > 0 {
				used++
			}
		}
		if used != 16 {
			t.Errorf("%d chains used, want 16", used)
		}
	})
}

func TestARolledBackPostLeavesNoTrace(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		undone := errors.New("undone")
		s := ledger.New(db)
		if err := db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
			if _, err := s.PostTx(ctx, tx, toEscrow("CS1", 5)); err != nil {
				return err
			}
			return undone
		}); !errors.Is(err, undone) {
			t.Fatal(err)
		}
		clk.Advance(time.Hour)
		e, err := post(t.Context(), db, toEscrow("CS1", 6))
		if err != nil || e.Seq != 1 {
			t.Fatalf("seq %d, %v", e.Seq, err)
		}
		verified(t, db)
	})
}
