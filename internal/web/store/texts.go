package store

import (
	"context"
	"strconv"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/price"
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

func quantityRange(ctx context.Context, a price.Attribute) string {
	if a.Step > 1 {
		return ui.T(ctx, "store.quantity.steps", "min", a.Min, "max", a.Max, "step", a.Step)
	}
	return ui.T(ctx, "store.quantity.range", "min", a.Min, "max", a.Max)
}

// periodsHelp says how long the spec is sold for by the chosen unit of time.
func periodsHelp(ctx context.Context, c choice) string {
	for _, r := range c.Spec.Plan.Terms {
		if r.Unit == c.Term.Unit && r.Unit != price.Once {
			return ui.T(ctx, "store.term.help."+string(r.Unit), "max", r.Max)
		}
	}
	return ""
}

// longest is the most periods that any unit of time allows: the box serves all of them.
func longest(s catalog.Spec) int {
	n := 1
	for _, r := range s.Plan.Terms {
		n = max(n, r.Max)
	}
	return n
}

func termOptions(ctx context.Context, c choice) []ui.Option {
	out := make([]ui.Option, len(c.Spec.Plan.Terms))
	for i, r := range c.Spec.Plan.Terms {
		out[i] = ui.Option{Value: string(r.Unit), Label: ui.T(ctx, "store.pay."+string(r.Unit))}
		if one, err := c.Spec.Plan.Quote(c.Selection, price.Term{Unit: r.Unit, Count: 1}, price.Buyer{}); err == nil {
			out[i].Note = one.Pay.Format() + each(ctx, r.Unit)
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
