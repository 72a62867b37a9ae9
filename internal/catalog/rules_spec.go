package catalog

import (
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// checkSpecs checks every spec, and that nothing is gone that is on sale. Its fields are paths: "specs.0.plan.skus.2.prices.month".
func checkSpecs(f *apperr.Fields, specs []Spec, live *Content) {
	if len(specs) == 0 {
		f.Add("specs", ErrSpecs)
	}
	if len(specs) > 0 && !slices.ContainsFunc(specs, func(s Spec) bool { return !s.Hidden }) {
		f.Add("specs", ErrAllHidden) // our choice: else the product would have a page without anything to buy
	}
	for i, s := range specs {
		at := fmt.Sprintf("specs.%d.", i)
		s.ready(f, at)
		if slices.ContainsFunc(specs[:i], func(o Spec) bool { return o.Name.ZH == s.Name.ZH || o.Name.EN == s.Name.EN }) {
			f.Add(at+"name_zh", ErrSpecTwice)
		}
	}
	if live == nil {
		return
	}
	for _, was := range live.Specs {
		i := slices.IndexFunc(specs, func(s Spec) bool { return s.ID == was.ID })
		if i < 0 {
			f.Add("specs", ErrSpecLocked.With("name", was.Name))
			continue
		}
		specs[i].keeps(f, fmt.Sprintf("specs.%d.", i), was)
	}
}

func (s Spec) ready(f *apperr.Fields, at string) {
	// business-rules 4.6: the name of a spec needs Chinese and English.
	f.Add(at+"name_zh", length(s.Name.ZH, 1, maxSpecName))
	f.Add(at+"name_en", length(s.Name.EN, 1, maxSpecName))
	if s.Stock != nil && (*s.Stock < 0 || *s.Stock > maxStock) {
		f.Add(at+"stock", ErrStock.With("max", maxStock))
	}
	invalid := s.Plan.Validate()
	for name, e := range apperr.FieldsOf(invalid) {
		f.Add(at+"plan."+name, e)
	}
	if s.Plan.Currency != "CNY" {
		f.Add(at+"plan.currency", ErrCurrency)
	}
	// open-apis B1: of SaaS products only joint ones are charged by use.
	if s.Plan.Charge != price.ChargePeriod && s.Plan.Charge != price.ChargeOneTime {
		f.Add(at+"plan.charge", ErrCharge)
	}
	for i, r := range s.Plan.Terms {
		if most := mostTerm(r.Unit); r.Max > most {
			f.Add(fmt.Sprintf("%splan.terms.%d.max", at, i), ErrMaxPeriods.With("max", most))
		}
	}
	if from, _, ok := s.Plan.From(); invalid == nil && ok && !from.Positive() {
		f.Add(at+"plan.skus", ErrSpecFree)
	}
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
// and their steps, whether its stock is limited. Periods, values and SKUs may be added, not dropped.
func (s Spec) keeps(f *apperr.Fields, at string, was Spec) {
	if (s.Stock == nil) != (was.Stock == nil) {
		f.Add(at+"stock", ErrStockLocked)
	}
	if s.Plan.Charge != was.Plan.Charge {
		f.Add(at+"plan.charge", ErrChargeLocked)
	}
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
