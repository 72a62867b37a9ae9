package catalog

import (
	"fmt"
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
)

// belongs checks what a spec hangs on: an add-on on any spec of the product (business-rules 4.15), a package on an on-demand
// one (open-apis B1). There are no chains, so that what is needed first is one thing. What is on sale without its parent, which
// was delisted since, stays: see Orphaned.
func (s Spec) belongs(f *apperr.Fields, at string, specs []Spec, live *Content) {
	field := at + "parent_spec_id"
	if s.Parent == "" {
		if s.NeedsOnDemand() {
			f.Add(field, ErrPackageParent)
		}
		return
	}
	parent, there := find(specs, func(o Spec) bool { return o.ID == s.Parent })
	switch {
	case !there && live != nil && live.Orphaned(s):
	case !there:
		f.Add(field, ErrParentUnknown)
	case parent.ID == s.ID:
		f.Add(field, ErrParentSelf)
	case s.NeedsOnDemand() && parent.Plan.Charge != price.ChargeOnDemand:
		f.Add(field, ErrPackageParent)
	case s.Plan.Charge == price.ChargeOnDemand || s.Plan.Charge == price.ChargeCount:
		f.Add(field, ErrParentCharge) // packages and add-ons belong to these, or they are used up
	case parent.Parent != "" || parent.IsPackage():
		f.Add(field, ErrParentChain)
	case s.NeedsOnDemand():
		s.contains(f, at, parent)
	}
}

// contains wants every quota to be of an item of the on-demand spec.
func (s Spec) contains(f *apperr.Fields, at string, parent Spec) {
	if s.Plan.Package == nil {
		return
	}
	for i, c := range s.Plan.Package.Contents {
		if _, _, there := parent.Item(c.Item); !there {
			f.Add(fmt.Sprintf("%splan.package.contents.%d.item", at, i), ErrItemUnknown.With("name", parent.Name))
		}
	}
}

// Item is a charging item of an on-demand spec, and its factor.
func (s Spec) Item(code string) (price.Item, price.Factor, bool) {
	for _, x := range s.Plan.Factors {
		if item, there := find(x.Items, func(i price.Item) bool { return i.Code == code }); there {
			return item, x, true
		}
	}
	return price.Item{}, price.Factor{}, false
}

// ParentOf is what a spec hangs on; ok is false for most.
func (c Content) ParentOf(s Spec) (Spec, bool) {
	if s.Parent == "" {
		return Spec{}, false
	}
	return c.Spec(s.Parent)
}

// Orphaned reports whether what a spec hangs on was delisted (business-rules 4.2, 4.15). Our choice, for the sake of buyers: the
// add-on stays on sale for who has the parent in use, until that runs out or the add-on is delisted too; nobody else can come to
// have the parent any more. See order.ErrParentGone.
func (c Content) Orphaned(s Spec) bool {
	if s.Parent == "" {
		return false
	}
	live, on := c.Spec(s.ID)
	_, there := c.Spec(s.Parent)
	return on && live.Parent == s.Parent && !there
}

// resetFits refuses a quota that would be reset less often than the package is over.
func (s Spec) resetFits(f *apperr.Fields, at string) {
	p := s.Plan
	if p.Package == nil || p.Package.Reset != price.CycleYear {
		return
	}
	if slices.ContainsFunc(p.Terms, func(r price.TermRange) bool { return r.Unit == "month" }) {
		f.Add(at+"plan.package.reset", ErrResetLong)
	}
}
