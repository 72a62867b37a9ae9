package store

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/search"
	"github.com/souk-market/souk/internal/web/ui"
)

// facetView is the values of one field, each a link that chooses it or takes the choice back.
type facetView struct {
	Field, Title string
	Values       []facetValue
}

type facetValue struct {
	Label, Href string
	N           int
	Chosen      bool
}

// choiceFields are the fields that a visitor chooses in, in the order of the page. Categories have their own place.
func choiceFields() []string {
	return []string{catalog.FieldDelivery, catalog.FieldCharge, catalog.FieldPeriod, catalog.FieldTrial, catalog.FieldRegion, catalog.FieldTag, catalog.FieldSeller}
}

// maxShown is how many values of a field the page lists, and maxChosen how many an address may choose.
const (
	maxShown  = 8
	maxChosen = 20
)

// choices reads what the address chooses.
func choices(q url.Values) map[string][]string {
	out := map[string][]string{}
	for _, field := range choiceFields() {
		for _, code := range q[field] {
			if code != "" && len(code) <= 64 && len(out[field]) < maxChosen && !slices.Contains(out[field], code) {
				out[field] = append(out[field], code)
			}
		}
	}
	return out
}

// toggled is the address of the page with a value chosen, or no longer.
func toggled(ctx context.Context, field, code string, chosen bool) string {
	v := ui.ViewOf(ctx)
	q := url.Values{}
	for name, values := range v.Query {
		if !slices.Contains([]string{"lang", "theme", "cursor", "trail"}, name) {
			q[name] = slices.Clone(values)
		}
	}
	q[field] = slices.DeleteFunc(q[field], func(c string) bool { return c == code })
	if !chosen {
		q[field] = append(q[field], code)
	}
	if len(q[field]) == 0 {
		q.Del(field)
	}
	if len(q) == 0 {
		return v.Path
	}
	return v.Path + "?" + q.Encode()
}

// facets are the fields in which there is something to choose: several values, or one that not all of what was found has.
func facets(ctx context.Context, found []search.Facet, total int) []facetView {
	var out []facetView
	for _, field := range choiceFields() {
		i := slices.IndexFunc(found, func(f search.Facet) bool { return f.Field == field })
		if i < 0 {
			continue
		}
		v := facetView{Field: field, Title: ui.T(ctx, "store.facet."+field)}
		chosen := false
		for n, c := range found[i].Counts {
			chosen = chosen || c.Chosen
			if n < maxShown || c.Chosen {
				v.Values = append(v.Values, facetValue{Label: valueLabel(ctx, field, c), Href: toggled(ctx, field, c.Code, c.Chosen), N: c.N, Chosen: c.Chosen})
			}
		}
		if len(v.Values) > 1 || chosen || len(v.Values) == 1 && v.Values[0].N < total {
			out = append(out, v)
		}
	}
	return out
}

// valueLabel is the name of a value: its own, or that of the page for one that the house knows.
func valueLabel(ctx context.Context, field string, c search.Count) string {
	if !c.Label.Empty() {
		return ui.In(ctx, c.Label)
	}
	switch key := "store.facet." + field + "." + c.Code; key {
	case "store.facet.charge.period", "store.facet.charge.one_time", "store.facet.charge.on_demand", "store.facet.charge.package",
		"store.facet.charge.stop_package", "store.facet.charge.count_package", "store.facet.period.month", "store.facet.period.year", "store.facet.trial.yes":
		return ui.T(ctx, key)
	}
	return c.Code
}

// countsOf are the counts of a field by code.
func countsOf(found []search.Facet, field string) map[string]int {
	out := map[string]int{}
	for _, f := range found {
		if f.Field == field {
			for _, c := range f.Counts {
				out[c.Code] = c.N
			}
		}
	}
	return out
}

// prices reads the bounds of the price; what cannot be read bounds nothing and is said beside the fields.
func (v *browseView) prices(r *http.Request, in *catalog.FindInput) {
	for _, bound := range []struct {
		name string
		text *string
		into **int64
	}{{"price_min", &v.PriceMin, &in.PriceMin}, {"price_max", &v.PriceMax, &in.PriceMax}} {
		*bound.text = typed(r.URL.Query().Get(bound.name))
		if *bound.text == "" {
			continue
		}
		amount, err := money.Parse(*bound.text, "CNY")
		if err != nil || amount.Minor < 0 {
			v.PriceError = ui.T(r.Context(), "store.price.error")
			continue
		}
		*bound.into = &amount.Minor
	}
	if in.PriceMin != nil && in.PriceMax != nil && *in.PriceMin > *in.PriceMax {
		v.PriceError = ui.T(r.Context(), "store.price.order")
	}
}

// carried are the values of the address that a form of the page has to send again.
func carried(ctx context.Context, without ...string) []ui.Hidden {
	var out []ui.Hidden
	q := ui.ViewOf(ctx).Query
	for _, name := range append([]string{"q", "sort", "category"}, choiceFields()...) {
		if slices.Contains(without, name) {
			continue
		}
		for _, value := range q[name] {
			out = append(out, ui.Hidden{Name: name, Value: value})
		}
	}
	return out
}
