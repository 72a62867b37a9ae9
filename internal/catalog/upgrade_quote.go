package catalog

import (
	"context"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// UpgradeQuoteInput asks what an upgrade or an expansion of a running term would cost.
type UpgradeQuoteInput struct {
	ProductID string
	From, To  string           // SKUs; the same one for an expansion
	Before    map[string]int64 // quantities by the code of their attribute
	After     map[string]int64 // nil: they stay
	Pieces    int64            // 0 means 1
	Term      price.Term       // that runs
	Left      int              // days of it
}

// QuoteUpgrade is what a change would cost by the rule that holds, at the prices of today, with its computation (business-rules
// 6.9). The old price of a real order is what it was ordered for; nothing is held here. Errors: ErrProductNotFound, field errors of
// from, to, days and of the choice (price.Plan.Expand, price.Plan.Upgrade).
func (s *Service) QuoteUpgrade(ctx context.Context, in UpgradeQuoteInput) (price.Breakdown, error) {
	l, err := s.Live(ctx, in.ProductID)
	if err != nil {
		return price.Breakdown{}, err
	}
	return l.quoteUpgrade(in, s.db.Clock().Now())
}

func (l Listing) quoteUpgrade(in UpgradeQuoteInput, now time.Time) (price.Breakdown, error) {
	var f apperr.Fields
	var rule UpgradeRule
	var way UpgradeWay
	var offered bool
	for _, rule = range l.Upgrades {
		if way, offered = rule.way(in.From); offered {
			break
		}
	}
	if !offered {
		f.Add("from", ErrNoUpgrade)
		return price.Breakdown{}, f.Err()
	}
	spec, _ := l.Spec(rule.SpecID)
	skus := newPriceList(spec).skus
	to, sold := skus[in.To]
	if !sold || !slices.Contains(way.To, in.To) {
		f.Add("to", ErrNoUpgradeThere)
		return price.Breakdown{}, f.Err()
	}
	if in.After == nil {
		in.After = in.Before
	}
	ask := price.Expansion{
		From: price.Selection{Values: skus[in.From].Values, Quantities: in.Before, Count: in.Pieces},
		To:   price.Selection{Values: to.Values, Quantities: in.After, Count: in.Pieces},
		Term: in.Term, Days: price.Days{Left: in.Left, Total: daysOf(in.Term, now)}}
	plan := rule.plan(spec.Plan)
	if in.From == in.To {
		return plan.Expand(ask)
	}
	return plan.Upgrade(ask)
}

// daysOf is how many days a term has that begins now.
func daysOf(t price.Term, now time.Time) int {
	const most = 100 // a longer one is refused anyway
	end := period.Add(now, min(max(t.Count, 1), most), t.Unit, period.Shanghai())
	return int(end.Sub(now).Hours()/24 + 0.5)
}
