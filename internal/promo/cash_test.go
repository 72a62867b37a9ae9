package promo_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

func (h *house) cash(who account.Actor, amount string) promo.Cash {
	h.t.Helper()
	h.orders++
	h.clk.Advance(time.Second) // two ids of one instant have no order
	c, err := h.IssueCash(h.t.Context(), promo.IssueCashInput{Actor: h.olga, Key: "k" + string(rune('a'+h.orders)), BuyerID: who.ID, Amount: amount, Validity: h.days(30)})
	h.must(err)
	return c
}

// business-rules 5.8, 6.4, 8.1: many for an order, stackable, after the coupon; partly returned by a refund.
func TestCashCouponsAreUsedInPartsAfterTheCoupon(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		c := h.collected(h.bob, h.published(nil))
		small, large := h.cash(h.bob, "20.00"), h.cash(h.bob, "100.00")
		wish := promo.Wish{CouponID: c.ID, Cash: []string{small.ID, large.ID}}
		order, b, err := h.place(h.purchase(h.bob, "desk", 1), wish)
		if err != nil || b.Coupon != money.CNY(50_00) || b.Cash != money.CNY(50_00) || !b.Pay.IsZero() {
			t.Fatalf("price: %+v, %v", b, err)
		}
		balances := func(want ...int64) {
			t.Helper()
			list, err := h.MyCash(ctx, h.bob, page.Request{})
			h.must(err)
			for i, w := range want { // the newest first
				if got := list.Items[len(want)-1-i].Balance; got != money.CNY(w) {
					t.Errorf("balance %d: %v, want %d", i, got, w)
				}
			}
		}
		balances(0, 70_00)
		h.cancel(order)
		balances(20_00, 100_00)
		order, _, err = h.place(h.purchase(h.bob, "desk", 1), wish)
		h.must(err)
		h.pay(order)
		h.refund(promo.Return{OrderID: order, Cash: money.CNY(35_00)})
		h.refund(promo.Return{OrderID: order, Cash: money.CNY(35_00)}) // what came back does not come back again
		h.wantState(h.bob, c.ID, promo.CouponUsed)
		list, err := h.UsableCash(ctx, h.bob.ID)
		h.must(err)
		sum := int64(0)
		for _, x := range list {
			sum += x.Balance.Minor
		}
		if sum != 70_00+35_00 {
			t.Errorf("left: %d", sum)
		}
		_, _, err = h.place(h.purchase(h.cat, "desk", 1), promo.Wish{Cash: []string{large.ID}})
		wantField(t, err, "cash", promo.ErrCashNotFound)
		void, err := h.VoidCash(ctx, promo.VoidCashInput{Actor: h.olga, ID: large.ID, Reason: "issued in error"})
		if err != nil || void.State != promo.CashVoid {
			t.Errorf("void: %+v, %v", void, err)
		}
		_, _, err = h.place(h.purchase(h.bob, "desk", 1), promo.Wish{Cash: []string{large.ID}})
		wantField(t, err, "cash", promo.ErrCashState)
		if _, err := h.VoidCash(ctx, promo.VoidCashInput{Actor: h.olga, ID: large.ID, Reason: "again!"}); !errors.Is(err, promo.ErrCashState) {
			t.Errorf("void twice: %v", err)
		}
		clk.Advance(31 * 24 * time.Hour)
		_, _, err = h.place(h.purchase(h.bob, "desk", 1), promo.Wish{Cash: []string{small.ID}})
		wantField(t, err, "cash", promo.ErrCashState)
		h.must(h.RunDue(ctx))
		if all, err := h.Cashes(ctx, h.olga, h.bob.ID, page.Request{}); err != nil || len(all.Items) != 2 || all.Items[1].State != promo.CashExpired {
			t.Errorf("all: %+v, %v", all.Items, err)
		}
	})
}

// Orders at once never take more than there is.
func TestABalanceIsNeverSpentTwice(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		cash := h.cash(h.bob, "250.00")
		p := h.purchase(h.bob, "desk", 1)
		p2 := promo.Reservation{Purchase: p, Applied: []price.Reduction{{Kind: price.ByCashCoupon, ID: cash.ID, Amount: money.CNY(100_00)}}}
		results := make(chan error, 10)
		var all sync.WaitGroup
		for n := range 10 {
			r := p2
			r.OrderID = "CS" + string(rune('A'+n))
			all.Go(func() {
				results <- db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error { return h.ReserveTx(ctx, tx, r) })
			})
		}
		all.Wait()
		close(results)
		got := 0
		for err := range results {
			if err == nil {
				got++
			} else if !errors.Is(err, promo.ErrCashShort) {
				t.Errorf("refused otherwise: %v", err)
			}
		}
		if left, err := h.UsableCash(t.Context(), h.bob.ID); got != 2 || err != nil || len(left) != 1 || left[0].Balance != money.CNY(50_00) {
			t.Errorf("%d orders, left %+v, %v", got, left, err)
		}
	})
}

func TestACashCouponIsIssuedOncePerRequest(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h, ctx := setup(t, db, clk), t.Context()
		in := promo.IssueCashInput{Actor: h.olga, Key: "k", BuyerID: h.bob.ID, Amount: "500", Validity: h.days(10), Note: "sorry"}
		first, err := h.IssueCash(ctx, in)
		h.must(err)
		again, err := h.IssueCash(ctx, in)
		if err != nil || again.ID != first.ID || h.told(h.bob)[notify.CashIssued] != 1 {
			t.Errorf("again: %+v, %v, %v", again, err, h.told(h.bob))
		}
		other := in
		other.Amount = "600"
		if _, err := h.IssueCash(ctx, other); !errors.Is(err, promo.ErrCashKey) {
			t.Errorf("the same request, other money: %v", err)
		}
		for name, c := range map[string]struct {
			change func(*promo.IssueCashInput)
			field  string
			want   *apperr.Error
		}{
			"nothing":      {func(in *promo.IssueCashInput) { in.Amount = "0" }, "amount", promo.ErrCashAmount},
			"too much":     {func(in *promo.IssueCashInput) { in.Amount = "1000000.01" }, "amount", promo.ErrCashAmount},
			"a third of 分": {func(in *promo.IssueCashInput) { in.Amount = "1.001" }, "amount", promo.ErrCashAmount},
			"nobody":       {func(in *promo.IssueCashInput) { in.BuyerID = "acc_x" }, "account", promo.ErrAccountUnknown},
			"no key":       {func(in *promo.IssueCashInput) { in.Key = "" }, "key", promo.ErrKey},
			"over":         {func(in *promo.IssueCashInput) { in.Validity.To = "2001-01-01" }, "to", promo.ErrEndBefore},
		} {
			in := in
			c.change(&in)
			_, err := h.IssueCash(ctx, in)
			wantField(t, err, c.field, c.want)
			if t.Failed() {
				t.Fatal(name)
			}
		}
		in.Actor = h.amy
		if _, err := h.IssueCash(ctx, in); !errors.Is(err, account.ErrForbidden) {
			t.Errorf("a seller issues: %v", err)
		}
	})
}
