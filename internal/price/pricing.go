package price

import "github.com/souk-market/souk/internal/kernel/i18n"

// ModelKind is how a price depends on a quantity.
type ModelKind string

// The models (business-rules 4.6, open-apis B3).
const (
	// ModelFixed is one price that no quantity changes: an attribute costs it once, a charging item for each unit.
	ModelFixed ModelKind = "fixed"
	// ModelLinear is unit price × quantity.
	ModelLinear ModelKind = "linear"
	// ModelTier prices all units by the bracket in which the total falls.
	ModelTier ModelKind = "tier"
	// ModelStep prices each unit by the bracket in which it falls.
	ModelStep ModelKind = "step"
)

// Model is the price of a quantity, in the currency of the plan: Price for fixed and linear, Brackets in ascending order for
// tier and step. A quantity of 0 costs nothing under any model.
type Model struct {
	Kind     ModelKind `json:"kind"`
	Price    Decimal   `json:"price,omitzero"`
	Brackets []Bracket `json:"brackets,omitempty"`
}

// Bracket is the price of one unit for quantities over Over and up to UpTo: 3 belongs to "up to 3" (open-apis B3). UpTo 0
// means without end.
type Bracket struct {
	Over  Decimal `json:"over"`
	UpTo  Decimal `json:"up_to,omitzero"`
	Price Decimal `json:"price"`
}

// reaches reports whether a quantity over Over is inside.
func (b Bracket) reaches(n Decimal) bool { return b.UpTo.IsZero() || n.Cmp(b.UpTo) <= 0 }

// cost is what n units cost, and the parts that say so. The parts are exact and sum to the cost.
func (m Model) cost(n Decimal, unit i18n.Text) (Decimal, []Part, error) {
	switch {
	case n.Negative():
		return Decimal{}, nil, ErrUsageNegative
	case n.IsZero():
		return Decimal{}, nil, nil
	}
	switch m.Kind {
	case ModelFixed:
		return one(times(PartFixed, m.Price, Whole(1), i18n.Text{}))
	case ModelLinear:
		return one(times(PartQuantity, m.Price, n, unit))
	case ModelTier:
		b, ok := m.bracket(n)
		if !ok {
			return Decimal{}, nil, ErrNoBracket.With("n", n)
		}
		p, err := times(PartBracket, b.Price, n, unit)
		p.From, p.To = b.Over, b.UpTo
		return one(p, err)
	case ModelStep:
		return m.steps(n, unit)
	}
	return Decimal{}, nil, ErrModelKind
}

// bracket is the one in which a total of n falls.
func (m Model) bracket(n Decimal) (Bracket, bool) {
	for _, b := range m.Brackets {
		if n.Cmp(b.Over) > 0 && b.reaches(n) {
			return b, true
		}
	}
	return Bracket{}, false
}

// steps takes each slice of n at the price of its bracket: 8 minutes at 0.30 up to 3 and 0.20 beyond are 3 × 0.30 + 5 × 0.20.
func (m Model) steps(n Decimal, unit i18n.Text) (Decimal, []Part, error) {
	parts, err := m.brackets(Decimal{}, n, unit)
	if err != nil {
		return Decimal{}, nil, err
	}
	var sum Decimal
	for _, p := range parts {
		if sum, err = sum.Add(p.Amount); err != nil {
			return Decimal{}, nil, err
		}
	}
	return sum, parts, nil
}

// brackets are the slices of the span from..to.
func (m Model) brackets(from, to Decimal, unit i18n.Text) ([]Part, error) {
	if _, ok := m.bracket(to); !ok {
		return nil, ErrNoBracket.With("n", to)
	}
	var parts []Part
	for _, b := range m.Brackets {
		begin, end := later(from, b.Over), to
		if !b.reaches(to) {
			end = b.UpTo
		}
		if end.Cmp(begin) <= 0 {
			continue
		}
		slice, err := end.Sub(begin)
		if err != nil {
			return nil, err
		}
		p, err := times(PartBracket, b.Price, slice, unit)
		if err != nil {
			return nil, err
		}
		p.From, p.To = b.Over, b.UpTo
		parts = append(parts, p)
	}
	return parts, nil
}

func later(a, b Decimal) Decimal {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

// span is the parts of what lies between two totals: under a step in its brackets, else at the price of the second total.
func (m Model) span(from, to Decimal, unit i18n.Text) ([]Part, error) {
	if from == to {
		return nil, nil
	}
	if m.Kind == ModelStep {
		return m.brackets(from, to, unit)
	}
	_, parts, err := m.cost(to, unit)
	if err != nil || from.IsZero() || m.Kind == ModelFixed {
		return parts, err
	}
	n, err := to.Sub(from)
	if err != nil {
		return nil, err
	}
	p := parts[0]
	again, err := times(p.Kind, p.Each, n, unit)
	again.From, again.To = p.From, p.To
	return []Part{again}, err
}

func one(p Part, err error) (Decimal, []Part, error) {
	if err != nil {
		return Decimal{}, nil, err
	}
	return p.Amount, []Part{p}, nil
}
