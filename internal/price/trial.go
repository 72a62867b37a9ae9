package price

// Trial is a selection tried for days: every line costs nothing (business-rules 4.7, 6.8). Errors: those of Quote about the
// selection.
func (p Plan) Trial(sel Selection, days int) (Breakdown, error) {
	if p.Charge != ChargePeriod || len(p.Terms) == 0 {
		return Breakdown{}, ErrTermNotOffered
	}
	k, err := p.choose(sel, Term{Unit: p.Terms[0].Unit, Count: 1})
	if err != nil {
		return Breakdown{}, err
	}
	l, err := computation{}.line(Line{Kind: LineTrial, Code: k.ID, Name: p.Describe(sel), Label: say("line.trial", "days", days)}, p.Currency)
	if err != nil {
		return Breakdown{}, err
	}
	return newBreakdown(p.Currency, []Line{l})
}
