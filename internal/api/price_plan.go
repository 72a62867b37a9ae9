package api

import (
	"fmt"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

type specView struct {
	ID          string        `json:"id,omitempty" maxLength:"64" doc:"Given by the marketplace; the same over all versions. Sent, it says which spec this is; without it the Chinese name does."`
	Name        textView      `json:"name" required:"false" doc:"Name of the spec, in both languages."`
	Hidden      bool          `json:"hidden" required:"false" doc:"Bought through its own link only."`
	Stock       *int64        `json:"stock,omitempty" doc:"Pieces at the first approval; left out: unlimited, for ever."`
	Plan        pricePlanView `json:"plan" required:"false" doc:"How it is priced."`
	TrialDays   int           `json:"trial_days,omitempty" doc:"For how many days it can be tried, 3 to 180: only SaaS by month or year. Left out: not at all."`
	Parent      string        `json:"parent_spec_id,omitempty" maxLength:"64" doc:"Of an add-on or a package: the spec of this product with or for which it is bought; of a package the on-demand spec whose use it pays for. The id, or while there is none the Chinese name."`
	OncePerUser bool          `json:"once_per_user,omitempty" doc:"Of a package of an API product: each account gets it once, as it must at price 0."`
}

func specOf(x catalog.Spec) specView {
	return specView{x.ID, textOf(x.Name), x.Hidden, x.Stock, pricePlanOf(x.Plan), x.Trial, x.Parent, x.OncePerUser}
}

// spec is what was sent, for the room; at is the path of its fields.
func (r *reading) spec(at string, x specView) catalog.Spec {
	return catalog.Spec{ID: x.ID, Name: x.Name.text(), Hidden: x.Hidden, Stock: x.Stock, Plan: r.plan(at+".plan", x.Plan), Trial: x.TrialDays, Parent: x.Parent, OncePerUser: x.OncePerUser}
}

// pricePlanView is price.Plan; decimals are texts.
type pricePlanView struct {
	Currency   string          `json:"currency" required:"false" default:"CNY" enum:"CNY" doc:"ISO 4217."`
	Charge     string          `json:"charge" required:"false" default:"period" enum:"period,one_time,on_demand,package,stop_package,count_package" doc:"By month or year; once; by use, after it; a quota paid before, with the rest by use; a quota at whose end the service stops; a number of calls. Which of these are allowed depends on the delivery type."`
	Terms      []termRangeView `json:"terms" required:"false" maxItems:"3" doc:"For how long it is sold."`
	MaxCount   int64           `json:"max_count,omitempty" doc:"Most pieces of one order; left out: 1."`
	Attributes []attributeView `json:"attributes" required:"false" maxItems:"20" doc:"What the buyer chooses."`
	SKUs       []skuView       `json:"skus" required:"false" maxItems:"2000" doc:"A price for each combination of the values of enum attributes that is sold; one without values where there are none. A package has one."`
	Factors    []factorView    `json:"factors,omitempty" maxItems:"50" doc:"On demand: what is measured and charged."`
	Package    *packageView    `json:"package,omitempty" doc:"Of a package: what it holds."`
}

type termRangeView struct {
	Unit string `json:"unit" enum:"month,year,once"`
	Max  int    `json:"max" doc:"From 1 to this many."`
}

type attributeView struct {
	Code       string               `json:"code" required:"false" maxLength:"64" doc:"Name for programs."`
	Name       textView             `json:"name" required:"false" doc:"Name for people."`
	Kind       string               `json:"kind" enum:"enum,quantity" doc:"One of values, or a whole number."`
	Values     []valueView          `json:"values,omitempty" maxItems:"100" doc:"Of an enum."`
	Unit       *textView            `json:"unit,omitempty" doc:"Of a quantity, such as GB."`
	Min        int64                `json:"min,omitempty" doc:"Of a quantity: allowed are min, min + step, … up to max."`
	Max        int64                `json:"max,omitempty"`
	Step       int64                `json:"step,omitempty"`
	ExpandStep int64                `json:"expand_step,omitempty" doc:"Step of a later expansion, a multiple of step up to 5 times; left out: step."`
	Prices     map[string]modelView `json:"prices,omitempty" maxProperties:"3" doc:"Of a quantity: the price of one period, by month, year or once."`
}

type valueView struct {
	Code string   `json:"code" required:"false" maxLength:"64"`
	Name textView `json:"name" required:"false"`
}

type modelView struct {
	Kind     string        `json:"kind" enum:"fixed,linear,tier,step" doc:"Fixed: once whatever the quantity. Linear: each unit. Tier: all units at the price of the total's bracket. Step: each unit at the price of its own bracket."`
	Price    string        `json:"price,omitempty" maxLength:"40" doc:"Of fixed and linear." example:"5.00"`
	Brackets []bracketView `json:"brackets,omitempty" maxItems:"100" doc:"Of tier and step, ascending and without gaps."`
}

type bracketView struct {
	Over  string `json:"over" required:"false" maxLength:"40" doc:"For quantities over this,"`
	UpTo  string `json:"up_to,omitempty" maxLength:"40" doc:"and up to this; left out: without end."`
	Price string `json:"price" maxLength:"40" doc:"Of one unit."`
}

type skuView struct {
	ID         string                          `json:"id,omitempty" readOnly:"true" doc:"Given by the marketplace; the same over all versions."`
	Values     map[string]string               `json:"values,omitempty" maxProperties:"20" doc:"A value for each enum attribute, by their codes."`
	Prices     map[string]string               `json:"prices" maxProperties:"3" doc:"Of one piece for one period, by month, year or once: decimals with at most 8 places."`
	Quantities map[string]map[string]modelView `json:"quantities,omitempty" maxProperties:"20" doc:"Prices of quantity attributes that hold for this SKU instead of the attribute's own."`
}

func pricePlanOf(p price.Plan) pricePlanView {
	return pricePlanView{Currency: p.Currency, Charge: string(p.Charge), MaxCount: p.MaxCount,
		Terms:      all(p.Terms, func(r price.TermRange) termRangeView { return termRangeView{string(r.Unit), r.Max} }),
		Attributes: all(p.Attributes, attributeOf), SKUs: all(p.SKUs, skuOf), Factors: factorsOf(p.Factors), Package: packageOf(p.Package)}
}

func attributeOf(a price.Attribute) attributeView {
	return attributeView{Code: a.Code, Name: textOf(a.Name), Kind: string(a.Kind), Unit: textOrNil(a.Unit), Min: a.Min, Max: a.Max, Step: a.Step,
		ExpandStep: a.ExpandStep, Prices: byUnit(a.Prices, modelOf),
		Values: all(a.Values, func(v price.Value) valueView { return valueView{v.Code, textOf(v.Name)} })}
}

func skuOf(k price.SKU) skuView {
	v := skuView{ID: k.ID, Values: k.Values, Prices: byUnit(k.Prices, price.Decimal.String)}
	for code, prices := range k.Quantities {
		if v.Quantities == nil {
			v.Quantities = map[string]map[string]modelView{}
		}
		v.Quantities[code] = byUnit(prices, modelOf)
	}
	return v
}

func modelOf(m price.Model) modelView {
	v := modelView{Kind: string(m.Kind)}
	if len(m.Brackets) == 0 {
		v.Price = m.Price.String()
	}
	for _, b := range m.Brackets {
		row := bracketView{Over: b.Over.String(), Price: b.Price.String()}
		if !b.UpTo.IsZero() {
			row.UpTo = b.UpTo.String()
		}
		v.Brackets = append(v.Brackets, row)
	}
	return v
}

// byUnit shows a price for each unit of time.
func byUnit[T, V any](in map[period.Unit]T, show func(T) V) map[string]V {
	if in == nil {
		return nil
	}
	out := make(map[string]V, len(in))
	for u, x := range in {
		out[string(u)] = show(x)
	}
	return out
}

// reading collects the numbers of a plan that cannot be read.
type reading struct{ bad apperr.Fields }

// path is the field of a row.
func path(at, list string, row int) string { return fmt.Sprintf("%s.%s.%d", at, list, row) }

// plan is what was sent, for the room; at is the path of its fields.
func (r *reading) plan(at string, v pricePlanView) price.Plan {
	p := price.Plan{Currency: v.Currency, Charge: price.Charge(v.Charge), MaxCount: v.MaxCount,
		Terms: all(v.Terms, func(t termRangeView) price.TermRange { return price.TermRange{Unit: period.Unit(t.Unit), Max: t.Max} })}
	for i, a := range v.Attributes {
		x := price.Attribute{Code: a.Code, Name: a.Name.text(), Kind: price.AttributeKind(a.Kind), Min: a.Min, Max: a.Max, Step: a.Step, ExpandStep: a.ExpandStep,
			Values: all(a.Values, func(v valueView) price.Value { return price.Value{Code: v.Code, Name: v.Name.text()} })}
		if a.Unit != nil {
			x.Unit = a.Unit.text()
		}
		x.Prices = r.models(path(at, "attributes", i)+".prices", a.Prices)
		p.Attributes = append(p.Attributes, x)
	}
	for i, k := range v.SKUs {
		x := price.SKU{Values: k.Values, Prices: map[period.Unit]price.Decimal{}}
		for u, s := range k.Prices {
			x.Prices[period.Unit(u)] = r.number(path(at, "skus", i)+".prices."+u, s, price.ParsePrice)
		}
		for code, models := range k.Quantities {
			if x.Quantities == nil {
				x.Quantities = map[string]map[period.Unit]price.Model{}
			}
			x.Quantities[code] = r.models(path(at, "skus", i)+".quantities."+code, models)
		}
		p.SKUs = append(p.SKUs, x)
	}
	p.Factors, p.Package = r.factors(at, v.Factors), r.pack(at, v.Package)
	return p
}

func (r *reading) models(at string, in map[string]modelView) map[period.Unit]price.Model {
	if len(in) == 0 {
		return nil
	}
	out := map[period.Unit]price.Model{}
	for u, m := range in {
		out[period.Unit(u)] = r.model(at+"."+u, m)
	}
	return out
}

func (r *reading) model(at string, m modelView) price.Model {
	x := price.Model{Kind: price.ModelKind(m.Kind)}
	if m.Price != "" {
		x.Price = r.number(at+".price", m.Price, price.ParsePrice)
	}
	for i, b := range m.Brackets {
		row := path(at, "brackets", i)
		y := price.Bracket{Price: r.number(row+".price", b.Price, price.ParsePrice)}
		if b.Over != "" {
			y.Over = r.number(row+".over", b.Over, price.ParseUsage)
		}
		if b.UpTo != "" {
			y.UpTo = r.number(row+".up_to", b.UpTo, price.ParseUsage)
		}
		x.Brackets = append(x.Brackets, y)
	}
	return x
}

func (r *reading) number(at, s string, parse func(string) (price.Decimal, error)) price.Decimal {
	d, err := parse(s)
	if err != nil {
		r.bad.Add(at, apperr.Of(err))
	}
	return d
}

type selectionView struct {
	Values     map[string]string `json:"values,omitempty" maxProperties:"20" doc:"A value for each enum attribute, by their codes."`
	Quantities map[string]int64  `json:"quantities,omitempty" maxProperties:"20" doc:"A number for each quantity attribute, by their codes."`
	Count      int64             `json:"count,omitempty" minimum:"0" doc:"Pieces; left out: 1."`
}

func (v selectionView) selection() price.Selection { return price.Selection(v) }

type termView struct {
	Unit  string `json:"unit" required:"false" enum:"month,year,once" doc:"Left out for a spec that is charged by use."`
	Count int    `json:"count" required:"false" doc:"Months or years; 1 for once."`
}

func (v termView) term() price.Term { return price.Term{Unit: period.Unit(v.Unit), Count: v.Count} }
