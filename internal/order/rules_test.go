package order_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/salesrule"
)

// business-rules 5.3, 6.3: who is not a target hears why, and is let in once on the list.
func TestAnOrderAsksWhomTheProductIsSoldTo(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		in := m.OrderInput(m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		sheet, err := m.Rules.SetTarget(t.Context(), salesrule.SetTargetInput{Actor: m.Seller, ProductID: in.ProductID, Target: salesrule.TargetNamed})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Orders.Place(t.Context(), in); !errors.Is(err, salesrule.ErrNotForYou) {
			t.Fatalf("not on the list: %v", err)
		}
		if _, err := m.Rules.AddUsers(t.Context(), salesrule.UsersInput{Actor: m.Seller, ProductID: sheet.Product.ID, Of: salesrule.Of{List: salesrule.ListTarget}},
			[]promo.User{{ID: m.Buyer.ID, Name: m.Buyer.Name}}); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Orders.Place(t.Context(), in); err != nil {
			t.Errorf("on the list: %v", err)
		}
	})
}

// business-rules 5.4: of orders that come at once, a limit lets through as many as it says; what is given up does not count.
func TestALimitHoldsHoweverManyOrdersComeAtOnce(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		in := m.OrderInput(m.Buyer, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		if _, err := m.Rules.SetLimits(t.Context(), salesrule.SetLimitsInput{Actor: m.Seller, ProductID: in.ProductID,
			Limits: map[string]salesrule.Limit{in.SpecID: {Times: 2}}}); err != nil {
			t.Fatal(err)
		}
		placed, errs := make([]order.Order, 6), make([]error, 6)
		var wg sync.WaitGroup
		for i := range placed {
			one := in
			one.IdempotencyKey += string(rune('a' + i))
			wg.Go(func() { placed[i], errs[i] = m.Orders.Place(t.Context(), one) })
		}
		wg.Wait()
		var got []string
		for i, err := range errs {
			switch {
			case err == nil:
				got = append(got, placed[i].ID)
			case !errors.Is(err, salesrule.ErrLimitTimes):
				t.Errorf("refused with %v", err)
			}
		}
		if len(got) != 2 {
			t.Fatalf("%d orders passed a limit of 2", len(got))
		}
		if err := m.Orders.Cancel(t.Context(), order.CancelInput{Actor: m.Buyer, OrderID: got[0]}); err != nil {
			t.Fatal(err)
		}
		in.IdempotencyKey = "after all"
		if _, err := m.Orders.Place(t.Context(), in); err != nil {
			t.Errorf("after one was given up: %v", err)
		}
	})
}

// business-rules 5.5: once a spec is on the whitelist nobody may try it until invited; buying it is another matter.
func TestATrialByInvitationIsForTheInvited(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		modify(t, m, product, func(c *catalog.Content) { another(c, func(s *catalog.Spec) { s.Trial = 7 }) })
		l, err := m.Catalog.Live(t.Context(), product)
		if err != nil {
			t.Fatal(err)
		}
		in := m.OrderInput(m.Buyer, product)
		in.SpecID, in.Trial, in.Term, in.ExpectTotal = l.Specs[1].ID, true, price.Term{}, money.CNY(0)
		if _, err := m.Rules.SetTrials(t.Context(), salesrule.SetTrialsInput{Actor: m.Seller, ProductID: product, Specs: []string{in.SpecID}}); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Orders.Place(t.Context(), in); !errors.Is(err, salesrule.ErrTrialInvited) {
			t.Fatalf("not invited: %v", err)
		}
		buy := m.OrderInput(m.Buyer, product)
		buy.SpecID = in.SpecID
		if _, err := m.Orders.Place(t.Context(), buy); err != nil {
			t.Errorf("buying it: %v", err)
		}
		if _, err := m.Rules.AddUsers(t.Context(), salesrule.UsersInput{Actor: m.Seller, ProductID: product, Of: salesrule.Of{SpecID: in.SpecID, List: salesrule.ListTrial}},
			[]promo.User{{ID: m.Buyer.ID, Name: m.Buyer.Name}}); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Orders.Place(t.Context(), in); err != nil {
			t.Errorf("invited: %v", err)
		}
	})
}

// business-rules 4.12, 6.3 step 2: who is registered outside of the product's sales regions gets no price, no order and no trial, and
// hears why.
func TestAnOrderIsForBuyersOfTheProductsRegions(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		modify(t, m, product, func(c *catalog.Content) { another(c, func(s *catalog.Spec) { s.Trial = 7 }) })
		in := m.OrderInput(m.Buyer, product)
		outside := in
		outside.Actor.Country = "DE"
		trial := outside
		l, err := m.Catalog.Live(t.Context(), product)
		if err != nil {
			t.Fatal(err)
		}
		trial.SpecID, trial.Trial, trial.Term, trial.ExpectTotal = l.Specs[1].ID, true, price.Term{}, money.CNY(0)
		for name, x := range map[string]order.PlaceInput{"an order": outside, "a trial": trial} {
			if _, err := m.Orders.Place(t.Context(), x); !errors.Is(err, catalog.ErrNotSoldThere) {
				t.Errorf("%s: %v", name, err)
			}
			if _, err := m.Orders.Quote(t.Context(), order.QuoteInput{Actor: x.Actor, ProductID: x.ProductID, SpecID: x.SpecID, Selection: x.Selection, Term: x.Term,
				Trial: x.Trial}); !errors.Is(err, catalog.ErrNotSoldThere) {
				t.Errorf("the price of %s: %v", name, err)
			}
		}
		if _, err := m.Orders.Quote(t.Context(), order.QuoteInput{ProductID: in.ProductID, SpecID: in.SpecID, Selection: in.Selection, Term: in.Term}); err != nil {
			t.Errorf("a visitor sees the price: %v", err)
		}
		modify(t, m, product, func(c *catalog.Content) {
			c.Regions = []string{"cn", "eu"}
			c.Introduction.EN, c.Terms.EN = c.Introduction.ZH, c.Terms.ZH
		})
		outside.Agreements = m.OrderInput(m.Buyer, product).Agreements
		if _, err := m.Orders.Place(t.Context(), outside); err != nil {
			t.Errorf("once it is sold there: %v", err)
		}
	})
}
