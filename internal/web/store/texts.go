package store

import (
	"context"
	"strconv"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/ui"
)

func (v productView) crumbs(ctx context.Context) []ui.Crumb {
	out := []ui.Crumb{{Label: ui.T(ctx, "store.home"), Href: "/"}}
	for _, c := range []catalog.Category{v.Parent, v.Category} {
		if c.Code != "" {
			out = append(out, ui.Crumb{Label: ui.In(ctx, c.Name), Href: categoryURL(c.Code)})
		}
	}
	return append(out, ui.Crumb{Label: ui.In(ctx, v.Listing.Name)})
}

// hidden are the values that hold the order to what this drawing of the page showed.
func (v orderView) hidden() []ui.Hidden {
	out := []ui.Hidden{{Name: "key", Value: v.Key}}
	for _, t := range v.Ticks {
		out = append(out, ui.Hidden{Name: t.Seen, Value: t.Code})
	}
	return out
}

// byQuantity says what the price is multiplied by where a product is sold in several pieces; "" otherwise.
func byQuantity(ctx context.Context, l catalog.Listing) string {
	if q := l.Spec.Quantity; q != nil {
		return ui.T(ctx, "store.by-quantity", "name", ui.In(ctx, q.Name))
	}
	return ""
}

func quantityRange(ctx context.Context, q *catalog.Quantity) string {
	if q.Step > 1 {
		return ui.T(ctx, "store.quantity.steps", "min", q.Min, "max", q.Max, "step", q.Step)
	}
	return ui.T(ctx, "store.quantity.range", "min", q.Min, "max", q.Max)
}

func periodsHelp(ctx context.Context, k catalog.SKU) string {
	return ui.T(ctx, "store.term.help."+string(k.Period), "max", k.MaxPeriods)
}

// longest is the most periods that any SKU takes: the box serves all of them.
func longest(l catalog.Listing) int {
	n := 1
	for _, k := range l.Spec.SKUs {
		n = max(n, k.MaxPeriods)
	}
	return n
}

func skuOptions(ctx context.Context, l catalog.Listing) []ui.Option {
	out := make([]ui.Option, len(l.Spec.SKUs))
	for i, k := range l.Spec.SKUs {
		out[i] = ui.Option{Value: k.ID, Label: ui.T(ctx, "store.pay."+string(k.Period)), Note: k.Price.Format() + each(ctx, k.Period)}
		if less, ok := saving(l); ok && k.Period == "year" {
			out[i].Help = ui.T(ctx, "store.saving", "amount", less.Format())
		}
	}
	return out
}

func current(on bool) string { return strconv.FormatBool(on) }

// priority tells the browser which picture the visitor waits for.
func priority(on bool) string {
	if on {
		return "high"
	}
	return "auto"
}

// eager says when the browser fetches a picture: at once, or when it is seen.
func eager(on bool) string {
	if on {
		return "eager"
	}
	return "lazy"
}
