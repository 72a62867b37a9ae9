package price

import (
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
)

// maxExpandTimes is how many steps one step of an expansion may be (business-rules 6.9).
const maxExpandTimes = 5

func (p Plan) validateAttributes(f faults) {
	f.when(len(p.Attributes) > maxAttributes, "attributes", ErrTooMany.With("max", maxAttributes))
	for i, a := range p.Attributes {
		at := f.at("attributes.%d", i)
		at.when(slices.ContainsFunc(p.Attributes[:i], func(x Attribute) bool { return x.Code == a.Code }), "code", ErrTwice)
		at.attribute(a)
		if a.Kind != Quantity {
			continue
		}
		for u, m := range a.Prices {
			at.when(!p.sells(u), "prices."+string(u), ErrTermUnit)
			at.at("prices.%s", u).attributeModel(m, a)
		}
	}
}

// Validate finds what is wrong with an attribute by itself, whatever it costs, by path (business-rules 4.5).
func (a Attribute) Validate() error {
	f := faults{fields: new(apperr.Fields)}
	f.attribute(a)
	return f.fields.Err()
}

// ValidateModel finds what is wrong with a price of a quantity attribute, by path (business-rules 4.6).
func (a Attribute) ValidateModel(m Model) error {
	f := faults{fields: new(apperr.Fields)}
	f.attributeModel(m, a)
	return f.fields.Err()
}

func (f faults) attribute(a Attribute) {
	f.when(!attributeCode.MatchString(a.Code), "code", ErrAttributeCode)
	f.when(isReserved(a.Code), "code", ErrAttributeReserved)
	f.named("name", a.Name)
	f.when(isReserved(a.Name.ZH) || isReserved(a.Name.EN), "name", ErrAttributeReserved)
	switch a.Kind {
	case Enum:
		f.enum(a)
	case Quantity:
		f.quantity(a)
	default:
		f.add("kind", ErrAttributeKind)
	}
}

func (f faults) enum(a Attribute) {
	f.when(len(a.Values) == 0, "values", ErrValuesMissing)
	f.when(len(a.Values) > maxValues, "values", ErrTooMany.With("max", maxValues))
	f.when(len(a.Prices) > 0, "prices", ErrEnumPriced)
	for i, v := range a.Values {
		at := f.at("values.%d", i)
		at.when(!attributeCode.MatchString(v.Code), "code", ErrAttributeCode)
		at.when(slices.ContainsFunc(a.Values[:i], func(x Value) bool { return x.Code == v.Code }), "code", ErrTwice)
		at.named("name", v.Name)
	}
}

func (f faults) quantity(a Attribute) {
	f.when(len(a.Values) > 0, "values", ErrQuantityValues)
	f.when(a.Min < 0 || a.Min > maxNumber, "min", ErrNumberRange.With("min", 0, "max", maxNumber))
	f.when(a.Max < 1 || a.Max > maxNumber, "max", ErrNumberRange.With("min", 1, "max", maxNumber))
	f.when(a.Max < a.Min, "max", ErrMaxBelowMin)
	switch {
	case a.Step < 1 || a.Step > maxNumber:
		f.add("step", ErrNumberRange.With("min", 1, "max", maxNumber))
	case a.Max > a.Min && a.Min >= 0 && (a.Max-a.Min)%a.Step != 0:
		f.add("step", ErrStepDivides.With("min", a.Min, "max", a.Max))
	default:
		f.when(a.ExpandStep < 0 || a.ExpandStep%a.Step != 0 || a.ExpandStep/a.Step > maxExpandTimes, "expand_step",
			ErrExpandStep.With("step", a.Step, "times", maxExpandTimes))
	}
}

// attributeModel checks the price of a quantity attribute: up to its Max.
func (f faults) attributeModel(m Model, a Attribute) {
	f.model(m, Whole(a.Max), []ModelKind{ModelFixed, ModelLinear, ModelTier, ModelStep})
}

func (p Plan) sells(u period.Unit) bool {
	return slices.ContainsFunc(p.Terms, func(r TermRange) bool { return r.Unit == u })
}

// model checks a model that must know every quantity up to most; 0 means that there is no end.
func (f faults) model(m Model, most Decimal, kinds []ModelKind) {
	if !slices.Contains(kinds, m.Kind) {
		f.add("kind", ErrModelKind)
		return
	}
	if m.Kind == ModelFixed || m.Kind == ModelLinear {
		f.when(len(m.Brackets) > 0, "brackets", ErrBracketsUnused)
		f.price("price", m.Price)
		return
	}
	f.when(!m.Price.IsZero(), "price", ErrPriceUnused)
	f.when(len(m.Brackets) == 0, "brackets", ErrBracketsMissing)
	f.when(len(m.Brackets) > maxBrackets, "brackets", ErrTooMany.With("max", maxBrackets))
	for i, b := range m.Brackets {
		at, before := f.at("brackets.%d", i), Decimal{}
		last := i == len(m.Brackets)-1
		if i > 0 {
			before = m.Brackets[i-1].UpTo
		}
		at.price("price", b.Price)
		at.bound("over", b.Over)
		at.bound("up_to", b.UpTo)
		switch {
		case i > 0 && before.IsZero(): // reported there: only the last may be open
		case b.Over.Cmp(before) < 0:
			at.add("over", ErrBracketsOverlap.With("to", before))
		case b.Over.Cmp(before) > 0:
			at.add("over", ErrBracketsGap.With("to", before))
		}
		switch {
		case b.UpTo.IsZero():
			at.when(!last, "up_to", ErrBracketOpen)
		case b.UpTo.Cmp(b.Over) <= 0:
			at.add("up_to", ErrBracketEmpty)
		case last && most.IsZero():
			at.add("up_to", ErrBracketsEnd)
		case last && b.UpTo.Cmp(most) < 0:
			at.add("up_to", ErrBracketsShort.With("max", most))
		}
	}
}

// bound checks a bound of a bracket.
func (f faults) bound(field string, d Decimal) {
	f.when(d.Negative(), field, ErrUsageNegative)
	f.when(d.decimalPlaces() > MaxUsageDecimals, field, ErrDecimals.With("max", MaxUsageDecimals))
}

// isReserved also knows a name in other letters: "OS", "Version".
func isReserved(name string) bool {
	return slices.ContainsFunc(reserved, func(r string) bool { return strings.EqualFold(r, strings.TrimSpace(name)) })
}
