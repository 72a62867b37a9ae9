package catalog

import (
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
)

// Charges is which ways of charging a delivery type may use, the usual one first (business-rules 4.6). A type that is not known
// may use none.
func Charges(f Family, d Delivery) []price.Charge {
	switch d {
	case DeliverySaaS:
		if f == FamilyJoint { // open-apis B1: only joint SaaS products are charged by use
			return []price.Charge{price.ChargePeriod, price.ChargeOneTime, price.ChargeOnDemand, price.ChargePackage, price.ChargeStop}
		}
		return []price.Charge{price.ChargePeriod, price.ChargeOneTime}
	case DeliveryLicense, DeliveryService:
		// business-rules 6.7 renews both by period. Nothing reports the use of either (open-apis B2 is of SaaS), so none is charged
		// by use: our choice.
		return []price.Charge{price.ChargeOneTime, price.ChargePeriod}
	case DeliveryImage:
		// open-apis E3: hourly, together with a server, or for a period. Once is silent: our choice, not, for a server always ends.
		return []price.Charge{price.ChargePeriod, price.ChargeOnDemand}
	case DeliveryAPI:
		// open-apis E1: per-call and pay-per-use packages; E2: metering items. business-rules 4.7: no trial, so no period to try.
		return []price.Charge{price.ChargeCount, price.ChargeOnDemand, price.ChargePackage}
	case DeliveryHardware, DeliveryAIAsset, DeliveryContainer, DeliveryDataAsset, DeliveryAppAsset:
		// business-rules 4.6: hardware by quantity. open-apis E4: the others are handed over, and nothing of them ends: our choice.
		return []price.Charge{price.ChargeOneTime}
	}
	return nil
}

// ChargeName is a way of charging for people.
func ChargeName(c price.Charge) i18n.Text { return chargeNames[c] }

// chargeList is several of them in one text.
func chargeList(list []price.Charge) i18n.Text {
	var t i18n.Text
	for i, c := range list {
		if i > 0 {
			t.ZH, t.EN = t.ZH+"、", t.EN+", "
		}
		t.ZH, t.EN = t.ZH+chargeNames[c].ZH, t.EN+chargeNames[c].EN
	}
	return t
}

// MultiSKU reports whether a type may have attributes: business-rules 4.6 names SaaS, License, human service and hardware; the
// core tiers of an image are values of one (open-apis E3).
func MultiSKU(d Delivery) bool {
	return slices.Contains([]Delivery{DeliverySaaS, DeliveryLicense, DeliveryService, DeliveryHardware, DeliveryImage}, d)
}

// IsPackage reports whether a spec is bought as a quota: its plan then has one price for each period, without attributes.
func (s Spec) IsPackage() bool {
	return slices.Contains([]price.Charge{price.ChargePackage, price.ChargeStop, price.ChargeCount}, s.Plan.Charge)
}

// NeedsOnDemand reports whether a spec is a package of an on-demand spec, which has to be open first and names what the quota
// is of (open-apis B1; B2: a stop-when-used-up package is bought with mode on demand as well).
func (s Spec) NeedsOnDemand() bool {
	return s.Plan.Charge == price.ChargePackage || s.Plan.Charge == price.ChargeStop
}

// suits refuses what the delivery type does not allow.
func (s Spec) suits(f *apperr.Fields, at string, c Content) {
	p := s.Plan
	if allowed := Charges(c.Family, c.Delivery); !slices.Contains(allowed, p.Charge) {
		f.Add(at+"plan.charge", ErrCharge.With("allowed", chargeList(allowed)))
	}
	if len(p.Attributes) > 0 && s.IsPackage() {
		f.Add(at+"plan.attributes", ErrPackagePlain)
	} else if len(p.Attributes) > 0 && !MultiSKU(c.Delivery) {
		f.Add(at+"plan.attributes", ErrNoAttributes)
	}
	enums := slices.ContainsFunc(p.Attributes, func(a price.Attribute) bool { return a.Kind == price.Enum })
	quantities := slices.ContainsFunc(p.Attributes, func(a price.Attribute) bool { return a.Kind == price.Quantity })
	switch {
	case c.Delivery == DeliveryHardware && enums && quantities: // business-rules 4.6: by quantity or per SKU; SKU only enum
		f.Add(at+"plan.attributes", ErrHardwareSKU)
	case c.Delivery == DeliveryService && len(p.Attributes) == 0 && p.MaxCount > 1: // business-rules 4.8: person-days → multi-SKU
		f.Add(at+"plan.max_count", ErrPersonDays)
	}
	if c.Delivery == DeliveryImage { // open-apis E3: billed every hour
		for i, x := range p.Factors {
			for j, item := range x.Items {
				if item.Cycle != price.CycleHour {
					f.Add(fmt.Sprintf("%splan.factors.%d.items.%d.cycle", at, i, j), ErrImageCycle)
				}
			}
		}
	}
	s.tries(f, at, c)
	s.free(f, at, c)
}

// tries checks the trial (business-rules 4.7): only SaaS by month or year.
func (s Spec) tries(f *apperr.Fields, at string, c Content) {
	switch {
	case s.Trial == 0:
	case c.Delivery != DeliverySaaS || s.Plan.Charge != price.ChargePeriod:
		f.Add(at+"trial_days", ErrTrialOnly)
	case s.Trial < minTrial || s.Trial > maxTrial:
		f.Add(at+"trial_days", ErrTrialDays.With("min", minTrial, "max", maxTrial))
	}
}

// free refuses what costs nothing, but for an API package that each account gets once (business-rules 4.6).
func (s Spec) free(f *apperr.Fields, at string, c Content) {
	p := s.Plan
	mayBe := c.Delivery == DeliveryAPI && s.IsPackage()
	if s.OncePerUser {
		switch {
		case !mayBe:
			f.Add(at+"once_per_user", ErrOnceOnly)
		case p.MaxCount > 1:
			f.Add(at+"plan.max_count", ErrOncePieces)
		}
	}
	if p.Charge == price.ChargeOnDemand {
		if len(p.Factors) > 0 && !slices.ContainsFunc(p.Factors, priced) {
			f.Add(at+"plan.factors", ErrItemsFree)
		}
		return
	}
	from, _, ok := p.From()
	switch {
	case !ok || !from.IsZero():
	case !mayBe:
		f.Add(at+"plan.skus", ErrSpecFree)
	case !s.OncePerUser:
		f.Add(at+"once_per_user", ErrFreeOnce)
	}
}

// priced reports whether any item of a factor costs something.
func priced(x price.Factor) bool {
	return slices.ContainsFunc(x.Items, func(i price.Item) bool {
		return i.Model.Price.Positive() || slices.ContainsFunc(i.Model.Brackets, func(b price.Bracket) bool { return b.Price.Positive() })
	})
}
