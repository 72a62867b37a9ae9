package price

import (
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
)

// PartKind says what a part multiplies by, or does.
type PartKind string

// The kinds of parts.
const (
	PartFixed      PartKind = "fixed"      // one price whatever the quantity
	PartQuantity   PartKind = "quantity"   // × the quantity of an attribute or an item
	PartBracket    PartKind = "bracket"    // × the quantity within a bracket
	PartPieces     PartKind = "pieces"     // × the number of pieces
	PartPeriods    PartKind = "periods"    // × the number of months or years
	PartDifference PartKind = "difference" // new price − old price
	PartDiscount   PartKind = "discount"   // × the ratio that is to be paid
	PartDays       PartKind = "days"       // × days ÷ days of the term
)

// Part is one row of the computation of a line: Each × Times ÷ Over − Less = Amount, where Over 0 and Less 0 are left out.
// Amounts are in the currency of the breakdown and exact; only the part that divides is rounded, to the minor unit. Brackets
// stand side by side and sum up; any other part begins with what the parts above came to.
type Part struct {
	Kind   PartKind  `json:"kind"`
	Each   Decimal   `json:"each"`
	Times  Decimal   `json:"times"`
	Over   int64     `json:"over,omitempty"`
	Less   Decimal   `json:"less,omitzero"`
	From   Decimal   `json:"from,omitzero"` // of a bracket: over From,
	To     Decimal   `json:"to,omitzero"`   // up to To; 0 means without end
	Unit   i18n.Text `json:"unit,omitzero"` // of Times
	Amount Decimal   `json:"amount"`
}

// times is the part each × n.
func times(kind PartKind, each, n Decimal, unit i18n.Text) (Part, error) {
	amount, err := each.Mul(n)
	return Part{Kind: kind, Each: each, Times: n, Unit: unit, Amount: amount}, err
}

// less is the part a − b.
func less(a, b Decimal) (Part, error) {
	amount, err := a.Sub(b)
	return Part{Kind: PartDifference, Each: a, Times: Whole(1), Less: b, Amount: amount}, err
}

// computation collects the parts of one line.
type computation struct {
	parts  []Part
	amount Decimal
	err    error
}

// add keeps a part whose Each is what the computation has come to.
func (c *computation) add(p Part, err error) {
	if c.err != nil {
		return
	}
	if c.err = err; err == nil {
		c.parts, c.amount = append(c.parts, p), p.Amount
	}
}

// term multiplies by the pieces and then by the periods. A factor of 1 says nothing, so it is left out where it can be.
func (c *computation) term(pieces int64, t Term) {
	if pieces != 1 {
		c.add(times(PartPieces, c.amount, Whole(pieces), pieceText(pieces)))
	}
	if n := int64(t.Count); t.Unit != Once && (n != 1 || len(c.parts) == 0) {
		c.add(times(PartPeriods, c.amount, Whole(n), unitText(t.Unit, n)))
	}
}

func pieceText(n int64) i18n.Text {
	if n == 1 {
		return i18n.Text{ZH: "件", EN: "piece"}
	}
	return i18n.Text{ZH: "件", EN: "pieces"}
}

func unitText(u period.Unit, n int64) i18n.Text {
	switch {
	case u == period.Month && n == 1:
		return i18n.Text{ZH: "个月", EN: "month"}
	case u == period.Month:
		return i18n.Text{ZH: "个月", EN: "months"}
	case u == period.Year && n == 1:
		return i18n.Text{ZH: "年", EN: "year"}
	case u == period.Year:
		return i18n.Text{ZH: "年", EN: "years"}
	}
	return i18n.Text{ZH: "次", EN: "times"}
}

func dayText(n int) i18n.Text {
	if n == 1 {
		return i18n.Text{ZH: "天", EN: "day"}
	}
	return i18n.Text{ZH: "天", EN: "days"}
}
