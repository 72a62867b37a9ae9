package catalog

import (
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/price"
)

// UpgradeRule is a way up that a seller offers to who owns a SKU: to other SKUs of the same spec, or to itself with larger
// quantities (business-rules 6.9). Expand are the steps of an expansion by the code of a quantity attribute.
type UpgradeRule struct {
	SpecID string           `json:"spec_id"`
	From   string           `json:"from"` // SKU
	To     []string         `json:"to"`   // SKUs; From is one of them
	Expand map[string]int64 `json:"expand,omitempty"`
}

// maxExpandTimes is how many steps one step of an expansion may be (business-rules 6.9).
const maxExpandTimes = 5

// Check holds a rule against a content and the other rules of the product: it also tells that a rule which was right has become
// invalid, because its spec went off sale, is charged otherwise, or the way up became cheaper (business-rules 4.14, 6.9). Its
// fields: spec, from, to, to_<n>, expand_<code>.
func (u UpgradeRule) Check(c Content, others []UpgradeRule) error {
	var f apperr.Fields
	s, there := c.Spec(u.SpecID)
	switch {
	case !there:
		f.Add("spec", ErrSpecNotFound)
	case c.Delivery != DeliverySaaS || s.Plan.Charge != price.ChargePeriod:
		f.Add("spec", ErrUpgradeOnly)
	case slices.ContainsFunc(others, func(o UpgradeRule) bool { return o.SpecID == u.SpecID && o.From == u.From }):
		f.Add("from", ErrUpgradeTwice) // our reading: a SKU is a source in one rule
	}
	if err := f.Err(); err != nil {
		return err
	}
	sku := func(skuID string) (price.SKU, bool) {
		return find(s.Plan.SKUs, func(k price.SKU) bool { return k.ID == skuID })
	}
	from, sold := sku(u.From)
	if !sold {
		f.Add("from", ErrUpgradeSKU)
	}
	if !slices.Contains(u.To, u.From) {
		f.Add("to", ErrUpgradeSelf)
	}
	for i, skuID := range u.To {
		field := fmt.Sprintf("to_%d", i)
		to, known := sku(skuID)
		switch {
		case !known:
			f.Add(field, ErrUpgradeSKU)
		case slices.Contains(u.To[:i], skuID):
			f.Add(field, price.ErrTwice)
		case sold && cheaper(s.Plan, to, from):
			f.Add(field, ErrUpgradeCheaper.With("name", s.Plan.Describe(price.Selection{Values: to.Values})))
		}
	}
	for code, step := range u.Expand {
		a, known := find(s.Plan.Attributes, func(a price.Attribute) bool { return a.Code == code && a.Kind == price.Quantity })
		switch own := max(a.Step, 1); {
		case !known:
			f.Add("expand_"+code, price.ErrAttributeUnknown)
		case step < own || step%own != 0 || step/own > maxExpandTimes:
			f.Add("expand_"+code, price.ErrExpandStep.With("step", own, "times", maxExpandTimes))
		}
	}
	return f.Err()
}

// cheaper reports whether a SKU costs less than another for any period that both are sold for, each in its smallest order.
func cheaper(p price.Plan, to, from price.SKU) bool {
	list := func(k price.SKU, r price.TermRange) (money.Amount, bool) {
		b, err := p.Quote(p.Least(k), price.Term{Unit: r.Unit, Count: 1}, price.Buyer{})
		return b.List, err == nil
	}
	return slices.ContainsFunc(p.Terms, func(r price.TermRange) bool {
		now, ok := list(to, r)
		before, was := list(from, r)
		return ok && was && now.Minor < before.Minor
	})
}
