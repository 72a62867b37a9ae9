package order_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
)

// modify changes a product on sale as its seller and an operator do.
func modify(t *testing.T, m *apptest.Market, productID string, change func(*catalog.Content)) {
	t.Helper()
	d, err := m.Catalog.OpenModification(t.Context(), catalog.OpenModificationInput{Actor: m.Seller, ProductID: productID})
	if err != nil {
		t.Fatal(err)
	}
	change(&d.Content)
	if d, err = m.Catalog.SaveDraft(t.Context(), catalog.SaveDraftInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content}); err != nil {
		t.Fatal(err)
	}
	a, err := m.Catalog.Submit(t.Context(), catalog.SubmitInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Catalog.Approve(t.Context(), catalog.ApproveInput{Actor: m.Operator, ApplicationID: a.ID, Rev: a.Rev}); err != nil {
		t.Fatal(err)
	}
}

// another is a second spec like the first.
func another(c *catalog.Content, change func(*catalog.Spec)) {
	s := c.Specs[0]
	s.ID, s.Stock, s.Name = "", nil, i18n.Text{ZH: "第二规格", EN: "Second"}
	change(&s)
	c.Specs = append(c.Specs, s)
}

// business-rules 4.7, 6.8: a trial costs nothing, lasts the days that its seller gives, and each account gets it once.
func TestATrialIsFreeLastsItsDaysAndIsHadOnce(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		in := m.OrderInput(m.Buyer, product)
		in.Trial, in.Term, in.ExpectTotal = true, price.Term{}, money.CNY(0)
		if _, err := m.Orders.Place(t.Context(), in); !errors.Is(err, order.ErrNoTrial) {
			t.Fatalf("a spec without a trial: %v", err)
		}
		modify(t, m, product, func(c *catalog.Content) { another(c, func(s *catalog.Spec) { s.Trial = 14 }) })
		l, err := m.Catalog.Live(t.Context(), product)
		if err != nil {
			t.Fatal(err)
		}
		in.SpecID = l.Specs[1].ID
		if in.Agreements, err = m.Orders.Agreements(t.Context(), product, l.Version); err != nil {
			t.Fatal(err)
		}
		wished := in
		wished.Wish = promo.Wish{CouponID: "cpn_x"}
		if _, err := m.Orders.Place(t.Context(), wished); !errors.Is(err, order.ErrTrialFree) {
			t.Errorf("with a coupon: %v", err)
		}
		inputs := make([]order.PlaceInput, 4) // at once: one of them
		placed, errs := make([]order.Order, len(inputs)), make([]error, len(inputs))
		var wg sync.WaitGroup
		for i := range inputs {
			inputs[i] = in
			inputs[i].IdempotencyKey += string(rune('a' + i))
			wg.Go(func() { placed[i], errs[i] = m.Orders.Place(t.Context(), inputs[i]) })
		}
		wg.Wait()
		var o order.Order
		for i, err := range errs {
			switch {
			case err == nil && o.ID == "":
				o = placed[i]
			case !errors.Is(err, order.ErrTriedBefore):
				t.Errorf("another trial: %v", err)
			}
		}
		if o.Kind != order.KindTrial || !o.Total.IsZero() || o.Line.Periods != 14 {
			t.Fatalf("placed %+v", o)
		}
		if err := m.Orders.Cancel(t.Context(), order.CancelInput{Actor: m.Buyer, OrderID: o.ID}); err != nil {
			t.Fatal(err)
		}
		in.IdempotencyKey = "after all"
		if o, err = m.Orders.Place(t.Context(), in); err != nil {
			t.Fatalf("what was not opened may be tried again: %v", err)
		}
		if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: m.Buyer, OrderID: o.ID}); err != nil {
			t.Fatal(err)
		}
		m.Await("the trial to be open", func() bool { return m.Order(o.ID).State == order.StateCompleted })
		i, err := m.Instances.Get(t.Context(), m.Buyer, m.Order(o.ID).Line.InstanceID)
		if err != nil || i.ExpiresAt.Sub(i.OpenedAt) != 14*24*time.Hour {
			t.Errorf("from %v to %v, %v", i.OpenedAt, i.ExpiresAt, err)
		}
		m.MoneyHolds()
	})
}

// business-rules 4.15: an add-on is for a service that is in use.
func TestAnAddOnNeedsTheServiceThatItBelongsTo(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), func(p *content.Product) { p.Extensions = nil })
		modify(t, m, product, func(c *catalog.Content) { another(c, func(s *catalog.Spec) { s.Parent = c.Specs[0].ID }) })
		in := m.OrderInput(m.Buyer, product)
		l, err := m.Catalog.Live(t.Context(), product)
		if err != nil {
			t.Fatal(err)
		}
		in.SpecID = l.Specs[1].ID
		if _, err := m.Orders.Place(t.Context(), in); !errors.Is(err, order.ErrParentNeeded) {
			t.Fatalf("without the service: %v", err)
		}
		first := m.Buy(product)
		m.Await("the service", func() bool { return m.Order(first.ID).State == order.StateCompleted })
		if _, err := m.Orders.Place(t.Context(), in); err != nil {
			t.Fatalf("with the service: %v", err)
		}
		move(t, m, 40*24*time.Hour) // the month is over
		in.IdempotencyKey = "later"
		if _, err := m.Orders.Place(t.Context(), in); !errors.Is(err, order.ErrParentNeeded) {
			t.Errorf("after the service ended: %v", err)
		}
	})
}
