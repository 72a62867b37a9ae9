package store

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/ui"
)

// choice is what the price of an order depends on, as far as the form makes sense.
type choice struct {
	Spec      catalog.Spec
	Selection price.Selection
	Term      price.Term
	Trial     bool            // to try it, which has no term
	Price     price.Breakdown // only when Err is nil
	Err       error           // field errors of spec and those of order.Service.Quote, or what stands for the whole
	Wish      promo.Wish      // of an order: what is taken off
	Savings   order.Savings   // and what could be
}

// choose reads the fields spec, attribute_<code>, quantity, period, periods and trial; what is not there gets its smallest value.
// It prices as order.Place does, so that the price on the page is one that can be ordered.
func choose(l catalog.Listing, form url.Values) choice {
	c := choice{Spec: specOr(l, form.Get("spec"))}
	plan := c.Spec.Plan
	if len(plan.SKUs) > 0 {
		c.Selection = plan.Least(plan.SKUs[0])
	}
	for _, a := range plan.Attributes {
		name := "attribute_" + a.Code
		switch {
		case !form.Has(name):
		case a.Kind == price.Enum:
			c.Selection.Values = with(c.Selection.Values, a.Code, form.Get(name))
		default:
			c.Selection.Quantities = with(c.Selection.Quantities, a.Code, whole(form.Get(name)))
		}
	}
	if form.Has("quantity") {
		if c.Selection.Count = whole(form.Get("quantity")); c.Selection.Count == 0 {
			c.Selection.Count = unreadable // 0 would mean 1
		}
	}
	if len(plan.Terms) > 0 {
		c.Term = price.Term{Unit: plan.Terms[0].Unit, Count: 1}
	}
	if form.Has("period") {
		c.Term.Unit = period.Unit(form.Get("period"))
	}
	if form.Has("periods") && c.Term.Unit != price.Once {
		c.Term.Count = int(whole(form.Get("periods")))
	}
	if id := form.Get("spec"); id != "" && id != c.Spec.ID {
		var f apperr.Fields
		f.Add("spec", catalog.ErrSpecNotFound)
		c.Err = f.Err()
		return c
	}
	if c.Trial = form.Get("trial") != "" && c.Spec.Trial > 0; c.Trial {
		c.Term = price.Term{}
		c.Price, c.Err = plan.Trial(c.Selection, c.Spec.Trial)
		return c
	}
	c.Price, c.Err = plan.Quote(c.Selection, c.Term, price.Buyer{})
	return c
}

// with is a copy of a map with one entry more: what plan.Least returns belongs to the listing.
func with[V any](old map[string]V, code string, v V) map[string]V {
	out := map[string]V{code: v}
	for k, x := range old {
		if k != code {
			out[k] = x
		}
	}
	return out
}

// unreadable stands for a number that could not be read; nothing allows it.
const unreadable = -1

// whole reads a whole number.
func whole(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 32)
	if err != nil {
		return unreadable
	}
	return n
}

// specOr is the spec of an id, or the first that is not hidden; its zero value where every one is (business-rules 4.2).
func specOr(l catalog.Listing, specID string) catalog.Spec {
	s, ok := l.Spec(specID)
	if offered := l.Offered(""); !ok && len(offered) > 0 {
		return offered[0]
	}
	return s
}

// troubles are the texts of what is wrong with a choice, for the price panel, in the order of the form.
func (c choice) troubles(ctx context.Context) []string {
	fields := apperr.FieldsOf(c.Err)
	var out []string
	add := func(name, label string) {
		if e := fields[name]; e != nil {
			out = append(out, label+e.Text(ui.Lang(ctx)))
		}
	}
	named := func(name string) { add(name, ui.T(ctx, "store.field."+name)+ui.T(ctx, "ui.colon")) }
	named("spec")
	for _, a := range c.Spec.Plan.Attributes {
		add("attribute_"+a.Code, "") // its text names the attribute
	}
	add("sku", "")
	named("quantity")
	named("period")
	named("periods")
	for _, name := range wishFields() {
		named(name)
	}
	if c.Err != nil && len(out) == 0 {
		out = append(out, apperr.Of(c.Err).Text(ui.Lang(ctx)))
	}
	return out
}

// saving is what twelve months cost more than a year of the same; ok is false when it is nothing.
func (c choice) saving() (money.Amount, bool) {
	month, err := c.Spec.Plan.Quote(c.Selection, price.Term{Unit: period.Month, Count: 12}, price.Buyer{})
	if err != nil {
		return money.Amount{}, false
	}
	year, err := c.Spec.Plan.Quote(c.Selection, price.Term{Unit: period.Year, Count: 1}, price.Buyer{})
	if err != nil {
		return money.Amount{}, false
	}
	less, err := month.Pay.Sub(year.Pay)
	return less, err == nil && less.Positive()
}
