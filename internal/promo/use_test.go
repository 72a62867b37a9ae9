package promo_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/storage/storetest"
)

// business-rules 5.8, rows Use, Charging modes, Order kinds, Amount; 4.14, coupons re-check the amount: the system lists those that fit, and says of the others why
// not; the order refuses them with the same words.
func TestTheSystemListsTheCouponsThatFitAndRefusesTheOthers(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		terms    func(*promo.Terms)
		purchase func(*house, *promo.Purchase)
		want     *apperr.Error
	}{
		"product":                   {want: nil},
		"spec":                      {terms: func(t *promo.Terms) { t.Items[0].SpecID = "spc_desk" }},
		"another spec":              {terms: func(t *promo.Terms) { t.Items[0].SpecID = "spc_desk_2" }, want: promo.ErrCouponScope},
		"another product":           {terms: func(t *promo.Terms) { t.Items[0].ProductID = "prd_chat" }, want: promo.ErrCouponScope},
		"month for month":           {terms: func(t *promo.Terms) { t.Units = []period.Unit{period.Month} }},
		"year for month":            {terms: func(t *promo.Terms) { t.Units = []period.Unit{period.Year} }, want: price.ErrCouponTerm},
		"new for new":               {terms: func(t *promo.Terms) { t.Orders = []price.OrderKind{price.OrderNew} }},
		"renewal for new":           {terms: func(t *promo.Terms) { t.Orders = []price.OrderKind{price.OrderRenewal} }, want: price.ErrCouponOrder},
		"less than the order":       {terms: func(t *promo.Terms) { t.Amount = 99 }},
		"as much as the order":      {terms: func(t *promo.Terms) { t.Amount = 100 }, want: price.ErrCouponTooLarge},
		"larger than the order":     {terms: func(t *promo.Terms) { t.Amount = 5000 }, want: price.ErrCouponTooLarge},
		"minimum reached":           {terms: func(t *promo.Terms) { t.Minimum = 100 }},
		"minimum missed":            {terms: func(t *promo.Terms) { t.Minimum = 101 }, want: price.ErrCouponMinimum},
		"not yet":                   {terms: func(t *promo.Terms) { t.Validity.From = t.Validity.To }, want: promo.ErrCouponNotYet},
		"not for special packages":  {terms: func(t *promo.Terms) { t.NotSpecial = true }, purchase: func(_ *house, p *promo.Purchase) { p.Product.Specs[0].Special = true }, want: promo.ErrCouponPackage},
		"an ordinary spec":          {terms: func(t *promo.Terms) { t.NotSpecial, t.NotPromotion = true, true }},
		"not with a promotion":      {terms: func(t *promo.Terms) { t.NotPromotion = true }, purchase: func(_ *house, p *promo.Purchase) { p.Product.Specs[0].Promoted = true }, want: promo.ErrCouponPromotion},
		"with a special package":    {purchase: func(_ *house, p *promo.Purchase) { p.Product.Specs[0].Special = true }},
		"the product became joint":  {purchase: func(_ *house, p *promo.Purchase) { p.Product.Joint = true }, want: promo.ErrCouponFamily},
		"collected by another one":  {purchase: func(h *house, p *promo.Purchase) { p.BuyerID = h.cat.ID }, want: promo.ErrCouponNotFound},
		"for an order of two parts": {terms: func(t *promo.Terms) { t.Amount = 150 }, purchase: func(_ *house, p *promo.Purchase) { p.Selection.Count = 2 }},
	}
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				h.t = t
				coupon := h.collected(h.bob, h.published(c.terms))
				p := h.purchase(h.bob, "desk", 1)
				p.Product.Specs = slices.Clone(p.Product.Specs)
				if c.purchase != nil {
					c.purchase(h, &p)
				}
				order, b, err := h.place(p, promo.Wish{CouponID: coupon.ID})
				wantField(t, err, "coupon", c.want)
				if c.want == nil && (b.Coupon != coupon.Batch.Amount() || b.Pay.Minor != b.List.Minor-b.Coupon.Minor) {
					t.Errorf("price: %+v", b)
				}
				if err == nil {
					h.cancel(order)
				}
				h.wantFit(p, coupon.ID, c.want)
			})
		}
	})
}

// business-rules 5.8: exclusive with business and private discounts, of the buyer that is: another's discount forbids nothing.
func TestACouponExcludesABusinessDiscount(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		coupon := h.collected(h.bob, h.published(nil))
		p, wish := h.purchase(h.bob, "desk", 1), promo.Wish{CouponID: coupon.ID}
		h.resale(price.ResaleProduct, "90", "")
		order, _, err := h.place(p, wish)
		h.must(err)
		h.cancel(order)
		h.reseller(h.bob.ID)
		_, _, err = h.place(p, wish)
		wantField(t, err, "coupon", promo.ErrCouponWithDiscount)
		h.wantFit(p, coupon.ID, promo.ErrCouponWithDiscount)
	})
}

// wantFit wants the list of coupons to say of one what an order says; another's is not in it.
func (h *house) wantFit(p promo.Purchase, couponID string, want *apperr.Error) {
	h.t.Helper()
	discounted := want == promo.ErrCouponWithDiscount
	fits, err := h.Fits(h.t.Context(), p, money.CNY(100_00*p.Selection.Count), discounted)
	h.must(err)
	for _, f := range fits {
		if f.ID == couponID && (want == nil) != (f.Why == nil) || f.ID == couponID && want != nil && !errors.Is(f.Why, want) {
			h.t.Errorf("the list says %v, want %v", f.Why, want)
		}
	}
	there := slices.ContainsFunc(fits, func(f promo.Fit) bool { return f.ID == couponID })
	if there == (want == promo.ErrCouponNotFound) {
		h.t.Errorf("in the list: %v", there)
	}
}

// business-rules 5.8, 8.1, 8.4: reserved, used, released; returned only by a 5-day unconditional refund.
func TestACouponFollowsItsOrder(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		c := h.collected(h.bob, h.published(nil))
		p, wish := h.purchase(h.bob, "desk", 1), promo.Wish{CouponID: c.ID}
		first, _, err := h.place(p, wish)
		h.must(err)
		if got := h.coupon(h.bob, c.ID); !got.Held() || got.OrderID != first {
			t.Errorf("held: %+v", got)
		}
		_, _, err = h.place(p, wish) // one coupon, one order
		wantField(t, err, "coupon", promo.ErrCouponTaken)
		h.cancel(first)
		h.cancel(first) // cancelled and out of time at once
		h.wantState(h.bob, c.ID, promo.CouponAvailable)
		second, _, err := h.place(p, wish)
		h.must(err)
		h.cancel(first) // the end of another order gives nothing away
		h.pay(second)
		h.pay(second)
		h.wantState(h.bob, c.ID, promo.CouponUsed)
		h.cancel(second) // a paid order has nothing to release
		h.refund(promo.Return{OrderID: second})
		h.wantState(h.bob, c.ID, promo.CouponUsed) // coupons not returned
		h.refund(promo.Return{OrderID: second, Unconditional: true})
		h.refund(promo.Return{OrderID: second, Unconditional: true})
		h.wantState(h.bob, c.ID, promo.CouponAvailable)
		third, _, err := h.place(p, wish)
		h.must(err)
		h.refund(promo.Return{OrderID: second, Unconditional: true}) // late, and of another order
		if got := h.coupon(h.bob, c.ID); got.OrderID != third {
			t.Errorf("the third order lost its coupon: %+v", got)
		}
		uses, err := h.Uses(t.Context(), db.Reader(), second)
		if err != nil || len(uses) != 1 || uses[0].Bearer != promo.BearerShared || uses[0].Amount != money.CNY(50_00) || uses[0].State != "returned" {
			t.Errorf("uses: %+v, %v", uses, err)
		}
	})
}

// business-rules 4.14, 5.8: an unpaid order keeps its price; once it is over, what has ended in the meantime has ended.
func TestAnUnpaidOrderKeepsItsCouponWhateverHappensToIt(t *testing.T) {
	t.Parallel()
	for _, how := range []string{promo.CouponVoid, promo.CouponExpired} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
				h, ctx := setup(t, db, clk), t.Context()
				b := h.published(func(t *promo.Terms) { t.Validity = h.days(3) })
				paid, unpaid, loose := h.collected(h.bob, b), h.collected(h.cat, b), promo.Coupon{}
				loose, err := h.Collect(ctx, promo.CollectInput{Actor: h.bob, BatchID: b.ID, Nth: 2})
				h.must(err)
				first, _, err := h.place(h.purchase(h.bob, "desk", 1), promo.Wish{CouponID: paid.ID})
				h.must(err)
				second, _, err := h.place(h.purchase(h.cat, "desk", 1), promo.Wish{CouponID: unpaid.ID})
				h.must(err)
				d, err := h.Batch(ctx, h.amy, promo.KindSeller, b.ID)
				if err != nil || d.Statistics.Live() != 3 || d.Statistics.Held != 2 {
					t.Errorf("live: %+v, %v", d.Statistics, err)
				}
				if how == promo.CouponVoid {
					_, err = h.VoidBatch(ctx, promo.BatchInput{Actor: h.amy, Kind: promo.KindSeller, ID: b.ID, Rev: b.Rev})
					wantField(t, err, "reason", promo.ErrReason)
					_, err = h.VoidBatch(ctx, promo.BatchInput{Actor: h.amy, Kind: promo.KindSeller, ID: b.ID, Rev: b.Rev, Reason: "sold out"})
				} else {
					clk.Advance(72 * time.Hour)
					err = h.RunDue(ctx)
				}
				h.must(err)
				h.wantState(h.bob, loose.ID, how)
				h.wantState(h.bob, paid.ID, promo.CouponAvailable)
				h.pay(first)
				h.wantState(h.bob, paid.ID, promo.CouponUsed)
				h.cancel(second)
				h.wantState(h.cat, unpaid.ID, how)
				h.refund(promo.Return{OrderID: first, Unconditional: true})
				h.wantState(h.bob, paid.ID, how)
			})
		})
	}
}

// Two orders want the same coupon at once: one gets it, the other is refused as a whole.
func TestOneCouponServesOneOfManyOrders(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, db *storage.DB, clk *clock.Clock) {
		h := setup(t, db, clk)
		c := h.collected(h.bob, h.published(nil))
		p := h.purchase(h.bob, "desk", 1)
		buyer, err := h.GrantTx(t.Context(), db.Reader(), p, promo.Wish{CouponID: c.ID})
		h.must(err)
		b, err := p.Product.Specs[0].Plan.Quote(p.Selection, p.Term, buyer)
		h.must(err)
		results := make(chan error, 20)
		var all sync.WaitGroup
		for n := range 20 {
			all.Go(func() {
				results <- db.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error {
					return h.ReserveTx(ctx, tx, promo.Reservation{OrderID: "CS" + string(rune('A'+n)), Purchase: p, Applied: b.Applied})
				})
			})
		}
		all.Wait()
		close(results)
		got := 0
		for err := range results {
			if err == nil {
				got++
			} else if e := apperr.FieldsOf(err)["coupon"]; e == nil || !errors.Is(e, promo.ErrCouponTaken) {
				t.Errorf("refused otherwise: %v", err)
			}
		}
		if got != 1 {
			t.Errorf("%d orders hold the coupon", got)
		}
	})
}
