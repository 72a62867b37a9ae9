package catalog

import (
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
)

// CheckSpecs finds what would be wrong with the specs of a stored draft if it were submitted now; live is the content on sale,
// nil for none. Its fields are those of Submit: "specs.0.plan.skus.2.prices.month".
func CheckSpecs(c Content, live *Content) error {
	var f apperr.Fields
	checkSpecs(&f, c, live)
	return f.Err()
}

// Copy is the spec as a new one: without the ids, which are the service's to give, and under a name of its own.
func (s Spec) Copy() Spec {
	c := s
	c.ID = ""
	c.Name.ZH, c.Name.EN = suffixed(s.Name.ZH, "（副本）"), suffixed(s.Name.EN, " (copy)")
	c.Plan.SKUs = make([]price.SKU, len(s.Plan.SKUs))
	for i, k := range s.Plan.SKUs {
		k.ID = ""
		c.Plan.SKUs[i] = k
	}
	return c
}

func suffixed(name, suffix string) string {
	if name == "" {
		return ""
	}
	return name + suffix
}
