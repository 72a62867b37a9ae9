package price

import (
	"maps"
	"slices"
	"strconv"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

func (p Plan) validateSKUs(f faults) {
	f.when(len(p.SKUs) == 0, "skus", ErrSKUsMissing)
	f.when(len(p.SKUs) > maxSKUs, "skus", ErrTooMany.With("max", maxSKUs))
	enums := p.enums()
	ids, combinations := make(map[string]bool, len(p.SKUs)), make(map[string]bool, len(p.SKUs))
	for i, k := range p.SKUs {
		at, combination := f.at("skus.%d", i), k.combination()
		at.when(k.ID == "", "id", ErrIDMissing)
		at.when(ids[k.ID], "id", ErrTwice)
		at.validateCombination(enums, k)
		at.when(combinations[combination], "values", ErrCombinationTwice)
		ids[k.ID], combinations[combination] = true, true
		at.when(len(k.Prices) == 0, "prices", ErrSKUUnpriced)
		for u, d := range k.Prices {
			at.when(!p.sells(u), "prices."+string(u), ErrTermUnit)
			at.at("prices").price(string(u), d)
		}
		p.validateQuantities(at, k)
	}
}

// choices is an enum with its values as a set.
type choices struct {
	name   i18n.Text
	values map[string]bool
}

// enums are the attributes that make combinations, by code.
func (p Plan) enums() map[string]choices {
	out := map[string]choices{}
	for _, a := range p.Attributes {
		if a.Kind != Enum {
			continue
		}
		values := make(map[string]bool, len(a.Values))
		for _, v := range a.Values {
			values[v.Code] = true
		}
		out[a.Code] = choices{a.Name, values}
	}
	return out
}

// combination is the values as one key: lengths keep "a" "bc" and "ab" "c" apart.
func (k SKU) combination() string {
	var key []byte
	for _, code := range slices.Sorted(maps.Keys(k.Values)) {
		for _, s := range []string{code, k.Values[code]} {
			key = append(strconv.AppendInt(key, int64(len(s)), 10), ':')
			key = append(key, s...)
		}
	}
	return string(key)
}

// validateCombination wants exactly one known value for each enum attribute.
func (f faults) validateCombination(enums map[string]choices, k SKU) {
	for code, v := range k.Values {
		a, known := enums[code]
		switch {
		case !known:
			f.add("values."+code, ErrAttributeUnknown)
		case !a.values[v]:
			f.add("values."+code, ErrValueUnknown.With("name", a.name))
		}
	}
	for code, a := range enums {
		if _, ok := k.Values[code]; !ok {
			f.add("values."+code, ErrAttributeMissing.With("name", a.name))
		}
	}
}

// validateQuantities wants a model of each quantity attribute for each unit of time for which the SKU is sold.
func (p Plan) validateQuantities(f faults, k SKU) {
	known := map[string]bool{}
	for _, a := range p.Attributes {
		if a.Kind != Quantity {
			continue
		}
		known[a.Code] = true
		own := k.Quantities[a.Code]
		for u, m := range own {
			at := f.at("quantities.%s.%s", a.Code, u)
			f.when(!p.sells(u), "quantities."+a.Code+"."+string(u), ErrTermUnit)
			at.attributeModel(m, a)
		}
		for u := range k.Prices {
			if _, ok := k.model(a, u); !ok {
				f.add("quantities."+a.Code+"."+string(u), ErrQuantityUnpriced.With("name", a.Name, "unit", unitText(u, 1)))
			}
		}
	}
	for code := range k.Quantities {
		f.when(!known[code], "quantities."+code, ErrAttributeUnknown)
	}
}
