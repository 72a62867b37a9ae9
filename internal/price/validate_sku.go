package price

import (
	"maps"
	"slices"
)

func (p Plan) validateSKUs(f faults) {
	f.when(len(p.SKUs) == 0, "skus", ErrSKUsMissing)
	f.when(len(p.SKUs) > maxSKUs, "skus", ErrTooMany.With("max", maxSKUs))
	for i, k := range p.SKUs {
		at := f.at("skus.%d", i)
		at.when(k.ID == "", "id", ErrIDMissing)
		at.when(slices.ContainsFunc(p.SKUs[:i], func(x SKU) bool { return x.ID == k.ID }), "id", ErrTwice)
		p.validateCombination(at, k)
		at.when(slices.ContainsFunc(p.SKUs[:i], func(x SKU) bool { return maps.Equal(x.Values, k.Values) }), "values", ErrCombinationTwice)
		at.when(len(k.Prices) == 0, "prices", ErrSKUUnpriced)
		for u, d := range k.Prices {
			at.when(!p.sells(u), "prices."+string(u), ErrTermUnit)
			at.at("prices").price(string(u), d)
		}
		p.validateQuantities(at, k)
	}
}

// validateCombination wants exactly one known value for each enum attribute.
func (p Plan) validateCombination(f faults, k SKU) {
	enums := map[string]Attribute{}
	for _, a := range p.Attributes {
		if a.Kind == Enum {
			enums[a.Code] = a
		}
	}
	for code, v := range k.Values {
		a, known := enums[code]
		switch {
		case !known:
			f.add("values."+code, ErrAttributeUnknown)
		case !slices.ContainsFunc(a.Values, func(x Value) bool { return x.Code == v }):
			f.add("values."+code, ErrValueUnknown.With("name", a.Name))
		}
	}
	for code, a := range enums {
		if _, ok := k.Values[code]; !ok {
			f.add("values."+code, ErrAttributeMissing.With("name", a.Name))
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
