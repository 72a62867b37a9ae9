package store

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/ui"
)

// estimate is a month of use of a spec as a visitor typed it, and what it costs.
type estimate struct {
	Uses []use
	Cost price.Estimate // only when Err is nil
	Err  error          // by the fields of the form
}

// use is one charging item of an estimate, as typed.
type use struct {
	Item            price.Item
	Span            price.Span
	Quantity, Times string
	Most            int64 // of Times; 1 is not asked for
}

// field is the name of the quantity of a charging item, and timesField of how often that is used.
func (u use) field() string      { return "use_" + u.Item.Code }
func (u use) timesField() string { return "times_" + u.Item.Code }

// estimating reads the fields use_<item> and times_<item>; what is not there is the example of the item.
func estimating(s catalog.Spec, form url.Values) estimate {
	var e estimate
	if s.Plan.Charge != price.ChargeOnDemand {
		return e
	}
	var bad apperr.Fields
	var uses []price.Use
	for _, x := range s.Plan.Factors {
		for _, item := range x.Items {
			u := use{Item: item, Quantity: item.Example().String()}
			var usual int64
			u.Span, usual, u.Most = item.Span()
			u.Times = strconv.FormatInt(usual, 10)
			if form.Has(u.field()) {
				u.Quantity = strings.TrimSpace(form.Get(u.field()))
			}
			if form.Has(u.timesField()) {
				u.Times = strings.TrimSpace(form.Get(u.timesField()))
			}
			e.Uses = append(e.Uses, u)
			if u.Quantity == "" {
				continue
			}
			quantity, err := price.ParseUsage(u.Quantity)
			if err != nil {
				bad.Add(u.field(), apperr.Of(err))
			}
			times := whole(u.Times)
			if times == 0 { // which would mean as often as usual
				times = unreadable
			}
			uses = append(uses, price.Use{Item: item.Code, Quantity: quantity, Times: times})
		}
	}
	if e.Err = bad.Err(); e.Err == nil {
		e.Cost, e.Err = s.Plan.Estimate(uses)
	}
	return e
}

// estimate is what a month of use costs, which htmx fetches while a visitor types.
func (a *area) estimate(w http.ResponseWriter, r *http.Request) {
	l, err := a.Catalog.Live(r.Context(), r.PathValue("id"))
	if errors.Is(err, catalog.ErrProductNotFound) && r.Header.Get("HX-Request") == "true" {
		w.Header().Set("HX-Refresh", "true") // the whole page then says that the product is gone
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if err != nil {
		a.missing(w, r, err)
		return
	}
	e := estimating(specOr(l, r.URL.Query().Get("spec")), r.URL.Query())
	if len(e.Uses) == 0 {
		e.Err = price.ErrEstimateCharge
	}
	ui.Render(w, r, ui.StatusOf(e.Err), estimated(e))
}

// troubles are the texts of what is wrong with an estimate, in the order of the form.
func (e estimate) troubles(ctx context.Context) []string {
	fields := apperr.FieldsOf(e.Err)
	var out []string
	for _, u := range e.Uses {
		for _, name := range []string{u.field(), u.timesField()} {
			if x := fields[name]; x != nil {
				out = append(out, ui.In(ctx, u.Item.Name)+ui.T(ctx, "ui.colon")+x.Text(ui.Lang(ctx)))
			}
		}
	}
	if len(out) == 0 {
		out = append(out, apperr.Of(e.Err).Text(ui.Lang(ctx)))
	}
	return out
}

// terms are what a buyer has to know of a spec besides its price: what it hangs on, and of a package what it holds.
func terms(ctx context.Context, l catalog.Listing, s catalog.Spec) []ui.Item {
	var out []ui.Item
	add := func(label, value string) {
		out = append(out, ui.Item{Label: ui.T(ctx, label), Value: ui.Text(value)})
	}
	parent, _ := l.ParentOf(s)
	if p := s.Plan.Package; p != nil {
		for _, q := range p.Contents {
			add("store.package.quota", ui.In(ctx, parent.QuotaText(q)))
		}
		add("store.package.reset", ui.T(ctx, "store.package.reset."+string(p.Reset)))
		add("store.package.validity", ui.T(ctx, "store.package.validity.text"))
		add("store.package.then", ui.T(ctx, "store.package.then."+string(s.Plan.Charge)))
	}
	if s.OncePerUser {
		add("store.once", ui.T(ctx, "store.once.text"))
	}
	return out
}
