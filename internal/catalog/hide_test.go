package catalog_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/seller"
)

// shelved are the ids of what the store lists.
func (h *house) shelved() []string {
	h.t.Helper()
	list, err := h.Browse(h.t.Context(), catalog.BrowseInput{})
	h.ok(err)
	var ids []string
	for _, c := range list.Items {
		ids = append(ids, c.ProductID)
	}
	return ids
}

// received are the events of the messages of an account, sorted.
func (h *house) received(accountID string) []string {
	h.t.Helper()
	list, err := h.notify.Inbox(h.t.Context(), accountID, page.Request{Limit: page.MaxLimit}, notify.Filter{Lang: "zh"})
	h.ok(err)
	var events []string
	for _, m := range list.Items {
		events = append(events, m.Event)
	}
	slices.Sort(events)
	return events
}

// business-rules 4.2: a hidden product disappears from pages and search, only its address works; hiding goes through the
// review, and the seller is told.
func TestAHiddenProductIsReachedByItsAddressOnly(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		ctx := t.Context()
		l := h.onSale(good())
		shown := func() bool { return slices.Contains(h.shelved(), l.ProductID) }
		d, err := h.OpenModification(ctx, catalog.OpenModificationInput{Actor: h.amy, ProductID: l.ProductID})
		h.ok(err)
		d.Content.Hidden = true
		d, err = h.SaveDraft(ctx, catalog.SaveDraftInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
		h.ok(err)
		a := h.submitted(d)
		if !shown() {
			t.Error("hidden before the review")
		}
		detail, err := h.ApplicationDetail(ctx, h.olga, a.ID)
		h.ok(err)
		if len(detail.Changes) != 1 || detail.Changes[0].Field != "public" || detail.Changes[0].New.ZH != "否" {
			t.Errorf("the operator reads %+v", detail.Changes)
		}
		h.approved(a)
		if shown() {
			t.Error("a hidden product is listed")
		}
		if n, _, err := h.OnShelf(ctx); err != nil || n != 0 {
			t.Errorf("%d counted, %v", n, err)
		}
		live, err := h.Live(ctx, l.ProductID)
		if err != nil || !live.Hidden {
			t.Errorf("its address: hidden %t, %v", live.Hidden, err)
		}
		if err := orderable(h, l.ProductID, l.Specs[0].ID); err != nil {
			t.Errorf("an order of a hidden product: %v", err)
		}
		p, err := h.Get(ctx, h.amy, l.ProductID)
		h.ok(err)
		if p.Status != catalog.StatusOnSale || !p.Hidden {
			t.Errorf("the seller sees %s, hidden %t", p.Status, p.Hidden)
		}

		// The seller changes its name: the card is not written anew.
		h.refresh(h.reed.ID)
		if shown() {
			t.Error("listed after its seller changed")
		}
		h.modified(l.ProductID, func(c *catalog.Content) { c.Hidden = false })
		if !shown() {
			t.Error("not listed when it is public again")
		}
		h.modified(l.ProductID, func(c *catalog.Content) { c.Overview.ZH = "开会、纪要与待办都在同一处完成。" })
		got := slices.DeleteFunc(h.received("acc_amy"), func(e string) bool { return e == "product.approved" })
		if !slices.Equal(got, []string{"product.hidden", "product.shown"}) {
			t.Errorf("the seller was told %v", got)
		}
	})
}

// second spec of a product, cheaper than the first.
func cheap(hidden bool) catalog.Spec {
	return catalog.Spec{Name: i18n.Text{ZH: "体验版", EN: "Taster"}, Hidden: hidden, Plan: price.Plan{Currency: "CNY", Charge: price.ChargePeriod,
		Terms: []price.TermRange{{Unit: period.Month, Max: 12}}, SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(5)}}}}}
}

// business-rules 4.2: a hidden spec is reachable by its purchase link only, and its price is not the one that lists show.
func TestAHiddenSpecIsReachedByItsLinkOnly(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		c := good()
		c.Specs = append(c.Specs, cheap(true))
		l := h.onSale(c)
		if l.From.Minor != 6800 {
			t.Errorf("from %s", l.From)
		}
		list, err := h.Browse(t.Context(), catalog.BrowseInput{})
		h.ok(err)
		if len(list.Items) != 1 || list.Items[0].From.Minor != 6800 {
			t.Errorf("listed as %+v", list.Items)
		}
		hidden := l.Specs[1]
		if got := l.Offered(""); len(got) != 1 || got[0].ID != l.Specs[0].ID {
			t.Errorf("offered to everybody: %d specs", len(got))
		}
		if got := l.Offered(hidden.ID); len(got) != 2 {
			t.Errorf("offered by its link: %d specs", len(got))
		}
		if err := orderable(h, l.ProductID, hidden.ID); err != nil {
			t.Errorf("an order by its link: %v", err)
		}
		// Hiding the product does not hide its specs, nor the other way round.
		h.modified(l.ProductID, func(c *catalog.Content) { c.Hidden, c.Specs[1].Hidden = true, false })
		live, err := h.Live(t.Context(), l.ProductID)
		h.ok(err)
		if got := live.Offered(""); len(got) != 2 || !live.Hidden {
			t.Errorf("a hidden product offers %d specs", len(got))
		}
	})
}

// business-rules 4.2, 6.1: no search finds what is hidden, no price bound and no suggestion leads to it.
func TestNoSearchFindsWhatIsHidden(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		c := named("苇桥画板", "Reedbridge Canvas")
		secret := cheap(true)
		secret.Name = i18n.Text{ZH: "秘藏", EN: "Clandestine"}
		c.Specs = append(c.Specs, secret)
		l := h.onSale(c)
		h.Service = h.searching()
		below := int64(6000) // the hidden spec costs ¥5, the other ¥68
		for what, in := range map[string]catalog.FindInput{"its name": {Query: "秘藏"}, "its English name": {Query: "clandestine"}, "its price": {PriceMax: &below}} {
			if got := names(found(t, h.Service, in)); got != "0 " {
				t.Errorf("a hidden spec is found by %s: %s", what, got)
			}
		}
		if got := names(found(t, h.Service, catalog.FindInput{Query: "画板"})); got != "1 苇桥画板" {
			t.Errorf("the product: %s", got)
		}
		h.modified(l.ProductID, func(c *catalog.Content) { c.Hidden = true })
		if got := names(found(t, h.Service, catalog.FindInput{Query: "画板"})); got != "0 " {
			t.Errorf("a hidden product is found: %s", got)
		}
		if list, err := h.Suggest(t.Context(), "苇桥画"); err != nil || len(list) != 0 {
			t.Errorf("suggested: %v, %v", list, err)
		}
	})
}

func TestAProductWithHiddenSpecsOnlyIsNotSubmitted(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		c := good()
		c.Specs[0].Hidden = true
		d := h.draft(c)
		_, err := h.Submit(t.Context(), catalog.SubmitInput{Actor: h.amy, ApplicationID: d.ID, Rev: d.Rev})
		if e := apperr.FieldsOf(err)["specs"]; !errors.Is(e, catalog.ErrAllHidden) {
			t.Errorf("got %v", err)
		}
	})
}

// refresh is what the room does when a seller changed.
func (h *house) refresh(sellerID string) {
	h.t.Helper()
	h.ok(catalog.RefreshSeller(h.Service, h.t.Context(), seller.Changed{SellerID: sellerID}))
}

// orderable is nil when an order may take the spec now.
func orderable(h *house, productID, specID string) error {
	_, _, err := h.sale(h.Service, productID, specID)
	return err
}
