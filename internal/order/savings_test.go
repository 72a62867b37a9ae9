package order_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
)

// saver is a buyer of one product on sale, and what its seller gives.
type saver struct {
	*testing.T
	m       *apptest.Market
	product string
}

func saving(t *testing.T, m *apptest.Market, how misseller.Behaviour) saver {
	return saver{t, m, m.Publish(m.Server.Address(how), nil)}
}

func (s saver) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s saver) days(n int) promo.Validity {
	today := s.m.DB.Clock().Now().In(period.Shanghai())
	return promo.Validity{From: today.Format("2006-01-02"), To: today.AddDate(0, 0, n-1).Format("2006-01-02")}
}

// coupon publishes a batch of ten of an amount in yuan, of which the buyer collects one.
func (s saver) coupon(amount int64) string {
	s.Helper()
	b, err := s.m.Promo.SaveBatch(s.Context(), promo.SaveBatchInput{Actor: s.m.Seller, Terms: promo.Terms{Name: i18n.Text{ZH: "新客立减"}, Amount: amount,
		Validity: s.days(30), Items: []promo.Item{{ProductID: s.product}}, Shown: true, Total: 10, PerBuyer: 1}})
	s.must(err)
	b, err = s.m.Promo.PublishBatch(s.Context(), promo.BatchInput{Actor: s.m.Seller, Kind: b.Kind, ID: b.ID, Rev: b.Rev})
	s.must(err)
	c, err := s.m.Promo.Collect(s.Context(), promo.CollectInput{Actor: s.m.Buyer, BatchID: b.ID})
	s.must(err)
	return c.ID
}

func (s saver) cash(amount string) string {
	s.Helper()
	c, err := s.m.Promo.IssueCash(s.Context(), promo.IssueCashInput{Actor: s.m.Operator, Key: amount, BuyerID: s.m.Buyer.ID, Amount: amount, Validity: s.days(30)})
	s.must(err)
	return c.ID
}

// offer quotes a share of the list price to the buyer.
func (s saver) offer(line promo.OfferLine) string {
	s.Helper()
	shape := promo.ShapeDiscount
	if line.Config != nil {
		shape = promo.ShapeConfiguration
	}
	o, err := s.m.Promo.CreateOffer(s.Context(), promo.CreateOfferInput{Actor: s.m.Seller, Name: "自拓优惠-会议-九折", Shape: shape,
		Users: []promo.User{{ID: s.m.Buyer.ID, Name: s.m.Buyer.Name}}, Validity: s.days(30), Lines: []promo.OfferLine{line}})
	s.must(err)
	if o.State != promo.OfferActive {
		s.Fatalf("offer is %s", o.State)
	}
	return o.ID
}

// input is an order of months at the price that a quote gives it.
func (s saver) input(months int, w promo.Wish) order.PlaceInput {
	s.Helper()
	in := s.m.OrderInput(s.m.Buyer, s.product)
	in.Term, in.Wish = price.Term{Unit: period.Month, Count: months}, w
	b, err := s.m.Orders.Quote(s.Context(), order.QuoteInput{Actor: in.Actor, ProductID: in.ProductID, SpecID: in.SpecID, Selection: in.Selection, Term: in.Term, Wish: w})
	s.must(err)
	in.ExpectTotal = b.Pay
	return in
}

func (s saver) place(months int, w promo.Wish) order.Order {
	s.Helper()
	o, err := s.m.Orders.Place(s.Context(), s.input(months, w))
	s.must(err)
	return o
}

func (s saver) pay(o order.Order) {
	s.Helper()
	s.m.Grant(s.m.Buyer, o.Total)
	_, err := s.m.Orders.Pay(s.Context(), order.PayInput{Actor: s.m.Buyer, OrderID: o.ID})
	s.must(err)
}

// states are those of the buyer's coupons.
func (s saver) coupons(state string) int {
	s.Helper()
	list, err := s.m.Promo.MyCoupons(s.Context(), s.m.Buyer, state, page.Request{Limit: 50})
	s.must(err)
	n := 0
	for _, c := range list.Items {
		if !c.Held() {
			n++
		}
	}
	return n
}

func (s saver) left(cashID string) money.Amount {
	s.Helper()
	list, err := s.m.Promo.MyCash(s.Context(), s.m.Buyer, page.Request{Limit: 50})
	s.must(err)
	for _, c := range list.Items {
		if c.ID == cashID {
			return c.Balance
		}
	}
	s.Fatalf("no cash coupon %s", cashID)
	return money.Amount{}
}

// business-rules 6.4: coupon, then cash coupons, then money.
func TestAnOrderTakesCouponThenCashThenMoneyAndUsesThemUp(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		s := saving(t, m, misseller.Behaviour{})
		w := promo.Wish{CouponID: s.coupon(10), Cash: []string{s.cash("5.00"), s.cash("1.25")}}
		list := s.input(3, promo.Wish{}).ExpectTotal
		o := s.place(3, w)
		if want := list.Minor - 10_00 - 6_25; o.Total.Minor != want || o.Line.Price.Pay != o.Total || len(o.Line.Price.Applied) != 3 {
			t.Fatalf("total %s of %s, applied %+v", o.Total, list, o.Line.Price.Applied)
		}
		// 5.8: one coupon per order; what an unpaid order holds is not there for another.
		_, err := m.Orders.Place(t.Context(), order.PlaceInput{Actor: m.Buyer, IdempotencyKey: "again", ProductID: o.ProductID, SpecID: o.Line.SpecID,
			Selection: o.Line.Selection, Term: price.Term{Unit: period.Month, Count: 3}, Wish: w, Agreements: o.Agreements, ExpectTotal: o.Total})
		if e := apperr.FieldsOf(err)["coupon"]; !errors.Is(e, promo.ErrCouponTaken) {
			t.Errorf("a second order with the same coupon: %v", err)
		}
		s.pay(o)
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		if s.coupons(promo.CouponUsed) != 1 || !s.left(w.Cash[0]).IsZero() || !s.left(w.Cash[1]).IsZero() {
			t.Errorf("used %d, left %s and %s", s.coupons(promo.CouponUsed), s.left(w.Cash[0]), s.left(w.Cash[1]))
		}
		if !m.Balance(m.Buyer).IsZero() {
			t.Errorf("balance %s: the buyer was given exactly the total", m.Balance(m.Buyer))
		}
		uses, err := m.Promo.Uses(t.Context(), m.DB.Reader(), o.ID)
		s.must(err)
		sum := int64(0)
		for _, u := range uses {
			sum += u.Amount.Minor
		}
		if sum != 16_25 {
			t.Errorf("uses %+v", uses)
		}
		m.MoneyHolds()
	})
}

// business-rules 6.5, 8.4: what ends without delivery gives everything back, whether it was paid for or not.
func TestWhatLoweredThePriceComesBackWhenTheOrderEndsWithoutDelivery(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(s saver, o order.Order){
		"cancelled": func(s saver, o order.Order) {
			s.must(s.m.Orders.Cancel(s.Context(), order.CancelInput{Actor: s.m.Buyer, OrderID: o.ID}))
		},
		"timed out": func(s saver, _ order.Order) { move(s.T, s.m, 7*24*time.Hour+time.Minute) },
		"opening failed": func(s saver, o order.Order) {
			s.pay(o)
			move(s.T, s.m, 3*time.Hour+time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			apptest.Run(t, func(t *testing.T, m *apptest.Market) {
				s := saving(t, m, misseller.Behaviour{Kind: misseller.Status})
				w := promo.Wish{CouponID: s.coupon(10), Cash: []string{s.cash("5.00")}}
				o := s.place(3, w)
				if s.coupons(promo.CouponAvailable) != 0 || !s.left(w.Cash[0]).IsZero() {
					t.Fatal("the order holds nothing")
				}
				end(s, o)
				if got := m.Order(o.ID).State; got != order.StateCancelled {
					t.Fatalf("order is %s", got)
				}
				if s.coupons(promo.CouponAvailable) != 1 || s.left(w.Cash[0]) != money.CNY(5_00) {
					t.Errorf("available %d, left %s", s.coupons(promo.CouponAvailable), s.left(w.Cash[0]))
				}
				if again := s.place(3, w); again.Total != o.Total {
					t.Errorf("again: %s, before %s", again.Total, o.Total)
				}
				m.MoneyHolds()
			})
		})
	}
}

// A cash coupon may pay everything: then there is nothing to move, and the order is opened all the same (6.4: confirm only).
func TestAnOrderThatCashCouponsPayWhollyIsOpened(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		s := saving(t, m, misseller.Behaviour{})
		o := s.place(1, promo.Wish{Cash: []string{s.cash("100000.00")}})
		if !o.Total.IsZero() {
			t.Fatalf("total %s", o.Total)
		}
		if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: m.Buyer, OrderID: o.ID}); err != nil {
			t.Fatal(err)
		}
		m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		m.MoneyHolds()
	})
}

// business-rules 5.7: a discount quote may be ordered many times, a configuration quote once, and neither goes with a coupon.
func TestPrivateOffersHoldForTheirBuyerAndNeverWithACoupon(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		s := saving(t, m, misseller.Behaviour{})
		list := s.input(2, promo.Wish{}).ExpectTotal
		ninety, err := price.ParsePrice("0.9")
		s.must(err)
		discount := s.offer(promo.OfferLine{Item: promo.Item{ProductID: s.product}, Ratio: ninety})
		for range 2 {
			if o := s.place(2, promo.Wish{OfferID: discount}); o.Total.Minor != list.Minor*9/10 {
				t.Errorf("90 %% of %s is %s", list, o.Total)
			}
		}
		in := s.input(2, promo.Wish{OfferID: discount})
		in.Wish.CouponID = s.coupon(10)
		if _, err := m.Orders.Place(t.Context(), in); !errors.Is(apperr.FieldsOf(err)["coupon"], promo.ErrCouponWithDiscount) {
			t.Errorf("offer with coupon: %v", err)
		}
		other := s.input(2, promo.Wish{})
		other.Actor, other.Wish.OfferID = m.Other(), discount
		if _, err := m.Orders.Place(t.Context(), other); !errors.Is(apperr.FieldsOf(err)["offer"], promo.ErrOfferNotFound) {
			t.Errorf("somebody else's offer: %v", err)
		}
	})
}

// Two orders at once of one configuration quote: one gets it.
func TestAConfigurationQuoteIsOrderedOnceWhoeverIsQuicker(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		s := saving(t, m, misseller.Behaviour{})
		plain := s.input(2, promo.Wish{})
		total := money.CNY(plain.ExpectTotal.Minor - 1)
		id := s.offer(promo.OfferLine{Item: promo.Item{ProductID: s.product, SpecID: plain.SpecID}, Total: total,
			Config: &price.Config{Selection: plain.Selection, Term: plain.Term}})
		held, err := m.Orders.Savings(t.Context(), order.QuoteInput{Actor: m.Buyer, ProductID: s.product, SpecID: plain.SpecID, Selection: plain.Selection, Term: plain.Term})
		s.must(err)
		if len(held.Offers) != 1 || held.Best(order.QuoteInput{Selection: plain.Selection, Term: plain.Term}).OfferID != id {
			t.Fatalf("offered %+v", held.Offers)
		}
		inputs := make([]order.PlaceInput, 4)
		for i := range inputs {
			inputs[i] = s.input(2, promo.Wish{OfferID: id})
		}
		var wg sync.WaitGroup
		errs := make([]error, len(inputs))
		for i := range inputs {
			wg.Go(func() { _, errs[i] = m.Orders.Place(t.Context(), inputs[i]) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !errors.Is(apperr.FieldsOf(err)["offer"], promo.ErrOfferUsed):
				t.Errorf("refused with %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d orders took the quote", won)
		}
	})
}

// The list of coupons for an order says of each why it does not fit (5.8), and the price says the same when it is asked for.
func TestSavingsSayWhatFitsAndWhy(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		s := saving(t, m, misseller.Behaviour{})
		small, large := s.coupon(10), s.coupon(900_000)
		in := s.input(1, promo.Wish{})
		ask := order.QuoteInput{Actor: m.Buyer, ProductID: in.ProductID, SpecID: in.SpecID, Selection: in.Selection, Term: in.Term}
		got, err := m.Orders.Savings(t.Context(), ask)
		s.must(err)
		if len(got.Coupons) != 2 || got.Coupons[0].ID != small || got.Coupons[0].Why != nil || !errors.Is(got.Coupons[1].Why, price.ErrCouponTooLarge) {
			t.Fatalf("%+v", got.Coupons)
		}
		if got.Best(ask).CouponID != small {
			t.Errorf("best is %+v", got.Best(ask))
		}
		ask.Wish.CouponID = large
		if _, err := m.Orders.Quote(t.Context(), ask); !errors.Is(apperr.FieldsOf(err)["coupon"], price.ErrCouponTooLarge) {
			t.Errorf("5.8: the amount must be below the order's: %v", err)
		}
		nobody, err := m.Orders.Savings(t.Context(), order.QuoteInput{Actor: account.Actor{}, ProductID: in.ProductID, SpecID: in.SpecID, Selection: in.Selection, Term: in.Term})
		if err != nil || !nobody.None() {
			t.Errorf("a visitor is offered %+v, %v", nobody, err)
		}
		if _, err := m.Orders.Quote(t.Context(), order.QuoteInput{Actor: m.Buyer, ProductID: in.ProductID, SpecID: "spc_none"}); !errors.Is(err, catalog.ErrSpecNotFound) {
			t.Errorf("an unknown spec: %v", err)
		}
	})
}
