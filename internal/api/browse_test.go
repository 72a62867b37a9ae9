package api_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/api"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
)

// business-rules 6.1: what the pages of the store narrow a list by, the API narrows it by too, and its facets are in the document.
func TestTheAPINarrowsByEveryFieldOfTheSearch(t *testing.T) {
	t.Parallel()
	raw, err := api.DocumentJSON()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]struct {
			Get struct{ Parameters []struct{ Name string } }
		}
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ Enum []any }
			}
		}
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var parameters []string
	for _, p := range doc.Paths["/products"].Get.Parameters {
		parameters = append(parameters, p.Name)
	}
	facets := doc.Components.Schemas["Facet"].Properties["field"].Enum
	for _, f := range catalog.SearchFields() {
		if !slices.Contains(parameters, f.Name) || !slices.Contains(facets, any(f.Name)) {
			t.Errorf("%s: a parameter %v, a facet %v", f.Name, slices.Contains(parameters, f.Name), slices.Contains(facets, any(f.Name)))
		}
	}
}

// business-rules 4.7, 6.1: products that can be tried are found as such.
func TestWhatCanBeTriedIsFoundByTheAPI(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := serve(t, m)
		w.publish()
		tried := m.Joint(func(c *catalog.Content) { c.Specs[0].Trial = 14 }).ProductID
		for !m.Catalog.SearchStatus().Ready {
			if err := t.Context().Err(); err != nil {
				t.Fatal(err)
			}
		}
		got := w.call(nobody, "GET", "/products?trial=yes", nil).want(200)
		if got.text("items.0.id") != tried || got.value("total") != float64(1) {
			t.Errorf("to be tried: %s", got.raw)
		}
		w.call(nobody, "GET", "/products?trial=maybe", nil).want(422, "invalid_input")
	})
}
