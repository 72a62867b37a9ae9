package catalog

import (
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// checkSpecs checks every spec, and that nothing is gone that is on sale. Its fields are paths: "specs.0.plan.skus.2.prices.month".
func checkSpecs(f *apperr.Fields, c Content, live *Content) {
	if len(c.Specs) == 0 {
		f.Add("specs", ErrSpecs)
	}
	if len(c.Specs) > 0 && !slices.ContainsFunc(c.Specs, func(s Spec) bool { return !s.Hidden }) {
		f.Add("specs", ErrAllHidden) // our choice: else the product would have a page without anything to buy
	}
	for i, s := range c.Specs {
		at := specPath(i)
		s.ready(f, at)
		s.suits(f, at, c)
		s.belongs(f, at, c.Specs, live)
		if slices.ContainsFunc(c.Specs[:i], func(o Spec) bool { return o.Name.ZH == s.Name.ZH || o.Name.EN == s.Name.EN }) {
			f.Add(at+"name_zh", ErrSpecTwice)
		}
	}
	if live == nil {
		return
	}
	for _, was := range live.Specs {
		i := slices.IndexFunc(c.Specs, func(s Spec) bool { return s.ID == was.ID })
		if i < 0 {
			f.Add("specs", ErrSpecLocked.With("name", was.Name))
			continue
		}
		c.Specs[i].keeps(f, specPath(i), was)
	}
	c.triesMore(f, *live)
}

// specPath is where the fields of a spec begin.
func specPath(i int) string { return fmt.Sprintf("specs.%d.", i) }

// triesMore lets the days of a trial only grow, and only with a new spec (business-rules 4.3: days only upward on new spec).
func (c Content) triesMore(f *apperr.Fields, live Content) {
	most := 0
	for _, s := range live.Specs {
		most = max(most, s.Trial)
	}
	for i, s := range c.Specs {
		if _, sold := live.Spec(s.ID); !sold && s.Trial > 0 && s.Trial < most {
			f.Add(specPath(i)+"trial_days", ErrTrialUpward.With("days", most))
		}
	}
}

func (s Spec) ready(f *apperr.Fields, at string) {
	// business-rules 4.6: the name of a spec needs Chinese and English.
	f.Add(at+"name_zh", length(s.Name.ZH, 1, maxSpecName))
	f.Add(at+"name_en", length(s.Name.EN, 1, maxSpecName))
	checkVisible(f, at+"name_zh", s.Name.ZH)
	checkVisible(f, at+"name_en", s.Name.EN)
	if s.Stock != nil && (*s.Stock < 0 || *s.Stock > maxStock) {
		f.Add(at+"stock", ErrStock.With("max", maxStock))
	}
	for name, e := range apperr.FieldsOf(s.Plan.Validate()) {
		f.Add(at+"plan."+name, e)
	}
	if s.Plan.Currency != "CNY" {
		f.Add(at+"plan.currency", ErrCurrency)
	}
	for i, r := range s.Plan.Terms {
		if most := mostTerm(r.Unit); r.Max > most {
			f.Add(fmt.Sprintf("%splan.terms.%d.max", at, i), ErrMaxPeriods.With("max", most))
		}
	}
	s.resetFits(f, at)
}

// mostTerm is the longest that a spec can be bought for at once.
func mostTerm(u period.Unit) int {
	switch u {
	case period.Month:
		return maxMonths
	case period.Year:
		return maxYears
	}
	return 1
}

// keeps refuses what a modification may not change of a spec on sale (business-rules 4.3): how it is charged, its attributes
// and their steps, whether its stock is limited, its trial, what it hangs on. Periods, values and SKUs may be added, not
// dropped (open-apis E3: nor may the core tiers of an image).
func (s Spec) keeps(f *apperr.Fields, at string, was Spec) {
	if (s.Stock == nil) != (was.Stock == nil) {
		f.Add(at+"stock", ErrStockLocked)
	}
	if s.Plan.Charge != was.Plan.Charge {
		f.Add(at+"plan.charge", ErrChargeLocked)
	}
	if s.Trial != was.Trial {
		f.Add(at+"trial_days", ErrTrialLocked)
	}
	if s.Parent != was.Parent {
		f.Add(at+"parent_spec_id", ErrParentLocked)
	}
	s.keepsPackage(f, at, was)
	s.keepsItems(f, at, was)
	for _, r := range was.Plan.Terms {
		if !slices.ContainsFunc(s.Plan.Terms, func(x price.TermRange) bool { return x.Unit == r.Unit }) {
			f.Add(at+"plan.terms", ErrTermLocked)
		}
	}
	s.keepsAttributes(f, at, was)
	now := map[string]price.SKU{}
	for _, k := range s.Plan.SKUs {
		now[k.ID] = k
	}
	for _, k := range was.Plan.SKUs {
		still, there := now[k.ID]
		if !there {
			f.Add(at+"plan.skus", ErrSKULocked.With("name", was.Plan.Describe(price.Selection{Values: k.Values})))
			continue
		}
		for u := range k.Prices {
			if _, priced := still.Prices[u]; !priced {
				f.Add(at+"plan.skus", ErrSKULocked.With("name", was.Plan.Describe(price.Selection{Values: k.Values})))
			}
		}
	}
}

func (s Spec) keepsAttributes(f *apperr.Fields, at string, was Spec) {
	if len(s.Plan.Attributes) != len(was.Plan.Attributes) {
		f.Add(at+"plan.attributes", ErrAttributesLocked)
	}
	for _, a := range was.Plan.Attributes {
		i := slices.IndexFunc(s.Plan.Attributes, func(x price.Attribute) bool { return x.Code == a.Code && x.Kind == a.Kind })
		switch {
		case i < 0:
			f.Add(at+"plan.attributes", ErrAttributesLocked)
		case s.Plan.Attributes[i].Step != a.Step:
			f.Add(fmt.Sprintf("%splan.attributes.%d.step", at, i), ErrStepLocked)
		}
	}
}
