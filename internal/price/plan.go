package price

import (
	"maps"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
)

// Charge is how a spec is charged (business-rules 4.6, open-apis B1).
type Charge string

// The charging modes.
const (
	ChargePeriod   Charge = "period"        // by month or year, paid before
	ChargeOneTime  Charge = "one_time"      // once
	ChargeOnDemand Charge = "on_demand"     // by use, paid after each charging cycle
	ChargePackage  Charge = "package"       // a quota paid before; what exceeds it is charged on demand
	ChargeStop     Charge = "stop_package"  // a quota paid before; at zero the service stops
	ChargeCount    Charge = "count_package" // a number of calls paid before (API)
)

// Once is the unit of a term that has no length; the others are period.Month and period.Year.
const Once period.Unit = "once"

// Plan is how one spec is priced. Prices are in Currency (ISO 4217, two decimals). A simple template is a plan with one SKU
// and no attributes. Ask Validate before a plan is stored: Quote trusts it.
type Plan struct {
	Currency   string      `json:"currency"`
	Charge     Charge      `json:"charge"`
	Terms      []TermRange `json:"terms,omitempty"`
	MaxCount   int64       `json:"max_count,omitempty"` // most pieces of one order; 0 means 1
	Attributes []Attribute `json:"attributes,omitempty"`
	SKUs       []SKU       `json:"skus,omitempty"`
	Factors    []Factor    `json:"factors,omitempty"` // on demand only
	Package    *Package    `json:"package,omitempty"` // packages only
}

// TermRange says that a spec may be bought for 1 to Max months or years, or once.
type TermRange struct {
	Unit period.Unit `json:"unit"`
	Max  int         `json:"max"`
}

// AttributeKind is what a buyer chooses of an attribute.
type AttributeKind string

// The kinds of attributes (business-rules 4.5).
const (
	Enum     AttributeKind = "enum"     // one of its values; SKUs are combinations of them
	Quantity AttributeKind = "quantity" // a whole number
)

// Attribute is one choice of the buyer. Values belong to an enum; the rest to a quantity: Min, Min+Step, … up to Max pieces
// of Unit, with the price of one period for each unit of time. A SKU may have prices of its own instead.
type Attribute struct {
	Code       string                `json:"code"`
	Name       i18n.Text             `json:"name"`
	Kind       AttributeKind         `json:"kind"`
	Values     []Value               `json:"values,omitempty"`
	Unit       i18n.Text             `json:"unit,omitzero"`
	Min        int64                 `json:"min,omitempty"`
	Max        int64                 `json:"max,omitempty"`
	Step       int64                 `json:"step,omitempty"`
	ExpandStep int64                 `json:"expand_step,omitempty"` // of an expansion: a multiple of Step, at most 5 times; 0 means Step (6.9)
	Prices     map[period.Unit]Model `json:"prices,omitempty"`
}

// Value is one value of an enum.
type Value struct {
	Code string    `json:"code"`
	Name i18n.Text `json:"name"`
}

// SKU is one combination of enum values with the price of one piece for one period. Quantities, by attribute code, are the
// prices that hold for this SKU instead of the attribute's own.
type SKU struct {
	ID         string                           `json:"id"`
	Values     map[string]string                `json:"values,omitempty"`
	Prices     map[period.Unit]Decimal          `json:"prices"`
	Quantities map[string]map[period.Unit]Model `json:"quantities,omitempty"`
}

// model is the price of a quantity attribute of a SKU; ok is false where there is none for the unit of time.
func (k SKU) model(a Attribute, u period.Unit) (m Model, ok bool) {
	if own, found := k.Quantities[a.Code]; found {
		m, ok = own[u]
		return m, ok
	}
	m, ok = a.Prices[u]
	return m, ok
}

// sku is the one of a combination of enum values.
func (p Plan) sku(values map[string]string) (SKU, bool) {
	for _, k := range p.SKUs {
		if maps.Equal(k.Values, values) {
			return k, true
		}
	}
	return SKU{}, false
}

func (p Plan) isPackage() bool {
	return p.Charge == ChargePackage || p.Charge == ChargeStop || p.Charge == ChargeCount
}
