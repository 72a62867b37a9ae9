package price

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
)

// Bounds of a plan. What is within them can be multiplied without leaving 128 bits; whether a total fits is said by Quote.
const (
	maxUnitPrice  = 1_000_000_000 // of one unit or piece
	maxNumber     = 1_000_000_000 // of a quantity attribute, or of pieces
	maxTerm       = 120           // months or years
	maxAttributes = 20
	maxValues     = 50   // of an enum
	maxSKUs       = 1000 // combinations
	maxItems      = 50   // charging items (business-rules 4.6)
	maxBrackets   = 50
	maxStopCount  = 30 // packages of one purchase (open-apis B6)
)

var (
	currencyCode  = regexp.MustCompile(`^[A-Z]{3}$`)
	attributeCode = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,63}$`)
	// reserved are names of attributes that the marketplace uses itself (business-rules 4.5).
	reserved = []string{"appName", "应用名称", "version", "版本", "os", "操作系统", "mode", "所属模式"}
)

// faults collects what is wrong by path: "attributes.1.prices.month.brackets.2.up_to". Rows count from 0.
type faults struct {
	fields *apperr.Fields
	path   string
}

// at is the same list further down the path.
func (f faults) at(format string, args ...any) faults {
	sub := fmt.Sprintf(format, args...)
	if f.path != "" {
		sub = f.path + "." + sub
	}
	return faults{f.fields, sub}
}

// add records a fault of a field here.
func (f faults) add(field string, e *apperr.Error) { f.fields.Add(f.at("%s", field).path, e) }

// when records it if bad.
func (f faults) when(bad bool, field string, e *apperr.Error) {
	if bad {
		f.add(field, e)
	}
}

// Validate finds everything that is wrong with a plan (business-rules 4.5, 4.6), by path; rows count from 0. Prices have at
// most 8 decimals, quantities of packages and bounds of brackets 4.
func (p Plan) Validate() error {
	f := faults{fields: new(apperr.Fields)}
	f.when(!currencyCode.MatchString(p.Currency), "currency", ErrCurrencyCode)
	switch p.Charge {
	case ChargePeriod, ChargeOneTime, ChargePackage, ChargeStop, ChargeCount:
		f.when(len(p.Factors) > 0, "factors", ErrFactorsOnDemand)
		p.validateTerms(f)
		p.validateCount(f)
		p.validateAttributes(f)
		p.validateSKUs(f)
	case ChargeOnDemand:
		f.when(len(p.Terms) > 0 || p.MaxCount != 0, "terms", ErrOnDemandOnly)
		f.when(len(p.Attributes) > 0, "attributes", ErrOnDemandOnly)
		f.when(len(p.SKUs) > 0, "skus", ErrOnDemandOnly)
		p.validateFactors(f)
	default:
		f.add("charge", ErrCharge)
	}
	p.validatePackage(f)
	return f.fields.Err()
}

func (p Plan) validateTerms(f faults) {
	f.when(len(p.Terms) == 0, "terms", ErrTermsMissing)
	for i, r := range p.Terms {
		at := f.at("terms.%d", i)
		at.when(!slices.Contains(p.units(), r.Unit), "unit", ErrTermUnit)
		at.when(slices.ContainsFunc(p.Terms[:i], func(x TermRange) bool { return x.Unit == r.Unit }), "unit", ErrTwice)
		most := maxTerm
		if r.Unit == Once {
			most = 1
		}
		at.when(r.Max < 1 || r.Max > most, "max", ErrNumberRange.With("min", 1, "max", most))
	}
}

// units are the units of time that the way of charging knows.
func (p Plan) units() []period.Unit {
	switch {
	case p.Charge == ChargeOneTime:
		return []period.Unit{Once}
	case p.isPackage():
		return []period.Unit{Once, period.Month, period.Year}
	}
	return []period.Unit{period.Month, period.Year}
}

func (p Plan) validateCount(f faults) {
	most := int64(maxNumber)
	if p.Charge == ChargeStop {
		most = maxStopCount
	}
	f.when(p.MaxCount < 0 || p.MaxCount > most, "max_count", ErrNumberRange.With("min", 0, "max", most))
}

// named checks a name that people read.
func (f faults) named(field string, t i18n.Text) { f.when(t.Empty(), field, ErrNameMissing) }

// price checks a unit price.
func (f faults) price(field string, d Decimal) {
	f.when(d.Negative(), field, ErrBadUnit)
	f.when(d.Cmp(Whole(maxUnitPrice)) > 0, field, ErrPriceRange.With("max", maxUnitPrice))
	f.when(d.decimalPlaces() > MaxPriceDecimals, field, ErrDecimals.With("max", MaxPriceDecimals))
}
