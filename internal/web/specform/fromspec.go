package specform

import (
	"maps"
	"slices"
	"strconv"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// New is the form of a spec that is not there yet: by month and year, as most are sold.
func New() *Form {
	f := From(catalog.Spec{Plan: price.Plan{Charge: price.ChargePeriod,
		Terms: []price.TermRange{{Unit: period.Month, Max: 12}, {Unit: period.Year, Max: 3}}}})
	return f
}

// From is the form of a stored spec.
func From(s catalog.Spec) *Form {
	p := s.Plan
	f := &Form{SpecID: s.ID, Name: s.Name, Hidden: s.Hidden, Charge: string(p.Charge), Template: Simple, MaxCount: "1", Prices: map[period.Unit]string{}, Pick: map[string]string{}}
	if p.MaxCount > 1 {
		f.MaxCount = itoa(p.MaxCount)
	}
	if s.Stock != nil {
		f.Stock = itoa(*s.Stock)
	}
	f.Parent, f.Once = s.Parent, s.OncePerUser
	if s.Trial != 0 {
		f.Trial = strconv.Itoa(s.Trial)
	}
	f.fromUsage(p)
	for _, t := range []Term{{Unit: period.Month, Max: "12"}, {Unit: period.Year, Max: "3"}, {Unit: price.Once, Max: "1"}} {
		for _, r := range p.Terms {
			if r.Unit == t.Unit {
				t.On, t.Max = true, strconv.Itoa(r.Max)
			}
		}
		f.Terms = append(f.Terms, t)
	}
	if len(p.Attributes) == 0 && len(p.SKUs) <= 1 {
		for _, k := range p.SKUs {
			f.Prices = texts(k.Prices)
		}
		return f
	}
	f.Template = Custom
	for _, a := range p.Attributes {
		f.Attributes = append(f.Attributes, fromAttribute(a))
	}
	f.rowsOf(p.SKUs)
	return f
}

func fromAttribute(a price.Attribute) Attribute {
	out := Attribute{Kind: a.Kind, Code: a.Code, Name: a.Name, Unit: a.Unit}
	if a.Kind == price.Enum {
		for _, v := range a.Values {
			out.Values = append(out.Values, Value(v))
		}
		return out
	}
	out.Min, out.Max, out.Step, out.Models = itoa(a.Min), itoa(a.Max), itoa(a.Step), fromModels(a.Prices)
	if a.ExpandStep != 0 {
		out.ExpandStep = itoa(a.ExpandStep)
	}
	return out
}

// fromModels has all three units; what has no price is a linear one that is not filled in.
func fromModels(prices map[period.Unit]price.Model) map[period.Unit]Model {
	out := map[period.Unit]Model{}
	for _, u := range AllUnits() {
		m, priced := prices[u]
		if !priced {
			out[u] = Model{Kind: price.ModelLinear}
			continue
		}
		out[u] = fromModel(m)
	}
	return out
}

// fromOwn are the prices of quantities that a SKU has of its own.
func fromOwn(k price.SKU) map[string]map[period.Unit]Model {
	if len(k.Quantities) == 0 {
		return nil
	}
	out := map[string]map[period.Unit]Model{}
	for code, prices := range k.Quantities {
		out[code] = fromModels(prices)
	}
	return out
}

func fromModel(m price.Model) Model {
	shown := Model{Kind: m.Kind}
	if !shown.Bracketed() {
		shown.Price = m.Price.String()
	}
	for _, b := range m.Brackets {
		row := Bracket{Price: b.Price.String()}
		if !b.UpTo.IsZero() {
			row.UpTo = b.UpTo.String()
		}
		shown.Brackets = append(shown.Brackets, row)
	}
	return shown
}

func texts(prices map[period.Unit]price.Decimal) map[period.Unit]string {
	out := map[period.Unit]string{}
	for u, d := range prices {
		out[u] = d.String()
	}
	return out
}

// rowsOf lists the SKUs, and beside them, not sold, the other combinations of their values, unless these are too many. A value
// of which nothing is sold came after the last generation and is left out.
func (f *Form) rowsOf(skus []price.SKU) {
	known, used := map[string]price.SKU{}, map[string]map[string]bool{}
	enums := f.Enums()
	for _, k := range skus {
		known[key(enums, k.Values)] = k
		for _, a := range enums {
			if used[a.Code] == nil {
				used[a.Code] = map[string]bool{}
			}
			used[a.Code][k.Values[a.Code]] = true
		}
	}
	for i, a := range enums {
		enums[i].Values = slices.DeleteFunc(slices.Clone(a.Values), func(v Value) bool { return !used[a.Code][v.Code] })
	}
	if n := combinations(enums); n <= MaxRows && len(skus) > 0 {
		each(enums, func(values map[string]string) {
			k, sold := known[key(enums, values)]
			delete(known, key(enums, values))
			f.Rows = append(f.Rows, Row{Values: values, On: sold, Prices: texts(k.Prices), Own: fromOwn(k)})
		})
	}
	for _, k := range skus { // those of values that are gone, too: the seller decides
		if _, left := known[key(enums, k.Values)]; left {
			f.Rows = append(f.Rows, Row{Values: maps.Clone(k.Values), On: true, Prices: texts(k.Prices), Own: fromOwn(k)})
			delete(known, key(enums, k.Values))
		}
	}
	for i := range f.Rows {
		if f.Rows[i].Values == nil {
			f.Rows[i].Values = map[string]string{}
		}
	}
}

// combinations counts the products of values; more than MaxRows is not counted on exactly, so it never overflows.
func combinations(enums []Attribute) int {
	n := 1
	for _, a := range enums {
		if n *= len(a.Values); n > 1_000_000_000 {
			return n
		}
	}
	return n
}

// each calls fn with every combination, the last attribute changing first.
func each(enums []Attribute, fn func(map[string]string)) {
	values := map[string]string{}
	var at func(i int)
	at = func(i int) {
		if i == len(enums) {
			fn(maps.Clone(values))
			return
		}
		for _, v := range enums[i].Values {
			values[enums[i].Code] = v.Code
			at(i + 1)
		}
	}
	at(0)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
