package store

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/ui"
)

// choice is what the price of an order depends on, as far as the form makes sense.
type choice struct {
	SKU      catalog.SKU
	Periods  int
	Quantity int64
	Quote    price.Quote // only when Err is nil
	Err      error       // field errors of sku, periods and quantity, or price.ErrOutOfRange
}

// choose reads sku, periods and quantity; what is not there gets its smallest value. It refuses what order.Place would
// refuse, so that the price on the page is one that can be ordered.
func choose(l catalog.Listing, form url.Values) choice {
	var f apperr.Fields
	c := choice{SKU: skuOr(l, form.Get("sku")), Periods: 1, Quantity: least(l)}
	if id := form.Get("sku"); id != "" && id != c.SKU.ID {
		f.Add("sku", catalog.ErrSKUNotFound)
	}
	if form.Has("periods") {
		c.Periods = int(whole(form.Get("periods")))
	}
	if c.Periods < 1 || c.Periods > c.SKU.MaxPeriods {
		f.Add("periods", order.ErrPeriodsRange.With("max", c.SKU.MaxPeriods))
	}
	if form.Has("quantity") {
		c.Quantity = whole(form.Get("quantity"))
	}
	if q := l.Spec.Quantity; !q.Allows(c.Quantity) {
		if q == nil {
			f.Add("quantity", order.ErrQuantityOne)
		} else {
			f.Add("quantity", order.ErrQuantityRange.With("min", q.Min, "max", q.Max, "step", q.Step))
		}
	}
	if c.Err = f.Err(); c.Err == nil {
		c.Quote, c.Err = price.Of(price.Input{Unit: c.SKU.Price, Periods: c.Periods, Quantity: c.Quantity})
	}
	return c
}

// whole reads a whole number; 0, which nothing allows, stands for anything else.
func whole(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 32)
	if err != nil {
		return 0
	}
	return n
}

// lines are the computation of the price, for people: the unit price, and what it is multiplied by.
func (c choice) lines(ctx context.Context, l catalog.Listing) []ui.PriceLine {
	out := []ui.PriceLine{{Label: ui.In(ctx, l.Spec.Name) + " · " + ui.T(ctx, "store.pay."+string(c.SKU.Period)), Amount: c.Quote.Unit}}
	for _, s := range c.Quote.Steps {
		switch {
		case s.Kind == price.StepQuantity && l.Spec.Quantity == nil:
			continue // always one
		case s.Kind == price.StepQuantity:
			out = append(out, ui.PriceLine{Label: ui.In(ctx, l.Spec.Quantity.Name), Times: "× " + strconv.FormatInt(s.Times, 10)})
		default:
			out = append(out, ui.PriceLine{Label: ui.T(ctx, "store.term"), Times: "× " + span(ctx, c.SKU.Period, s.Times)})
		}
	}
	return out
}

// span is "1 month", "3 years".
func span(ctx context.Context, u period.Unit, n int64) string {
	if n == 1 {
		return ui.T(ctx, "store.span.one."+string(u))
	}
	return ui.T(ctx, "store.span."+string(u), "n", n)
}

// troubles are the texts of what is wrong with a choice, for the price panel.
func (c choice) troubles(ctx context.Context) []string {
	fields := apperr.FieldsOf(c.Err)
	var out []string
	for _, name := range []string{"sku", "periods", "quantity"} {
		if e := fields[name]; e != nil {
			out = append(out, ui.T(ctx, "store.field."+name)+ui.T(ctx, "ui.colon")+e.Text(ui.Lang(ctx)))
		}
	}
	if c.Err != nil && len(fields) == 0 {
		out = append(out, apperr.Of(c.Err).Text(ui.Lang(ctx)))
	}
	return out
}
