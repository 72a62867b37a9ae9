package seller

import (
	"maps"
	"slices"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/specform"
)

// locks say what a modification may not change of a spec on sale (business-rules 4.3). The catalogue refuses it; the page only
// does not offer it.
type locks struct{ spec *catalog.Spec }

func locksOf(live *catalog.Content, f *specform.Form) locks {
	if live == nil || f.SpecID == "" {
		return locks{}
	}
	if s, there := live.Spec(f.SpecID); there {
		return locks{&s}
	}
	return locks{}
}

// on reports whether the spec is on sale.
func (l locks) on() bool { return l.spec != nil }

// usagePackage reports whether the spec is a usage package on sale: price, quota, validity and reset rule are locked.
func (l locks) usagePackage() bool { return l.on() && l.spec.NeedsOnDemand() }

// pack reports whether it is any package on sale, whose quota is locked.
func (l locks) pack() bool { return l.on() && l.spec.IsPackage() }

// calls reports whether it is a package of calls on sale, whose name is locked.
func (l locks) calls() bool { return l.pack() && !l.usagePackage() }

// item reports whether the charging item is on sale: code, unit and cycle are locked.
func (l locks) item(code string) bool {
	if l.spec == nil {
		return false
	}
	_, _, there := l.spec.Item(code)
	return there
}

// factor reports whether a charging factor has anything on sale.
func (l locks) factor(x specform.Factor) bool {
	return slices.ContainsFunc(x.Items, func(i specform.Item) bool { return l.item(i.Code) })
}

// term reports whether the period is on sale.
func (l locks) term(u period.Unit) bool {
	if l.spec != nil {
		for _, r := range l.spec.Plan.Terms {
			if r.Unit == u {
				return true
			}
		}
	}
	return false
}

func (l locks) find(code string) (price.Attribute, bool) {
	if l.spec != nil {
		for _, a := range l.spec.Plan.Attributes {
			if a.Code == code {
				return a, true
			}
		}
	}
	return price.Attribute{}, false
}

func (l locks) attribute(code string) bool {
	_, there := l.find(code)
	return there
}

func (l locks) value(attribute, code string) bool {
	a, _ := l.find(attribute)
	for _, v := range a.Values {
		if v.Code == code {
			return true
		}
	}
	return false
}

// row reports whether the combination is on sale.
func (l locks) row(r specform.Row) bool {
	if l.spec != nil {
		for _, k := range l.spec.Plan.SKUs {
			if maps.Equal(k.Values, r.Values) || len(k.Values)+len(r.Values) == 0 {
				return true
			}
		}
	}
	return false
}
