package price

import (
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
)

// LineKind says what a line is for.
type LineKind string

// The kinds of lines.
const (
	LineBase      LineKind = "base"      // the SKU
	LineAttribute LineKind = "attribute" // a quantity attribute
	LineOpening   LineKind = "opening"   // opening an on-demand spec, which costs nothing (open-apis B4)
	LineTrial     LineKind = "trial"     // a spec that is tried, which costs nothing (business-rules 4.7)
	LineUpgrade   LineKind = "upgrade"   // to a better SKU
	LineExpansion LineKind = "expansion" // of a quantity attribute
	LineCloud     LineKind = "cloud"     // what the cloud takes in an image bundle: machine, disks, traffic (business-rules 6.3 step 6)
)

// Line is one part of a price with its computation. Kind and Code name it within its breakdown. Its reductions are its
// shares of those of the breakdown: Pay = List − Discount − Coupon − Cash.
type Line struct {
	Kind     LineKind     `json:"kind"`
	Code     string       `json:"code,omitempty"` // SKU id or attribute code
	Name     i18n.Text    `json:"name,omitzero"`  // as the seller wrote it
	Label    Words        `json:"label"`
	Parts    []Part       `json:"parts,omitempty"`
	List     money.Amount `json:"list"`
	Discount money.Amount `json:"discount"`
	Coupon   money.Amount `json:"coupon"`
	Cash     money.Amount `json:"cash"`
	Pay      money.Amount `json:"pay"`
}

// line rounds a computation into a line: once.
func (c computation) line(l Line, currency string) (Line, error) {
	if c.err != nil {
		return Line{}, c.err
	}
	var err error
	l.Parts = c.parts
	l.List, err = c.amount.Round(currency)
	return l, err
}

// Breakdown is a price with its computation. Each total is the sum of the lines, and Pay = List − Discount − Coupon − Cash.
// Applied are the reductions in the order in which they were taken (business-rules 6.4); Skipped are those that the buyer has
// but that do not count here, and why.
type Breakdown struct {
	Currency string       `json:"currency"`
	Lines    []Line       `json:"lines"`
	List     money.Amount `json:"list"`
	Discount money.Amount `json:"discount"`
	Coupon   money.Amount `json:"coupon"`
	Cash     money.Amount `json:"cash"`
	Pay      money.Amount `json:"pay"`
	Applied  []Reduction  `json:"applied,omitempty"`
	Skipped  []Skipped    `json:"skipped,omitempty"`
}

// ReductionKind is what makes a price lower.
type ReductionKind string

// The reductions, in their order (business-rules 6.4).
const (
	ByPrivateOffer ReductionKind = "private_offer"
	ByResale       ReductionKind = "resale"
	ByCoupon       ReductionKind = "coupon"
	ByCashCoupon   ReductionKind = "cash_coupon"
)

// Reduction is what one offer, coupon or cash coupon takes off.
type Reduction struct {
	Kind   ReductionKind `json:"kind"`
	ID     string        `json:"id"`
	Amount money.Amount  `json:"amount"`
	Label  Words         `json:"label"`
}

// Skipped is a reduction that is not applied, with the reason for the buyer.
type Skipped struct {
	Kind ReductionKind `json:"kind"`
	ID   string        `json:"id"`
	Why  Words         `json:"why"`
}

// newBreakdown sums the list prices of lines.
func newBreakdown(currency string, lines []Line) (Breakdown, error) {
	zero := money.New(0, currency)
	b := Breakdown{Currency: currency, Lines: lines, List: zero, Discount: zero, Coupon: zero, Cash: zero}
	for i := range lines {
		l := &lines[i]
		l.Discount, l.Coupon, l.Cash, l.Pay = zero, zero, zero, l.List
		sum, err := b.List.Add(l.List)
		if err != nil {
			return Breakdown{}, ErrOutOfRange
		}
		b.List = sum
	}
	b.Pay = b.List
	return b, nil
}

// order is the key by which what is shared out over lines breaks ties, so that the order of the lines changes nothing.
func (l Line) order() string { return string(l.Kind) + " " + l.Code }
