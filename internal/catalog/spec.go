package catalog

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// Spec is what is bought and how it is priced (business-rules 4.6). ID ("spc_…") and the ids of the plan's SKUs ("sku_…") are
// the service's and stay the same over versions.
type Spec struct {
	ID          string     `json:"id"`
	Name        i18n.Text  `json:"name"`
	Hidden      bool       `json:"hidden"` // reached by its own purchase link only; a hidden product does not hide its specs, nor they it
	Stock       *int64     `json:"stock"`  // pieces at the first approval; nil: unlimited, for ever
	Plan        price.Plan `json:"plan"`
	Trial       int        `json:"trial_days,omitempty"`     // 0: cannot be tried (business-rules 4.7)
	Parent      string     `json:"parent_spec_id,omitempty"` // of an add-on (4.15) or a package (open-apis B1): id of the spec that it is bought with or for
	OncePerUser bool       `json:"once_per_user,omitempty"`  // of a package: each account gets it once
}

// Spec returns the spec of an id.
func (c Content) Spec(specID string) (Spec, bool) {
	return find(c.Specs, func(s Spec) bool { return s.ID == specID })
}

// Offered are the specs that a page offers: those that are not hidden, and the hidden one that the visitor's link names
// (business-rules 4.2).
func (c Content) Offered(named string) []Spec {
	return slices.DeleteFunc(slices.Clone(c.Specs), func(s Spec) bool { return s.Hidden && s.ID != named })
}

// Listed reports whether lists and searches show the product: it is sold publicly, and so is one of its specs at least.
func (c Content) Listed() bool { return !c.Hidden && len(c.Offered("")) > 0 }

// From is the price of the cheapest order of any spec that is not hidden, and its unit of time: what a list shows as "from".
// Where all are hidden it is that of any. ok is false while nothing is priced.
func (c Content) From() (from money.Amount, unit period.Unit, ok bool) {
	from = money.CNY(0)
	specs := c.Offered("")
	if len(specs) == 0 {
		specs = c.Specs
	}
	for _, s := range specs {
		if p, u, priced := s.Plan.From(); priced && (!ok || p.Minor < from.Minor) {
			from, unit, ok = p, u, true
		}
	}
	return from, unit, ok
}

// Trial is for how many days any spec that is not hidden can be tried; 0 is none.
func (c Content) Trial() int {
	most := 0
	for _, s := range c.Specs {
		if !s.Hidden {
			most = max(most, s.Trial)
		}
	}
	return most
}

func find[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var zero T
	return zero, false
}

// identify gives the specs and their SKUs ids: those of the versions before, where there are, else new ones. A spec is known
// by its id, one that names none by its Chinese name or by being the only one; a SKU by its values. What the input says
// otherwise is ignored, so that nobody can point a product at another's spec.
func (c *Content) identify(now time.Time, before ...*Content) {
	var old []Spec
	for _, b := range before {
		if b != nil {
			old = append(old, b.Specs...)
		}
	}
	ours := func(specID string) bool { return slices.ContainsFunc(old, func(o Spec) bool { return o.ID == specID }) }
	only := len(c.Specs) == 1 && !slices.ContainsFunc(old, func(s Spec) bool { return s.ID != old[0].ID })
	c.Specs = slices.Clone(c.Specs)
	claimed := map[string]bool{} // by a spec that names its id
	for i, s := range c.Specs {
		if !ours(s.ID) {
			c.Specs[i].ID = ""
		}
		claimed[c.Specs[i].ID] = true
	}
	taken := map[string]bool{"": true}
	for i := range c.Specs {
		s := &c.Specs[i]
		was := slices.DeleteFunc(slices.Clone(old), func(o Spec) bool {
			switch {
			case taken[o.ID]:
				return true
			case s.ID != "":
				return o.ID != s.ID
			}
			return claimed[o.ID] || !only && o.Name.ZH != s.Name.ZH
		})
		s.ID = id.New("spc", now)
		if len(was) > 0 {
			s.ID = was[0].ID
			was = slices.DeleteFunc(was, func(o Spec) bool { return o.ID != s.ID })
		}
		taken[s.ID] = true
		s.identify(now, was)
	}
	for i, s := range c.Specs {
		c.Specs[i].Parent = c.specID(s.Parent)
	}
	if c.API != nil {
		api := *c.API
		api.Groups = slices.Clone(api.Groups)
		for i, g := range api.Groups {
			api.Groups[i].Spec = c.specID(g.Spec)
		}
		c.API = &api
	}
}

// specID is the id of a spec that is told by its id or, as it is while it has none yet, by its Chinese name. What is neither
// stays as it is, and is refused later.
func (c *Content) specID(told string) string {
	if _, there := c.Spec(told); there {
		return told
	}
	if s, named := find(c.Specs, func(s Spec) bool { return s.Name.ZH == told }); named && told != "" {
		return s.ID
	}
	return told
}

func (s *Spec) identify(now time.Time, was []Spec) {
	known := map[string]string{}
	for _, o := range was {
		for _, k := range o.Plan.SKUs {
			if _, there := known[combination(k.Values)]; !there {
				known[combination(k.Values)] = k.ID
			}
		}
	}
	s.Plan.SKUs = slices.Clone(s.Plan.SKUs)
	for i := range s.Plan.SKUs {
		k := &s.Plan.SKUs[i]
		key := combination(k.Values)
		k.ID = known[key]
		delete(known, key) // a combination that is there twice is refused when it is submitted
		if k.ID == "" {
			k.ID = id.New("sku", now)
		}
	}
}

// combination is the values of a SKU as one key.
func combination(values map[string]string) string {
	var key strings.Builder
	for _, code := range slices.Sorted(maps.Keys(values)) {
		key.WriteString(code + "=" + values[code] + "\n")
	}
	return key.String()
}
