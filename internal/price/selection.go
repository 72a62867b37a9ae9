package price

import (
	"maps"
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
)

// Selection is what a buyer chose of a plan: a value for each enum attribute, a number for each quantity attribute, both by
// attribute code, and the number of pieces (0 means 1). A quantity that is left out is 0.
type Selection struct {
	Values     map[string]string `json:"values,omitempty"`
	Quantities map[string]int64  `json:"quantities,omitempty"`
	Count      int64             `json:"count,omitempty"`
}

// Pieces is how often the selection is bought.
func (s Selection) Pieces() int64 {
	if s.Count == 0 {
		return 1
	}
	return s.Count
}

// Equal reports whether both choose the same.
func (s Selection) Equal(o Selection) bool {
	return maps.Equal(s.Values, o.Values) && s.Pieces() == o.Pieces() && maps.Equal(chosen(s.Quantities), chosen(o.Quantities))
}

// chosen are the quantities that are not 0.
func chosen(quantities map[string]int64) map[string]int64 {
	out := maps.Clone(quantities)
	maps.DeleteFunc(out, func(_ string, n int64) bool { return n == 0 })
	return out
}

// Term is how long: Count months or years. One-time and some packages have {Once, 1}, an on-demand spec has none: Term{}.
type Term struct {
	Unit  period.Unit `json:"unit,omitempty"`
	Count int         `json:"count,omitempty"`
}

// choose holds a selection and a term against the plan. Its errors by field: period, periods, quantity, sku, attribute_<code>.
func (p Plan) choose(sel Selection, t Term) (SKU, error) {
	var f apperr.Fields
	p.checkTerm(&f, t)
	if most := max(p.MaxCount, 1); sel.Pieces() < 1 || sel.Pieces() > most {
		f.Add("quantity", ErrPiecesRange.With("max", most))
	}
	known := map[string]AttributeKind{}
	for _, a := range p.Attributes {
		known[a.Code] = a.Kind
		f.Add("attribute_"+a.Code, a.check(sel))
	}
	for code := range sel.Values {
		if known[code] != Enum {
			f.Add("attribute_"+code, ErrAttributeUnknown)
		}
	}
	for code := range sel.Quantities {
		if known[code] != Quantity {
			f.Add("attribute_"+code, ErrAttributeUnknown)
		}
	}
	if err := f.Err(); err != nil {
		return SKU{}, err
	}
	k, ok := p.sku(sel.Values)
	if !ok {
		f.Add("sku", ErrCombination)
	} else if _, priced := k.Prices[t.Unit]; !priced {
		f.Add("period", ErrTermNotOffered)
	}
	return k, f.Err()
}

func (p Plan) checkTerm(f *apperr.Fields, t Term) {
	for _, r := range p.Terms {
		if r.Unit != t.Unit {
			continue
		}
		switch {
		case t.Count < 1:
			f.Add("periods", ErrBadPeriods)
		case t.Count > r.Max:
			f.Add("periods", ErrTermTooLong.With("max", r.Max))
		}
		return
	}
	f.Add("period", ErrTermNotOffered)
}

// check is what is wrong with the choice of one attribute, or nil.
func (a Attribute) check(sel Selection) *apperr.Error {
	if a.Kind == Enum {
		v, given := sel.Values[a.Code]
		switch {
		case !given:
			return ErrAttributeMissing.With("name", a.Name)
		case !slices.ContainsFunc(a.Values, func(x Value) bool { return x.Code == v }):
			return ErrValueUnknown.With("name", a.Name)
		}
		return nil
	}
	if n := sel.Quantities[a.Code]; n < a.Min || n > a.Max || (n-a.Min)%max(a.Step, 1) != 0 {
		return ErrAttributeRange.With("name", a.Name, "min", a.Min, "max", a.Max, "step", max(a.Step, 1))
	}
	return nil
}
