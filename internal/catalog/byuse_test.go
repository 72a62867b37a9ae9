package catalog_test

import (
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/search"
	"github.com/souk-market/souk/internal/seller"
)

// business-rules 4.6, 6.1: what is charged by use alone is sold too. It has no price to compare, so it is the last of those by price.
func TestAProductThatIsChargedByUseAloneIsSoldAndComesLast(t *testing.T) {
	t.Parallel()
	run(t, func(h *house) {
		h.stands.plans = []seller.Plan{seller.PlanJoint}
		c := calling()
		c.Name, c.Specs = i18n.Text{ZH: "按需通话", EN: "Calls by use"}, c.Specs[:1]
		use := h.onSale(c)
		if use.FromUnit != "" || !use.From.IsZero() {
			t.Errorf("from %s for %q", use.From, use.FromUnit)
		}
		priced := h.onSale(named("苇桥会议", "Reedbridge Meet"))
		want := []string{priced.ProductID, use.ProductID}
		for name, s := range map[string]*catalog.Service{"the database": h.Service, "the index": h.searching()} {
			var got []string
			for in := (catalog.FindInput{Sort: search.SortPriceUp, Limit: 1}); ; {
				page := found(t, s, in)
				got = append(got, page.Items[0].ProductID)
				if in.Cursor = page.Next; in.Cursor == "" {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s lists %v, want %v", name, got, want)
			}
		}
	})
}
