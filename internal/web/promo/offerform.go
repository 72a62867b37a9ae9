package promo

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/upload"
)

// offerForm is the form of a private offer. A discount quote has some Lines; a configuration quote is for the spec that Item
// names, whose attributes the form asks for.
type offerForm struct {
	Shape  promo.Shape
	Item   string
	Lines  int
	Values url.Values
	Err    error
	Sold   []promo.Product
	Rules  promo.Rules
}

func offerFormOf(form url.Values) offerForm {
	f := offerForm{Shape: promo.Shape(form.Get("shape")), Item: form.Get("item"), Values: form}
	n, err := strconv.Atoi(form.Get("lines"))
	f.Lines = min(max(n, 1), promo.MaxLines)
	if err != nil {
		f.Lines = 1
	}
	return f
}

// spec is the spec that a configuration quote is for.
func (f offerForm) spec() (promo.Product, promo.Spec, bool) {
	it := itemOf(f.Item)
	for _, p := range f.Sold {
		if s, ok := p.Spec(it.SpecID); ok && p.ID == it.ProductID {
			return p, s, true
		}
	}
	return promo.Product{}, promo.Spec{}, false
}

// input is the offer as it was typed. wrong are the fields that cannot be read: with them the room gets an offer that it
// refuses as well, so that all faults are named together.
func (f offerForm) input() (in promo.CreateOfferInput, wrong error) {
	v := f.Values
	in = promo.CreateOfferInput{Name: v.Get("name"), Shape: f.Shape, Validity: validityOf(v)}
	var bad apperr.Fields
	var err error
	if in.Users, err = upload.CustomersOf(v); err != nil {
		for name, e := range apperr.FieldsOf(err) {
			bad.Add(name, e)
		}
	}
	if f.Shape == promo.ShapeConfiguration {
		in.Lines = []promo.OfferLine{f.config(&bad)}
		return in, bad.Err()
	}
	for i := range f.Lines {
		if l, filled := f.line(i+1, &bad); filled {
			in.Lines = append(in.Lines, l)
		}
	}
	return in, bad.Err()
}

// line is one line of a discount quote: a percentage, or agreed prices.
func (f offerForm) line(n int, bad *apperr.Fields) (l promo.OfferLine, filled bool) {
	name := "line_" + strconv.Itoa(n)
	get := func(part string) string { return strings.TrimSpace(f.Values.Get(name + part)) }
	if get("") == "" {
		return l, false
	}
	l.Item = itemOf(get(""))
	var fault *apperr.Error
	if typed := get("_percent"); typed != "" {
		l.Ratio, fault = promo.Percent(typed)
		bad.Add(name+"_percent", fault)
	}
	for _, u := range promo.Units() {
		typed := get("_" + string(u))
		if typed == "" {
			continue
		}
		each, err := price.ParsePrice(typed)
		if err != nil || each.Negative() {
			bad.Add(name+"_"+string(u), promo.ErrPrice)
			continue
		}
		if l.Prices == nil {
			l.Prices = map[period.Unit]price.Decimal{}
		}
		l.Prices[u] = each
	}
	return l, true
}

// config is the line of a configuration quote.
func (f offerForm) config(bad *apperr.Fields) promo.OfferLine {
	v := f.Values
	sel := price.Selection{Count: number(v, "count"), Values: map[string]string{}, Quantities: map[string]int64{}}
	for name := range v {
		if code, ok := strings.CutPrefix(name, "attribute_value_"); ok && v.Get(name) != "" {
			sel.Values[code] = v.Get(name)
		} else if code, ok := strings.CutPrefix(name, "attribute_number_"); ok {
			sel.Quantities[code] = optional(v, name)
		}
	}
	unit, count, _ := strings.Cut(v.Get("term"), "/")
	periods, err := strconv.Atoi(count)
	if err != nil {
		periods = 0
	}
	total, err := money.Parse(strings.TrimSpace(v.Get("line_1")), "CNY") // named as the room names what is wrong with the line
	if err != nil {
		bad.Add("line_1", promo.ErrPrice)
	}
	return promo.OfferLine{Item: itemOf(f.Item), Total: total,
		Config: &price.Config{Selection: sel, Term: price.Term{Unit: period.Unit(unit), Count: periods}}}
}

// typed are the values of the form; nil before anything was typed, so that fields show their first values.
func (f offerForm) typed() url.Values {
	if len(f.Values) == 0 {
		return nil
	}
	return f.Values
}

// terms are the lengths for which a spec is sold.
func terms(ctx context.Context, plan price.Plan) []ui.Option {
	const most = 36
	var out []ui.Option
	for _, r := range plan.Terms {
		for n := 1; n <= min(r.Max, most); n++ {
			t := price.Term{Unit: r.Unit, Count: n}
			out = append(out, ui.Option{Value: string(t.Unit) + "/" + strconv.Itoa(n), Label: promoview.TermName(ctx, t)})
		}
	}
	return out
}

// specOptions are the specs that a configuration can be quoted of.
func specOptions(ctx context.Context, sold []promo.Product) []ui.Option {
	var out []ui.Option
	for _, p := range sold {
		for _, s := range p.Specs {
			if s.Plan.Charge != price.ChargeOnDemand {
				out = append(out, ui.Option{Value: p.ID + "/" + s.ID, Label: ui.In(ctx, p.Name) + " · " + ui.In(ctx, s.Name)})
			}
		}
	}
	return out
}

// lineOptions are what a line of a discount quote can be for: a product, or one of its specs.
func lineOptions(ctx context.Context, sold []promo.Product) []ui.Option {
	var out []ui.Option
	for _, p := range sold {
		out = append(out, ui.Option{Value: p.ID, Label: ui.T(ctx, "promo.form.all-specs", "name", ui.In(ctx, p.Name))})
		for _, s := range p.Specs {
			out = append(out, ui.Option{Value: p.ID + "/" + s.ID, Label: ui.In(ctx, p.Name) + " · " + ui.In(ctx, s.Name)})
		}
	}
	return out
}

func valueOptions(ctx context.Context, a price.Attribute) []ui.Option {
	out := make([]ui.Option, len(a.Values))
	for i, v := range a.Values {
		out[i] = ui.Option{Value: v.Code, Label: ui.In(ctx, v.Name)}
	}
	return out
}
