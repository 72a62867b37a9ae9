package seller_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// deposit writes the deposit of who, as olga saw it.
func (h *house) deposit(who account.Actor, amount, note string) error {
	h.t.Helper()
	r := h.record(who)
	_, err := h.SetDeposit(h.t.Context(), seller.SetDepositInput{Actor: h.olga, SellerID: r.Seller.ID, Rev: r.Standing.Rev, Amount: amount, Note: note, Reason: why})
	return err
}

// lines are the entries about a seller of an action.
func (h *house) lines(sellerID, action string) []audit.Entry {
	h.t.Helper()
	var out []audit.Entry
	for e, err := range audit.New(h.db).All(h.t.Context(), audit.Everything(), audit.Filter{Action: action}) {
		if err != nil {
			h.t.Fatal(err)
		}
		if e.Object == sellerID {
			out = append(out, e)
		}
	}
	return out
}

// business-rules 2.10: no deposit is asked for, and the field is the operators'.
func TestADepositIsWhatAnOperatorWrote(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		if got := h.record(ann).Standing.Deposit; got != (seller.Deposit{Amount: money.CNY(0)}) {
			t.Errorf("a seller begins with %+v", got)
		}
		clk.Advance(time.Hour)
		if err := h.deposit(ann, " 5000.5 ", "收据  2026-17"); err != nil {
			t.Fatal(err)
		}
		want := seller.Deposit{Amount: money.CNY(500050), Note: "收据 2026-17", At: h.record(ann).Standing.Deposit.At, ByID: h.olga.UserID, ByName: h.olga.Name}
		if got := h.record(ann).Standing; got.Deposit != want || got.Level != seller.LevelCertified || got.Rev != 1 || want.At.Before(clk.Now().Add(-time.Minute)) {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if err := h.level(ann, seller.LevelLeading); err != nil {
			t.Fatal(err)
		}
		if err := h.deduct(ann, "late_answer", ""); err != nil {
			t.Fatal(err)
		}
		if got := h.record(ann).Standing; got.Deposit != want || got.Level != seller.LevelLeading {
			t.Errorf("another decision made it %+v", got)
		}

		rev := h.rev(ann)
		if err := h.deposit(ann, "5000.50", "收据 2026-17"); err != nil || h.rev(ann) != rev {
			t.Errorf("the same once more: %v, revision %d after %d", err, h.rev(ann), rev)
		}
		if err := h.deposit(ann, "5000.50", "收据 2026-18"); err != nil {
			t.Fatal(err)
		}
		if err := h.deposit(ann, "0", ""); err != nil {
			t.Fatal(err)
		}
		if got := h.record(ann).Standing.Deposit; !got.Amount.IsZero() || got.Note != "" || got.At.IsZero() {
			t.Errorf("paid back: %+v", got)
		}
		if got := h.told(ann, "seller.deposit_changed"); got != 2 { // written and paid back; not the same again, nor the note
			t.Errorf("told %d times", got)
		}
		entries := h.lines(h.record(ann).Seller.ID, "seller.deposit_set")
		if len(entries) != 3 || entries[2].Reason != why || !strings.Contains(entries[2].After, "5000.50") {
			t.Fatalf("%d entries: %+v", len(entries), entries)
		}
	})
}

func TestADepositHasBounds(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		for _, bad := range []string{"", "-0.01", "100000000.01", "1.005", "1,000", "much", "99999999999999999999"} {
			wantErr(t, "a deposit of "+bad, h.deposit(ann, bad, ""), seller.ErrDepositAmount)
		}
		if err := h.deposit(ann, "1", string(slices.Repeat([]rune("长"), seller.MaxDepositNote+1))); err == nil {
			t.Error("a note that is too long is taken")
		}
		id := h.record(ann).Seller.ID
		_, err := h.SetDeposit(t.Context(), seller.SetDepositInput{Actor: h.olga, SellerID: id, Amount: "1", Reason: "短"})
		wantErr(t, "a short reason", err, seller.ErrReason)
		_, err = h.SetDeposit(t.Context(), seller.SetDepositInput{Actor: ann, SellerID: id, Amount: "1", Reason: why})
		wantErr(t, "the seller itself", err, account.ErrForbidden)
		if err := h.deposit(ann, "100000000", ""); err != nil {
			t.Errorf("the largest one: %v", err)
		}
		if got := h.record(ann).Standing; got.Deposit.Amount != money.CNY(seller.MaxDeposit) || got.Rev != 1 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestOfTwoOperatorsWhoWriteADepositTheSecondIsTold(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		r := h.record(ann)
		results := make(chan error)
		for i, amount := range []string{"1", "2", "3", "4"} {
			who := []account.Actor{h.olga, h.otto}[i%2]
			go func() {
				_, err := h.SetDeposit(t.Context(), seller.SetDepositInput{Actor: who, SellerID: r.Seller.ID, Rev: r.Standing.Rev, Amount: amount, Reason: why})
				results <- err
			}()
		}
		done := 0
		for range 4 {
			switch err := <-results; {
			case err == nil:
				done++
			case !errors.Is(err, seller.ErrStandingChanged):
				t.Errorf("got %v", err)
			}
		}
		if got := h.lines(r.Seller.ID, "seller.deposit_set"); done != 1 || len(got) != 1 || h.told(ann, "seller.deposit_changed") != 1 || h.rev(ann) != 1 {
			t.Errorf("%d succeeded, %d entries, told %d times", done, len(got), h.told(ann, "seller.deposit_changed"))
		}
	})
}

// business-rules 2.10: at 50 points "everything deducted" is the deposit; an expulsion that an operator chose is the same.
func TestAnExpulsionTakesTheDeposit(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		expel func(*house, account.Actor) error
	}{
		{"50 points", func(h *house, who account.Actor) error { return h.deduct(who, "fake_sales", "苇桥软件") }},
		{"an operator", func(h *house, who account.Actor) error { return h.penalise(who, seller.PenaltyExpel, "苇桥软件") }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
				h := setup(t, db, clk)
				ann := h.trader(h.ann)
				if err := h.deposit(ann, "5000", "收据"); err != nil {
					t.Fatal(err)
				}
				if err := h.penalise(ann, seller.PenaltyBlacklist, ""); err != nil {
					t.Fatal(err)
				}
				if r := h.record(ann); r.Standing.Deposit.Amount != money.CNY(500000) || !r.Penalties[0].Forfeited.IsZero() {
					t.Errorf("a lesser penalty left %v and took %v", r.Standing.Deposit.Amount, r.Penalties[0].Forfeited)
				}
				clk.Advance(time.Minute)
				if err := tc.expel(h, ann); err != nil {
					t.Fatal(err)
				}
				r := h.record(ann)
				if d := r.Standing.Deposit; !d.Amount.IsZero() || d.ByID != h.olga.UserID || d.Note != "收据" {
					t.Errorf("what stands is %+v", d)
				}
				if got := r.Penalties[0].Forfeited; got != money.CNY(500000) {
					t.Errorf("the penalty took %v", got)
				}
				got := h.lines(r.Seller.ID, "seller.deposit_forfeited")
				if len(got) != 1 || !strings.Contains(got[0].Before, "5000.00") || !strings.Contains(got[0].After, `"0.00"`) || !strings.Contains(got[0].After, r.Penalties[0].ID) {
					t.Errorf("the record says %+v", got)
				}
				said := slices.IndexFunc(h.lines(r.Seller.ID, "seller.penalised"), func(e audit.Entry) bool {
					return strings.Contains(e.After, r.Penalties[0].ID) && strings.Contains(e.After, `"forfeited":{"amount":"5000.00"`)
				})
				if said < 0 {
					t.Error("the line of the expulsion does not say what stood as a deposit")
				}
				wantErr(t, "a new deposit of who is expelled", h.deposit(ann, "1", ""), seller.ErrSellerGone)
			})
		})
	}
}

// Who left gets its deposit back: the operators write that down.
func TestTheDepositOfWhoLeftOnlyBecomesLess(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		ann := h.trader(h.ann)
		if err := h.deposit(ann, "5000", ""); err != nil {
			t.Fatal(err)
		}
		h.tx(func(ctx context.Context, tx *storage.Tx) error {
			return h.ExitTx(ctx, tx, seller.EndInput{Actor: h.olga, AccountID: ann.ID, Reason: why})
		})
		wantErr(t, "more than before", h.deposit(ann, "5000.01", ""), seller.ErrSellerGone)
		if err := h.deposit(ann, "0", "已退还"); err != nil {
			t.Fatal(err)
		}
		if d := h.record(ann).Standing.Deposit; !d.Amount.IsZero() || d.Note != "已退还" {
			t.Errorf("got %+v", d)
		}
	})
}
