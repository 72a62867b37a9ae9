package catalog

import (
	"fmt"
	"maps"
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
)

// keepsPackage locks a package on sale (business-rules 4.3): of a usage package price, quota, validity and reset rule; of one of
// calls name and quota, with the reset rule, which is how often it is given.
func (s Spec) keepsPackage(f *apperr.Fields, at string, was Spec) {
	if was.Plan.Package == nil || s.Plan.Package == nil || s.Plan.Charge != was.Plan.Charge {
		return
	}
	why := ErrPackageLocked
	if s.Plan.Charge == price.ChargeCount {
		why = ErrCountLocked
		if s.Name.ZH != was.Name.ZH {
			f.Add(at+"name_zh", why)
		}
		if s.Name.EN != was.Name.EN {
			f.Add(at+"name_en", why)
		}
	} else {
		if !slices.Equal(s.Plan.Terms, was.Plan.Terms) {
			f.Add(at+"plan.terms", why)
		}
		same := func(a, b price.SKU) bool { return maps.Equal(a.Prices, b.Prices) }
		if !slices.EqualFunc(s.Plan.SKUs, was.Plan.SKUs, same) {
			f.Add(at+"plan.skus", why)
		}
	}
	if s.Plan.Package.Reset != was.Plan.Package.Reset {
		f.Add(at+"plan.package.reset", why)
	}
	if !slices.Equal(s.Plan.Package.Contents, was.Plan.Package.Contents) {
		f.Add(at+"plan.package.contents", why)
	}
}

// keepsItems locks the charging items on sale but for their names and prices: packages count on them, and so do sellers' servers
// that report use. More may be added.
func (s Spec) keepsItems(f *apperr.Fields, at string, was Spec) {
	for _, x := range was.Plan.Factors {
		for _, item := range x.Items {
			i, j := s.placeOf(item.Code)
			if i < 0 {
				f.Add(at+"plan.factors", ErrItemLocked.With("name", item.Name))
				continue
			}
			field := func(name string) string { return fmt.Sprintf("%splan.factors.%d.items.%d.%s", at, i, j, name) }
			switch now := s.Plan.Factors[i].Items[j]; {
			case now.Unit != item.Unit:
				f.Add(field("unit"), ErrItemCycleLocked)
			case now.Cycle != item.Cycle:
				f.Add(field("cycle"), ErrItemCycleLocked)
			case now.Model.Kind == item.Model.Kind && now.Accumulation != item.Accumulation:
				f.Add(field("accumulation"), ErrItemCycleLocked)
			}
		}
	}
}

// placeOf is where a charging item stands; -1 is nowhere.
func (s Spec) placeOf(code string) (factor, item int) {
	for i, x := range s.Plan.Factors {
		if j := slices.IndexFunc(x.Items, func(y price.Item) bool { return y.Code == code }); j >= 0 {
			return i, j
		}
	}
	return -1, -1
}
