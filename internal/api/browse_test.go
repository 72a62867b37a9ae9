package api_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/api"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
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

// business-rules 4.12, 6.1: the API finds what is sold in a region, and its facet names and counts the regions.
func TestWhatIsSoldInARegionIsFoundByTheAPI(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := serve(t, m)
		w.publish()
		m.Publish("http://127.0.0.1:8090/produce", func(p *content.Product) {
			p.Name.ZH, p.Name.EN, p.Regions = "海外版", "Abroad", []string{"ap", "eu"}
		})
		for !m.Catalog.SearchStatus().Ready {
			if err := t.Context().Err(); err != nil {
				t.Fatal(err)
			}
		}
		for path, want := range map[string]float64{"/products?region=eu": 1, "/products?region=cn": 1, "/products?region=ap,cn": 2, "/products?region=me": 0} {
			if got := w.call(nobody, "GET", path, nil).want(200); got.value("counted") != true || total(got) != want {
				t.Errorf("%s: %s", path, got.raw)
			}
		}
		var found struct {
			Facets []struct {
				Field  string
				Counts []struct {
					Code  string
					Count int
					Label struct{ EN, ZH string }
				}
			}
		}
		if err := json.Unmarshal(w.call(nobody, "GET", "/products?region=eu", nil).want(200).raw, &found); err != nil {
			t.Fatal(err)
		}
		counts := map[string]int{}
		for _, x := range found.Facets {
			for _, c := range x.Counts {
				if x.Field == catalog.FieldRegion {
					counts[c.Code+" "+c.Label.EN] = c.Count
				}
			}
		}
		if want := map[string]int{"cn Mainland China": 1, "ap Asia Pacific": 1, "eu Europe": 1}; !maps.Equal(counts, want) {
			t.Errorf("the facet says %v, want %v", counts, want)
		}
	})
}

// total is how many products were found; none is left out of the answer.
func total(r reply) float64 {
	n, _ := r.value("total").(float64)
	return n
}
