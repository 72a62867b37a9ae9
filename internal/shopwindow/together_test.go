package shopwindow_test

import (
	"slices"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/shopwindow"
)

// market is a marketplace with three products on sale: main, beside and rare.
type market struct {
	*apptest.Market
	t                  *testing.T
	main, beside, rare string
}

func each(t *testing.T, fn func(m *market)) {
	t.Helper()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		publish := func(name string) string {
			return m.Publish(m.Server.Address(misseller.Behaviour{}), func(p *content.Product) { p.Name.ZH, p.Name.EN = "商品"+name, "Product "+name })
		}
		fn(&market{m, t, publish("A"), publish("B"), publish("C")})
	})
}

func (m *market) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// buys places an order for each product, and pays it.
func (m *market) buys(who account.Actor, products ...string) {
	m.t.Helper()
	for _, id := range products {
		in := m.OrderInput(who, id)
		m.Grant(who, in.ExpectTotal)
		o, err := m.Orders.Place(m.t.Context(), in)
		m.must(err)
		_, err = m.Orders.Pay(m.t.Context(), order.PayInput{Actor: who, OrderID: o.ID})
		m.must(err)
	}
}

func (m *market) wants(what, product string, want ...string) {
	m.t.Helper()
	m.must(m.Window.Count(m.t.Context()))
	list, err := m.Window.Beside(m.t.Context(), product)
	m.must(err)
	var got []string
	for _, l := range list {
		got = append(got, l.ProductID)
	}
	if !slices.Equal(got, want) {
		m.t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// business-rules 6.1: recommended products. Nothing shows that fewer than five accounts did.
func TestWhatFiveBuyersBoughtTogetherStandsBesideAProduct(t *testing.T) {
	t.Parallel()
	each(t, func(m *market) {
		m.wants("nothing bought", m.main)
		var buyers []account.Actor
		for range shopwindow.LeastBuyers {
			buyers = append(buyers, m.Account(account.Buyer))
		}
		for _, who := range buyers[1:] {
			m.buys(who, m.main, m.beside)
		}
		m.buys(buyers[1], m.main, m.beside, m.rare, m.rare) // again, and something that nobody else buys
		in := m.OrderInput(buyers[0], m.beside)             // unpaid, so not bought
		_, err := m.Orders.Place(t.Context(), in)
		m.must(err)
		m.buys(buyers[0], m.main)
		m.wants("four buyers", m.main)
		m.buys(buyers[0], m.beside)
		m.wants("five buyers", m.main, m.beside)
		m.wants("the other way round", m.beside, m.main)
		m.wants("of one buyer", m.rare)
		m.must(m.hide(m.beside))
		m.wants("hidden", m.main)
	})
}

// hide takes a product out of what the store lists, the way its seller and an operator do it.
func (m *market) hide(productID string) error {
	ctx := m.t.Context()
	d, err := m.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: m.Seller, ProductID: productID})
	m.must(err)
	d.Content.Hidden = true
	d, err = m.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
	m.must(err)
	a, err := m.Catalog.Submit(ctx, catalog.SubmitInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev})
	m.must(err)
	_, err = m.Catalog.Approve(ctx, catalog.ApproveInput{Actor: m.Operator, ApplicationID: a.ID, Rev: a.Rev})
	return err
}

func TestThePageOfAProductSaysWhatElseItsBuyersBought(t *testing.T) {
	t.Parallel()
	each(t, func(m *market) {
		visitor := m.Browse(apptest.Nobody)
		link := `section[aria-labelledby=beside] a[href="/products/` + m.beside + `"]`
		if visitor.Get("/products/"+m.main).Doc.Find(link).Length() != 0 {
			t.Error("something stands beside it before anybody bought")
		}
		for range shopwindow.LeastBuyers {
			m.buys(m.Account(account.Buyer), m.main, m.beside)
		}
		m.must(m.Window.Count(t.Context()))
		if visitor.Get("/products/"+m.main).Doc.Find(link).Length() == 0 {
			t.Error("the page that was drawn before is shown still")
		}
	})
}
