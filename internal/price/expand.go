package price

import "github.com/souk-market/souk/internal/kernel/apperr"

// Expansion raises quantity attributes of a running term, with the prices of a plan; all else of the selection stays.
type Expansion struct {
	From  Selection    `json:"from"`
	To    Selection    `json:"to"`
	Term  Term         `json:"term"` // of the order: what Days.Total counts
	Days  Days         `json:"days"`
	Ratio Decimal      `json:"ratio,omitzero"` // the buyer's discount as what is to be paid; 0 means none
	Cash  []CashCoupon `json:"cash,omitempty"`
}

// Expand prices an expansion, one line for each attribute that grows (business-rules 6.9). Under tier: unit price of the
// bracket of the new total × what is added; under the others: price of the new quantity − price of the old one; each ×
// remaining days ÷ days of the term × discount, rounded once. Its errors by field: those of the choice, days, ratio, sku,
// attribute_<code>, cash_<n>. Other: ErrNothingAdded, ErrOutOfRange.
func (p Plan) Expand(in Expansion) (Breakdown, error) {
	if _, err := p.choose(in.From, in.Term); err != nil {
		return Breakdown{}, err
	}
	k, err := p.choose(in.To, in.Term)
	if err != nil {
		return Breakdown{}, err
	}
	if err := p.checkExpansion(in); err != nil {
		return Breakdown{}, err
	}
	var lines []Line
	for _, a := range p.Attributes {
		from, to := in.From.Quantities[a.Code], in.To.Quantities[a.Code]
		if a.Kind != Quantity || from == to {
			continue
		}
		c, err := p.added(k, a, in)
		if err != nil {
			return Breakdown{}, err
		}
		c.term(in.To.Pieces(), in.Term)
		c.remaining(in.Days, in.Ratio, p.Currency)
		l, err := c.line(Line{Kind: LineExpansion, Code: a.Code, Name: a.Name,
			Label: say("line.expansion", "name", a.Name, "from", from, "to", to, "unit", a.Unit)}, p.Currency)
		if err != nil {
			return Breakdown{}, err
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 {
		return Breakdown{}, ErrNothingAdded
	}
	return change(p.Currency, lines, in.Cash)
}

// added is the price of what an attribute grows by, for one piece and one period.
func (p Plan) added(k SKU, a Attribute, in Expansion) (computation, error) {
	m, ok := k.model(a, in.Term.Unit)
	if !ok {
		return computation{}, ErrTermNotOffered
	}
	from, to := Whole(in.From.Quantities[a.Code]), Whole(in.To.Quantities[a.Code])
	var c computation
	if m.Kind == ModelTier {
		parts, err := m.span(from, to, a.Unit)
		if err != nil {
			return computation{}, err
		}
		c.add(parts[0], nil)
		return c, nil
	}
	now, _, err := m.cost(to, a.Unit)
	if err != nil {
		return computation{}, err
	}
	before, _, err := m.cost(from, a.Unit)
	if err != nil {
		return computation{}, err
	}
	c.add(less(now, before))
	return c, c.err
}

func (p Plan) checkExpansion(in Expansion) error {
	var f apperr.Fields
	f.Add("days", in.Days.check())
	f.Add("ratio", checkChangeRatio(in.Ratio))
	same := in.To
	same.Quantities = in.From.Quantities
	if !same.Equal(in.From) {
		f.Add("sku", ErrExpansionOnly)
	}
	p.checkGrowth(&f, in)
	return f.Err()
}

// checkGrowth wants quantities to stay or to grow by their steps of an expansion.
func (p Plan) checkGrowth(f *apperr.Fields, in Expansion) {
	for _, a := range p.Attributes {
		if a.Kind != Quantity {
			continue
		}
		step := a.ExpandStep
		if step == 0 {
			step = max(a.Step, 1)
		}
		switch added := in.To.Quantities[a.Code] - in.From.Quantities[a.Code]; {
		case added < 0:
			f.Add("attribute_"+a.Code, ErrReduction.With("name", a.Name))
		case added%step != 0:
			f.Add("attribute_"+a.Code, ErrExpansionStep.With("name", a.Name, "step", step))
		}
	}
}
