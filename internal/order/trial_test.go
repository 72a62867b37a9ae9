package order_test

import (
	"context"
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
	"github.com/souk-market/souk/internal/storage"
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
		if in.Agreements, err = m.Orders.Agreements(t.Context(), l); err != nil {
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

// business-rules 4.6: "a 0-price package must be once per user". Packages cannot be ordered yet (catalog.Spec.Orderable); the rule
// holds as soon as they can: of orders that come at once one has it, and what ends without delivery was not had.
func TestAPackageIsHadOncePerUser(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		have := func(o order.Order) error {
			return m.DB.InTx(t.Context(), func(ctx context.Context, tx *storage.Tx) error { return order.OnceTx(ctx, tx, o) })
		}
		product := m.Publish(m.Server.Address(misseller.Behaviour{Kind: misseller.Status}), nil)
		o, failing := m.Buy(product), m.Buy(product)
		errs := make([]error, 6)
		var wg sync.WaitGroup
		for i := range errs {
			one := o
			if i > 0 {
				one.ID += string(rune('a' + i))
			}
			wg.Go(func() { errs[i] = have(one) })
		}
		wg.Wait()
		had := 0
		for _, err := range errs {
			if err == nil {
				had++
			} else if !errors.Is(err, order.ErrOnce) {
				t.Errorf("another: %v", err)
			}
		}
		if had != 1 {
			t.Errorf("had %d times", had)
		}
		someone := o
		someone.ID, someone.BuyerID = "CSother", "acc_other"
		if err := have(someone); err != nil {
			t.Errorf("another account: %v", err)
		}
		failing.Line.SpecID = "spc_free"
		if err := have(failing); err != nil {
			t.Fatal(err)
		}
		move(t, m, 4*time.Hour) // the seller's server never answers well: the order ends without delivery
		if got := m.Order(failing.ID).State; got != order.StateCancelled {
			t.Fatalf("order is %s", got)
		}
		again := failing
		again.ID = "CSagain"
		if err := have(again); err != nil {
			t.Errorf("after an order that was not delivered: %v", err)
		}
	})
}
