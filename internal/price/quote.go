package price

import "github.com/souk-market/souk/internal/kernel/i18n"

// Quote computes what a buyer pays for a selection over a term: each line rounded once, then the buyer's reductions in the
// order of business-rules 6.4. Its errors by field: those of the choice (period, periods, quantity, sku, attribute_<code>), or
// those of the reductions (offer, resale_<n>, coupon, cash_<n>; n from 0). Other: ErrOutOfRange. Opening an on-demand spec
// costs nothing (open-apis B4); its use is for Rate.
func (p Plan) Quote(sel Selection, t Term, buyer Buyer) (Breakdown, error) {
	lines, err := p.lines(sel, t)
	if err != nil {
		return Breakdown{}, err
	}
	b, err := newBreakdown(p.Currency, lines)
	if err != nil {
		return Breakdown{}, err
	}
	if err := b.reduce(reducing{sel: sel, term: t, charge: p.Charge, buyer: buyer}); err != nil {
		return Breakdown{}, err
	}
	return b, nil
}

// lines are the SKU and each quantity attribute that was chosen, at list price.
func (p Plan) lines(sel Selection, t Term) ([]Line, error) {
	if p.Charge == ChargeOnDemand {
		return p.opening(sel, t)
	}
	k, err := p.choose(sel, t)
	if err != nil {
		return nil, err
	}
	return p.linesOf(k, sel, t)
}

// linesOf are the lines of a selection of a SKU that is known already.
func (p Plan) linesOf(k SKU, sel Selection, t Term) ([]Line, error) {
	base, name := p.base(k, sel, t), p.Describe(Selection{Values: sel.Values})
	first, err := base.line(Line{Kind: LineBase, Code: k.ID, Name: name, Label: baseLabel(name)}, p.Currency)
	if err != nil {
		return nil, err
	}
	lines := []Line{first}
	for _, a := range p.Attributes {
		n := sel.Quantities[a.Code]
		if a.Kind != Quantity || n == 0 {
			continue
		}
		c, err := p.quantity(k, a, n, t)
		if err != nil {
			return nil, err
		}
		c.term(sel.Pieces(), t)
		l, err := c.line(Line{Kind: LineAttribute, Code: a.Code, Name: a.Name,
			Label: say("line.attribute", "name", a.Name, "n", n, "unit", a.Unit)}, p.Currency)
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	if len(lines) > 1 && first.List.IsZero() && k.Prices[t.Unit].IsZero() {
		lines = lines[1:] // all is in the attributes
	}
	return lines, nil
}

func baseLabel(name i18n.Text) Words {
	if !name.Empty() {
		return say("line.base.named", "name", name)
	}
	return say("line.base")
}

// base is the price of a SKU × pieces × periods.
func (p Plan) base(k SKU, sel Selection, t Term) computation {
	c := computation{amount: k.Prices[t.Unit]}
	c.term(sel.Pieces(), t)
	if len(c.parts) == 0 { // one piece, once
		c.add(times(PartFixed, c.amount, Whole(1), pieceText(1)))
	}
	return c
}

// quantity is the price of n of an attribute, of one piece for one period.
func (p Plan) quantity(k SKU, a Attribute, n int64, t Term) (computation, error) {
	m, ok := k.model(a, t.Unit)
	if !ok {
		return computation{}, ErrTermNotOffered
	}
	sum, parts, err := m.cost(Whole(n), a.Unit)
	return computation{parts: parts, amount: sum, err: err}, err
}

func (p Plan) opening(sel Selection, t Term) ([]Line, error) {
	if t != (Term{}) {
		return nil, ErrTermNotOffered
	}
	if len(sel.Values)+len(sel.Quantities) > 0 || sel.Pieces() != 1 {
		return nil, ErrAttributeUnknown
	}
	l, err := computation{}.line(Line{Kind: LineOpening, Label: say("line.opening")}, p.Currency)
	return []Line{l}, err
}
