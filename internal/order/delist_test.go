package order_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
)

// asking is a delisting of specs as their seller asks for it; it is not confirmed yet.
func asking(t *testing.T, m *apptest.Market, product string, specs ...string) catalog.AskDelistInput {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 100, 100))); err != nil {
		t.Fatal(err)
	}
	f, err := m.Blobs.Put(t.Context(), blob.PutInput{Owner: m.Seller.ID, Purpose: blob.PurposeProof, Name: "proof.png", Reader: &b})
	if err != nil {
		t.Fatal(err)
	}
	in := catalog.AskDelistInput{Actor: m.Seller, ProductID: product, Reason: "产品线调整，不再提供", Proof: f.ID}
	for _, id := range specs {
		in.Specs = append(in.Specs, catalog.DelistSpec{SpecID: id})
	}
	return in
}

// delist is what follows when the seller confirms and an operator approves.
func delist(t *testing.T, m *apptest.Market, in catalog.AskDelistInput) {
	t.Helper()
	in.Confirm = true
	a, err := m.Catalog.AskDelist(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Catalog.Approve(t.Context(), catalog.ApproveInput{Actor: m.Operator, ApplicationID: a.ID, Rev: a.Rev}); err != nil {
		t.Fatal(err)
	}
}

func live(t *testing.T, m *apptest.Market, product string) catalog.Listing {
	t.Helper()
	l, err := m.Catalog.Live(t.Context(), product)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// business-rules 4.2: "delisting a spec/SKU affects coupons already issued and unused (they can no longer be used for it)"; our
// choice: the warning counts them, and the orders and services that go on.
func TestADelistingCountsWhatItTouchesAndItsCouponsSayWhy(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		s := saving(t, m, misseller.Behaviour{})
		modify(t, m, s.product, func(c *catalog.Content) { another(c, func(*catalog.Spec) {}) })
		first, second := live(t, m, s.product).Specs[0].ID, live(t, m, s.product).Specs[1].ID
		batch := func(spec string) string {
			b, err := m.Promo.SaveBatch(t.Context(), promo.SaveBatchInput{Actor: m.Seller, Terms: promo.Terms{Name: i18n.Text{ZH: "规格立减"}, Amount: 10,
				Validity: s.days(30), Items: []promo.Item{{ProductID: s.product, SpecID: spec}}, Shown: true, Total: 10, PerBuyer: 1}})
			s.must(err)
			b, err = m.Promo.PublishBatch(t.Context(), promo.BatchInput{Actor: m.Seller, Kind: b.Kind, ID: b.ID, Rev: b.Rev})
			s.must(err)
			c, err := m.Promo.Collect(t.Context(), promo.CollectInput{Actor: m.Buyer, BatchID: b.ID})
			s.must(err)
			return c.ID
		}
		ofFirst, ofSecond, ofBoth := batch(first), batch(second), s.coupon(5)
		opened := m.Buy(s.product)
		m.Await("the service", func() bool { return m.Order(opened.ID).State == order.StateCompleted })
		waiting := s.place(1, promo.Wish{})
		for spec, want := range map[string][3]int{first: {2, 1, 1}, second: {2, 0, 0}} {
			_, err := m.Catalog.AskDelist(t.Context(), asking(t, m, s.product, spec))
			touched := catalog.ErrDelistUnconfirmed.With("coupons", want[0], "orders", want[1], "services", want[2])
			if !errors.Is(err, catalog.ErrDelistUnconfirmed) || apperr.Of(err).Text("en") != touched.Text("en") {
				t.Errorf("%s: %v, want %s", spec, err, touched.Text("en"))
			}
		}
		delist(t, m, asking(t, m, s.product, first))

		in := m.OrderInput(m.Buyer, s.product) // of the second: the first is gone
		if in.SpecID != second {
			t.Fatalf("the first spec is still sold")
		}
		for coupon, want := range map[string]*apperr.Error{ofFirst: promo.ErrCouponDelisted, ofSecond: nil, ofBoth: nil} {
			ask := order.QuoteInput{Actor: m.Buyer, ProductID: in.ProductID, SpecID: in.SpecID, Selection: in.Selection, Term: in.Term, Wish: promo.Wish{CouponID: coupon}}
			if _, err := m.Orders.Quote(t.Context(), ask); !same(apperr.FieldsOf(err)["coupon"], want) {
				t.Errorf("quote: %v, want %v", err, want)
			}
			if want != nil {
				try := in
				try.Wish = ask.Wish
				if _, err := m.Orders.Place(t.Context(), try); !same(apperr.FieldsOf(err)["coupon"], want) {
					t.Errorf("place: %v, want %v", err, want)
				}
			}
		}
		gone := in
		gone.SpecID = first
		if _, err := m.Orders.Place(t.Context(), gone); !errors.Is(err, catalog.ErrSpecNotFound) {
			t.Errorf("the delisted spec: %v", err)
		}
		// existing orders continue to be served
		s.pay(waiting)
		m.Await("the order from before", func() bool { return m.Order(waiting.ID).State == order.StateCompleted })
	})
}

func same(got, want *apperr.Error) bool {
	return got == nil && want == nil || got != nil && want != nil && got.Code == want.Code
}

// business-rules 4.2 with 4.15, our choice: an add-on of a delisted spec is for who has that in use, until it runs out; newcomers
// hear that they cannot come to have it, and its seller may go on modifying the product.
func TestAnAddOnOfADelistedSpecIsForWhoHasItInUse(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		product := m.Publish(m.Server.Address(misseller.Behaviour{}), func(p *content.Product) { p.Extensions = nil })
		modify(t, m, product, func(c *catalog.Content) {
			another(c, func(s *catalog.Spec) { s.Parent = c.Specs[0].ID })
			another(c, func(s *catalog.Spec) { s.Name = i18n.Text{ZH: "第三规格", EN: "Third"} })
		})
		parent, addOn := live(t, m, product).Specs[0].ID, live(t, m, product).Specs[1].ID
		first := m.Buy(product)
		m.Await("the service", func() bool { return m.Order(first.ID).State == order.StateCompleted })
		delist(t, m, asking(t, m, product, parent))

		in := m.OrderInput(m.Buyer, product)
		in.SpecID = addOn
		newcomer := in
		newcomer.Actor = m.Stranger()
		newcomer.Actor.Verified = m.Buyer.Verified
		if _, err := m.Orders.Place(t.Context(), newcomer); !errors.Is(err, order.ErrParentGone) {
			t.Errorf("a newcomer: %v", err)
		}
		l := live(t, m, product)
		spec, _ := l.Spec(addOn)
		for buyer, want := range map[string]error{"": order.ErrParentGone, newcomer.Actor.ID: order.ErrParentGone, m.Buyer.ID: nil} {
			if err := m.Orders.MayAdd(t.Context(), buyer, l, spec); !errors.Is(err, want) {
				t.Errorf("the page tells %q: %v, want %v", buyer, err, want)
			}
		}
		modify(t, m, product, func(c *catalog.Content) { c.Overview.ZH += "，现已优化" })
		in.Agreements = m.OrderInput(m.Buyer, product).Agreements
		if _, err := m.Orders.Place(t.Context(), in); err != nil {
			t.Errorf("who has it in use: %v", err)
		}
		move(t, m, 40*24*time.Hour) // the month is over
		in.IdempotencyKey = "later"
		if _, err := m.Orders.Place(t.Context(), in); !errors.Is(err, order.ErrParentGone) {
			t.Errorf("after the service ended: %v", err)
		}
		d, err := m.Catalog.OpenModification(t.Context(), catalog.OpenModificationInput{Actor: m.Seller, ProductID: product})
		if err != nil {
			t.Fatal(err)
		}
		another(&d.Content, func(s *catalog.Spec) { s.Name, s.Parent = i18n.Text{ZH: "第四规格", EN: "Fourth"}, parent })
		if d, err = m.Catalog.SaveDraft(t.Context(), catalog.SaveDraftInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content}); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Catalog.Submit(t.Context(), catalog.SubmitInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev}); err == nil ||
			!strings.Contains(err.Error(), catalog.ErrParentUnknown.Code) {
			t.Errorf("a new add-on of what is gone: %v", err)
		}
	})
}

// business-rules 4.14, our choices: what an order costs after the seller changed the price.
func TestAPriceChangeTouchesNoOrderThatWasPlacedAndEveryOneAfterIt(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		s := saving(t, m, misseller.Behaviour{})
		old := s.input(1, promo.Wish{})
		ninety := money.CNY(old.ExpectTotal.Minor * 9 / 10)
		agreed := s.offer(promo.OfferLine{Item: promo.Item{ProductID: s.product, SpecID: old.SpecID}, Total: ninety,
			Config: &price.Config{Selection: old.Selection, Term: old.Term}})
		coupon := s.coupon(old.ExpectTotal.Minor/100 - 1) // just below the order
		waiting, late := s.place(1, promo.Wish{}), s.place(1, promo.Wish{})
		reprice := func(times func(price.Decimal) price.Decimal) {
			modify(t, m, s.product, func(c *catalog.Content) {
				for _, k := range c.Specs[0].Plan.SKUs {
					for u, p := range k.Prices {
						k.Prices[u] = times(p)
					}
				}
				for i := range c.Specs[0].Plan.Attributes {
					for u, p := range c.Specs[0].Plan.Attributes[i].Prices {
						p.Price = times(p.Price)
						for n := range p.Brackets {
							p.Brackets[n].Price = times(p.Brackets[n].Price)
						}
						c.Specs[0].Plan.Attributes[i].Prices[u] = p
					}
				}
			})
		}
		reprice(func(p price.Decimal) price.Decimal { return ratio(t, p, "2") })

		// "renewals and new orders use the price at order time"; who saw the old one is asked again
		now := s.input(1, promo.Wish{})
		if now.ExpectTotal.Minor != 2*old.ExpectTotal.Minor {
			t.Errorf("twice %v is %v", old.ExpectTotal, now.ExpectTotal)
		}
		old.IdempotencyKey, old.Agreements = "as it was", now.Agreements
		if _, err := m.Orders.Place(t.Context(), old); !errors.Is(err, order.ErrPriceChanged) {
			t.Errorf("an order at the old price: %v", err)
		}
		// "pending_payment orders keep their locked price until timeout"
		s.pay(waiting)
		if got := m.Order(waiting.ID); got.Total != old.ExpectTotal {
			t.Errorf("the order that waited costs %v, want %v", got.Total, old.ExpectTotal)
		}
		// "private offers keep their agreed price until they expire"
		if b, err := m.Orders.Quote(t.Context(), order.QuoteInput{Actor: m.Buyer, ProductID: now.ProductID, SpecID: now.SpecID, Selection: now.Selection, Term: now.Term,
			Wish: promo.Wish{OfferID: agreed}}); err != nil || b.Pay != ninety {
			t.Errorf("the agreed price: %v, %v", b.Pay, err)
		}
		// "coupons re-check amount < order amount"
		ask := order.QuoteInput{Actor: m.Buyer, ProductID: now.ProductID, SpecID: now.SpecID, Selection: now.Selection, Term: now.Term, Wish: promo.Wish{CouponID: coupon}}
		if _, err := m.Orders.Quote(t.Context(), ask); err != nil {
			t.Errorf("a coupon below the dearer order: %v", err)
		}
		reprice(func(p price.Decimal) price.Decimal { return ratio(t, p, "0.25") })
		if _, err := m.Orders.Quote(t.Context(), ask); !same(apperr.FieldsOf(err)["coupon"], price.ErrCouponTooLarge) {
			t.Errorf("a coupon beyond the cheaper order: %v", err)
		}
		move(t, m, 8*24*time.Hour)
		if _, err := m.Orders.Pay(t.Context(), order.PayInput{Actor: m.Buyer, OrderID: late.ID}); !errors.Is(err, order.ErrNotPayable) {
			t.Errorf("the locked price after the timeout: %v", err)
		}
	})
}

func ratio(t *testing.T, p price.Decimal, by string) price.Decimal {
	t.Helper()
	d, err := price.ParseUsage(by)
	if err == nil {
		d, err = p.Mul(d)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}
