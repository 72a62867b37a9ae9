package catalog_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
)

func (h *house) warnAt(l catalog.Listing, n int64) catalog.Stock {
	h.t.Helper()
	s, err := h.SetStockWarning(h.t.Context(), catalog.SetStockWarningInput{Actor: h.amy, ProductID: l.ProductID, SpecID: l.Specs[0].ID, WarnAt: n})
	h.ok(err)
	return s
}

// warnings are the messages about a low stock that the seller got.
func (h *house) warnings() []notify.Item {
	h.t.Helper()
	list, err := h.notify.Inbox(h.t.Context(), h.amy.ID, page.Request{Limit: 100}, notify.Filter{})
	h.ok(err)
	var out []notify.Item
	for _, m := range list.Items {
		if m.Event == notify.StockLow {
			out = append(out, m)
		}
	}
	return out
}

// business-rules 5.1: a message to the seller when an order takes the stock below the warning, once until it is replenished.
func TestTheSellerIsWarnedOnceOfALowStockUntilItIsReplenished(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(limited(10))
		spec := l.Specs[0].ID
		set := func(delta int64) {
			h.t.Helper()
			_, err := h.SetStock(h.t.Context(), catalog.SetStockInput{Actor: h.amy, ProductID: l.ProductID, SpecID: spec, Delta: delta})
			h.ok(err)
		}
		want := func(what string, n int) {
			h.t.Helper()
			if got := len(h.warnings()); got != n {
				h.t.Errorf("%s: %d messages, want %d", what, got, n)
			}
		}
		h.ok(h.reserve(spec, 1))
		want("without a warning", 0)
		h.warnAt(l, 5)
		h.ok(h.reserve(spec, 4))
		want("at the warning, not below", 0)
		h.ok(h.reserve(spec, 1))
		want("below", 1)
		m := h.warnings()[0]
		if m.Link != "/seller/stock/"+l.ProductID || !strings.Contains(m.Text, "4") || !strings.Contains(m.Text, "5") || m.Class != notify.ClassReminder {
			h.t.Errorf("got %+v", m)
		}
		h.ok(h.reserve(spec, 1))
		h.ok(h.release(spec, 3))
		h.ok(h.reserve(spec, 3))
		want("a cancelled order replenishes nothing", 1)
		set(1)
		h.ok(h.reserve(spec, 1))
		want("still low after the seller's change", 1)
		set(5)
		h.ok(h.reserve(spec, 4))
		want("replenished and low again", 2)
		h.warnAt(l, 0)
		h.ok(h.reserve(spec, 1))
		want("switched off", 2)
		h.warnAt(l, 50)
		h.ok(h.reserve(spec, 1))
		want("set above what is left: the page says so, no order crossed it", 2)
	})
}

func TestOfManyOrdersAtOnceOneWarns(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		l := h.onSale(limited(20))
		h.warnAt(l, 15)
		for err := range h.race(20, func(int) error { return h.reserve(l.Specs[0].ID, 1) }) {
			h.ok(err)
		}
		if n := len(h.warnings()); n != 1 || h.left(l.Specs[0].ID) != 0 {
			h.t.Errorf("%d messages", n)
		}
	})
}

func TestAWarningIsForAStockOfTheSellersOwn(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		few, many := h.onSale(limited(3)), h.onSale(good())
		spec := few.Specs[0].ID
		for name, c := range map[string]struct {
			who           account.Actor
			product, spec string
			want          error
		}{
			"another seller":    {h.ben, few.ProductID, spec, catalog.ErrProductNotFound},
			"a buyer":           {h.buyer, few.ProductID, spec, account.ErrForbidden},
			"another's spec":    {h.amy, few.ProductID, many.Specs[0].ID, catalog.ErrSpecNotFound},
			"an unlimited spec": {h.amy, many.ProductID, many.Specs[0].ID, catalog.ErrStockUnlimited},
		} {
			_, err := h.SetStockWarning(h.t.Context(), catalog.SetStockWarningInput{Actor: c.who, ProductID: c.product, SpecID: c.spec, WarnAt: 1})
			if !errors.Is(err, c.want) {
				h.t.Errorf("%s: got %v, want %v", name, err, c.want)
			}
		}
		for _, n := range []int64{-1, 100_000} {
			_, err := h.SetStockWarning(h.t.Context(), catalog.SetStockWarningInput{Actor: h.amy, ProductID: few.ProductID, SpecID: spec, WarnAt: n})
			if !errors.Is(apperr.FieldsOf(err)["warn_at"], catalog.ErrWarnAt) {
				h.t.Errorf("%d: got %v", n, err)
			}
		}
	})
}

// business-rules 5.1: the list of stocks, with what is low and what is sold out.
func TestTheListOfStocksShowsWhatIsLowAndWhatIsSoldOut(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		c := limited(5)
		c.Specs = append(c.Specs, limited(2).Specs[0], good().Specs[0])
		c.Specs[1].Name, c.Specs[2].Name = i18n.Text{ZH: "限量", EN: "Few"}, i18n.Text{ZH: "不限", EN: "Unlimited"}
		l := h.onSale(c)
		h.onSale(good()) // has no stock
		h.warnAt(l, 6)
		h.ok(h.reserve(l.Specs[1].ID, 2))
		list := func(f catalog.StockFilter) []string {
			h.t.Helper()
			var out []string
			for cursor, pages := "", 0; pages < 4; pages++ {
				p, err := h.StockList(h.t.Context(), h.amy, f, page.Request{Limit: 1, Cursor: cursor})
				h.ok(err)
				for _, x := range p.Items {
					out = append(out, x.Spec.EN)
				}
				if cursor = p.Next; cursor == "" {
					return out
				}
			}
			h.t.Fatal("the list has no end")
			return nil
		}
		if got := list(catalog.StockFilter{}); len(got) != 2 {
			h.t.Errorf("all: %v", got)
		}
		for f, want := range map[catalog.StockFilter][]string{{State: catalog.StockLow}: {"Team"}, {State: catalog.StockOut}: {"Few"}, {Text: "zebra"}: nil} {
			if diff := cmp.Diff(want, list(f)); diff != "" {
				h.t.Errorf("%+v: %s", f, diff)
			}
		}
		if p, err := h.StockList(h.t.Context(), h.ben, catalog.StockFilter{}, page.Request{}); err != nil || len(p.Items) != 0 {
			h.t.Errorf("another seller sees %d, %v", len(p.Items), err)
		}
		row, err := h.Get(h.t.Context(), h.amy, l.ProductID)
		h.ok(err)
		if !row.StockLow || *row.Stock != 0 {
			h.t.Errorf("the product's row: %+v", row.ProductRow)
		}
	})
}
