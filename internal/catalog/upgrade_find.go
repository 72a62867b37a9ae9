package catalog

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// Upgrades are the upgrade rules of a product, as its seller and the operators see them.
type Upgrades struct {
	Product ProductRow
	Specs   []UpgradeSource // that can be upgraded; none where the product is not on sale
	Past    []Upgrade       // that no longer hold, the latest first, 50 at most
}

// UpgradeSource is a spec that can be the source of a rule, with the one that holds and what is open about it.
type UpgradeSource struct {
	Spec   Spec
	Active *Upgrade
	Open   *Draft
}

// maxPastUpgrades bounds the history on one page.
const maxPastUpgrades = 50

// Upgrades returns the rules of a product to its seller or an operator. Errors: ErrProductNotFound, ErrForbidden.
func (s *Service) Upgrades(ctx context.Context, actor account.Actor, productID string) (Upgrades, error) {
	sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return Upgrades{}, err
	}
	q := s.db.Reader()
	p, err := seen(ctx, q, actor, productID, sellerID)
	if err != nil {
		return Upgrades{}, err
	}
	out := Upgrades{Product: p}
	live, err := getLiveContent(ctx, q, p.ID)
	if err != nil {
		return Upgrades{}, err
	}
	active, err := listUpgrades(ctx, q, p.ID, UpgradeActive, 0)
	if err != nil {
		return Upgrades{}, err
	}
	open, err := listOpenUpgrades(ctx, q, p.ID)
	if err != nil {
		return Upgrades{}, err
	}
	if out.Past, err = listUpgrades(ctx, q, p.ID, "", maxPastUpgrades); err != nil {
		return Upgrades{}, err
	}
	if live == nil || p.Status != StatusOnSale {
		return out, nil
	}
	for _, spec := range live.Specs {
		if !live.Upgradable(spec.ID) {
			continue
		}
		x := UpgradeSource{Spec: spec}
		if u, there := find(active, func(u Upgrade) bool { return u.Rule.SpecID == spec.ID }); there {
			x.Active = &u
		}
		if d, there := find(open, func(d Draft) bool { return d.Request.subject() == spec.ID }); there {
			x.Open = &d
		}
		out.Specs = append(out.Specs, x)
	}
	return out, nil
}

// UpgradePath is one way of a rule, with what both sides cost now.
type UpgradePath struct {
	From, To         string // SKUs
	FromName, ToName i18n.Text
	Prices           []UpgradePrice // one for each period that both are sold for
}

// UpgradePrice is what both sides cost for one period in their smallest order, and what the change would cost on an example day.
type UpgradePrice struct {
	Unit     period.Unit
	From, To money.Amount
	Days     price.Days      // of the example
	Example  price.Breakdown // of an expansion by one step of each quantity where both sides are the same; no line: nothing to pay
}

// exampleDays are the example: half of a month, and about half of a year.
func exampleDays(u period.Unit) price.Days {
	if u == period.Year {
		return price.Days{Left: 180, Total: 365}
	}
	return price.Days{Left: 15, Total: 30}
}

// Paths are the ways of a rule at the prices of a content, as far as they are sold. It is for people who weigh the rule.
func (u UpgradeRule) Paths(c Content) []UpgradePath {
	s, e := u.source(c)
	if e != nil {
		return nil
	}
	l, plan := newPriceList(s), u.plan(s.Plan)
	var out []UpgradePath
	for _, w := range u.Ways {
		from, sold := l.skus[w.From]
		for _, skuID := range w.To {
			to, also := l.skus[skuID]
			if !sold || !also || len(out) == maxUpgradePairs {
				continue
			}
			x := UpgradePath{From: from.ID, To: to.ID, FromName: s.nameOf(from), ToName: s.nameOf(to)}
			for _, r := range plan.Terms {
				before, had := l.of(from)[r.Unit]
				now, has := l.of(to)[r.Unit]
				if !had || !has {
					continue
				}
				days := exampleDays(r.Unit)
				x.Prices = append(x.Prices, UpgradePrice{r.Unit, before, now, days, example(plan, from, to, price.Term{Unit: r.Unit, Count: 1}, days)})
			}
			out = append(out, x)
		}
	}
	return out
}

// example is the price of a change on an example day; it has no line where that cannot be had.
func example(p price.Plan, from, to price.SKU, t price.Term, d price.Days) price.Breakdown {
	in := price.Expansion{From: p.Least(from), To: p.Least(to), Term: t, Days: d}
	if from.ID != to.ID {
		b, _ := p.Upgrade(in) // prices that conflict have none
		return b
	}
	in.To.Quantities = map[string]int64{}
	for _, a := range p.Attributes {
		if a.Kind != price.Quantity {
			continue
		}
		in.To.Quantities[a.Code] = a.Min
		if more := a.Min + max(a.ExpandStep, a.Step, 1); more <= a.Max {
			in.To.Quantities[a.Code] = more
		}
	}
	b, _ := p.Expand(in)
	return b
}

// UpgradesFrom are the SKUs that who owns one may go up to, itself left out, in the order of the spec; grows reports whether its
// quantities may grow.
func (l Listing) UpgradesFrom(spec Spec, skuID string) (to []price.SKU, grows bool) {
	u, there := find(l.Upgrades, func(u UpgradeRule) bool { return u.SpecID == spec.ID })
	if !there {
		return nil, false
	}
	w, there := u.way(skuID)
	if !there {
		return nil, false
	}
	for _, k := range spec.Plan.SKUs {
		if k.ID != skuID && slices.Contains(w.To, k.ID) {
			to = append(to, k)
		}
	}
	return to, slices.Contains(w.To, skuID) && UpgradeWay{skuID, []string{skuID}}.leads(spec.Plan)
}

// SKUName is a SKU of the spec for people.
func (s Spec) SKUName(k price.SKU) i18n.Text { return s.nameOf(k) }

// publicUpgrades are the rules that hold for a product, as buyers may know them.
func publicUpgrades(ctx context.Context, q storage.Querier, l *Listing) ([]UpgradeRule, error) {
	if !slices.ContainsFunc(l.Specs, func(s Spec) bool { return l.Upgradable(s.ID) }) {
		return nil, nil
	}
	active, err := listUpgrades(ctx, q, l.ProductID, UpgradeActive, 0)
	var out []UpgradeRule
	for _, u := range active {
		u.Rule.Name = "" // the seller's own
		out = append(out, u.Rule)
	}
	return out, err
}
