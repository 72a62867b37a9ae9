package catalog

import (
	"fmt"
	"maps"
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// UpgradeRule is what a seller offers to who owns SKUs of a spec: the ways up from each of them, and by how much their quantities
// grow (business-rules 6.9). A spec is the source in one rule only, so a rule is known by its spec.
type UpgradeRule struct {
	SpecID string           `json:"spec_id"`
	Name   string           `json:"name,omitempty"` // the seller's own; buyers do not see it
	Ways   []UpgradeWay     `json:"ways"`
	Expand map[string]int64 `json:"expand,omitempty"` // steps of an expansion by the code of a quantity attribute; none: that of the spec
}

// UpgradeWay leads from one SKU to others of its spec; to itself where its quantities may grow.
type UpgradeWay struct {
	From string   `json:"from"`
	To   []string `json:"to"`
}

// The limits of a rule; the second one and the third are ours.
const (
	maxExpandTimes  = 5 // steps of the attribute in one of an expansion (business-rules 6.9)
	maxUpgradeName  = 50
	maxUpgradePairs = 500
)

// Check holds a rule against what is on sale. Its fields: spec, name, ways, ways.<n>, expand_<code>.
func (u UpgradeRule) Check(c Content) error {
	var f apperr.Fields
	f.Add("name", length(u.Name, 1, maxUpgradeName))
	s, e := u.source(c)
	if e != nil {
		f.Add("spec", e)
		return f.Err()
	}
	switch pairs := u.pairs(); {
	case pairs == 0:
		f.Add("ways", ErrUpgradeNowhere)
	case pairs > maxUpgradePairs:
		f.Add("ways", ErrUpgradeMany.With("max", maxUpgradePairs))
		return f.Err()
	}
	l := newPriceList(s)
	from := map[string]bool{}
	for i, w := range u.Ways {
		field := fmt.Sprintf("ways.%d", i)
		if from[w.From] {
			f.Add(field, ErrUpgradeTwice)
		}
		from[w.From] = true
		f.Add(field, l.check(w))
		if !w.leads(s.Plan) {
			f.Add(field, ErrUpgradeNowhere)
		}
	}
	for code, step := range u.Expand {
		f.Add("expand_"+code, checkExpandStep(s.Plan, code, step))
	}
	return f.Err()
}

// invalid says why a rule that was right no longer holds, or nil (business-rules 6.9: its spec was delisted or is charged otherwise,
// or prices conflict; 4.14). A SKU of it that was delisted is such a reason too (our reading: what the rule calls a spec is a SKU).
func (u UpgradeRule) invalid(c Content) *apperr.Error {
	s, e := u.source(c)
	if e != nil {
		return e
	}
	l := newPriceList(s)
	for _, w := range u.Ways {
		if e := l.check(w); e != nil {
			return e
		}
	}
	for _, code := range slices.Sorted(maps.Keys(u.Expand)) {
		if e := checkExpandStep(s.Plan, code, u.Expand[code]); e != nil {
			return e
		}
	}
	return nil
}

// source is the spec that a rule begins at: a SaaS by month or year, on sale.
func (u UpgradeRule) source(c Content) (Spec, *apperr.Error) {
	s, there := c.Spec(u.SpecID)
	switch {
	case !there:
		return Spec{}, ErrUpgradeSpec
	case c.Delivery != DeliverySaaS || s.Plan.Charge != price.ChargePeriod:
		return Spec{}, ErrUpgradeOnly
	}
	return s, nil
}

// Upgradable reports whether a spec of the content may be the source of a rule.
func (c Content) Upgradable(specID string) bool {
	_, e := UpgradeRule{SpecID: specID}.source(c)
	return e == nil
}

func (u UpgradeRule) pairs() int {
	n := 0
	for _, w := range u.Ways {
		n += len(w.To)
	}
	return n
}

// way is what the rule offers to who owns a SKU.
func (u UpgradeRule) way(skuID string) (UpgradeWay, bool) {
	return find(u.Ways, func(w UpgradeWay) bool { return w.From == skuID })
}

// plan is how the spec is priced, with the rule's steps of an expansion.
func (u UpgradeRule) plan(p price.Plan) price.Plan {
	p.Attributes = slices.Clone(p.Attributes)
	for i, a := range p.Attributes {
		if step := u.Expand[a.Code]; step != 0 {
			p.Attributes[i].ExpandStep = step
		}
	}
	return p
}

// leads reports whether there is something on the way: another SKU, or a quantity that can grow.
func (w UpgradeWay) leads(p price.Plan) bool {
	grows := slices.ContainsFunc(p.Attributes, func(a price.Attribute) bool { return a.Kind == price.Quantity })
	return slices.ContainsFunc(w.To, func(to string) bool { return to != w.From || grows })
}

func checkExpandStep(p price.Plan, code string, step int64) *apperr.Error {
	a, known := find(p.Attributes, func(a price.Attribute) bool { return a.Code == code && a.Kind == price.Quantity })
	switch own := max(a.Step, 1); {
	case !known:
		return price.ErrAttributeUnknown
	case step < own || step%own != 0 || step/own > maxExpandTimes:
		return price.ErrExpandStep.With("step", own, "times", maxExpandTimes)
	}
	return nil
}

// priceList compares the SKUs of a spec: for each period the list price of the smallest order of one.
type priceList struct {
	spec Spec
	skus map[string]price.SKU
	list map[string]map[period.Unit]money.Amount
}

func newPriceList(s Spec) priceList {
	l := priceList{s, map[string]price.SKU{}, map[string]map[period.Unit]money.Amount{}}
	for _, k := range s.Plan.SKUs {
		l.skus[k.ID] = k
	}
	return l
}

func (l priceList) of(k price.SKU) map[period.Unit]money.Amount {
	if found, there := l.list[k.ID]; there {
		return found
	}
	out := map[period.Unit]money.Amount{}
	for _, r := range l.spec.Plan.Terms {
		if b, err := l.spec.Plan.Quote(l.spec.Plan.Least(k), price.Term{Unit: r.Unit, Count: 1}, price.Buyer{}); err == nil {
			out[r.Unit] = b.List
		}
	}
	l.list[k.ID] = out
	return out
}

// check finds SKUs that are not sold, and prices that conflict (business-rules 4.14; what that is, is our choice): in a period that
// the source is sold for, the smallest order of a target costs less than that of the source, or it is not sold for it at all.
func (l priceList) check(w UpgradeWay) *apperr.Error {
	from, sold := l.skus[w.From]
	if !sold {
		return ErrUpgradeSKU
	}
	for i, skuID := range w.To {
		to, sold := l.skus[skuID]
		switch {
		case !sold:
			return ErrUpgradeSKU
		case slices.Contains(w.To[:i], skuID):
			return price.ErrTwice
		}
		for _, r := range l.spec.Plan.Terms {
			before, had := l.of(from)[r.Unit]
			now, has := l.of(to)[r.Unit]
			e := ErrUpgradeCheaper
			if !has {
				e = ErrUpgradePeriod
			}
			if had && (!has || now.Minor < before.Minor) {
				return e.With("from", l.spec.nameOf(from), "to", l.spec.nameOf(to), "period", unitText(r.Unit))
			}
		}
	}
	return nil
}

// nameOf is a SKU for people: its values, or the spec where it has none.
func (s Spec) nameOf(k price.SKU) i18n.Text {
	if t := s.Plan.Describe(price.Selection{Values: k.Values}); !t.Empty() {
		return t
	}
	return s.Name
}

func unitText(u period.Unit) i18n.Text {
	if u == period.Year {
		return i18n.Text{ZH: "包年", EN: "by year"}
	}
	return i18n.Text{ZH: "包月", EN: "by month"}
}

// UpgradeTargets are the SKUs to which each SKU of a spec could be upgraded without a conflict of prices, by its id and in the order
// of the spec: itself first, where its quantities can grow.
func (s Spec) UpgradeTargets() map[string][]price.SKU {
	l, out := newPriceList(s), map[string][]price.SKU{}
	for _, from := range s.Plan.SKUs {
		if (UpgradeWay{from.ID, []string{from.ID}}).leads(s.Plan) {
			out[from.ID] = append(out[from.ID], from)
		}
		for _, to := range s.Plan.SKUs {
			if to.ID != from.ID && l.check(UpgradeWay{from.ID, []string{to.ID}}) == nil {
				out[from.ID] = append(out[from.ID], to)
			}
		}
	}
	return out
}

// ExpandSteps are the steps that an expansion of an attribute may have (business-rules 6.9): its own up to five times, as far as its
// range goes.
func ExpandSteps(a price.Attribute) []int64 {
	var out []int64
	for n := int64(1); n <= maxExpandTimes; n++ {
		if step := n * max(a.Step, 1); n == 1 || step <= a.Max-a.Min {
			out = append(out, step)
		}
	}
	return out
}
