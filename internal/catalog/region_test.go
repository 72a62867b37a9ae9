package catalog_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/country"
)

// business-rules 4.12: whoever is registered anywhere is in one sales region, which a seller can tick.
func TestEveryCountryIsInOneSalesRegion(t *testing.T) {
	t.Parallel()
	known, members := map[string]bool{}, map[string]int{}
	for _, r := range catalog.SalesRegions() {
		known[r.Code] = true
	}
	for _, code := range country.Codes() {
		r := catalog.RegionOf(code)
		if !known[r] {
			t.Errorf("%s is in %q, which nobody sells in", code, r)
		}
		members[r]++
	}
	for r := range known {
		if members[r] == 0 {
			t.Errorf("no country is in %s", r)
		}
	}
	for code, want := range map[string]string{"CN": "cn", "HK": "hk", "MO": "ap", "TW": "ap", "SG": "ap", "AU": "ap", "IN": "ap", "DE": "eu", "GB": "eu",
		"CY": "eu", "US": "na", "CA": "na", "MX": "la", "BR": "la", "SA": "me", "TR": "me", "ZA": "me", "NG": "me", "": "", "cn": "", "XX": ""} {
		if got := catalog.RegionOf(code); got != want {
			t.Errorf("%q is in %q, want %q", code, got, want)
		}
	}
	if members["cn"] != 1 || members["hk"] != 1 {
		t.Errorf("%v", members)
	}
}

// business-rules 4.12: who is registered elsewhere hears where the account is, and where the product is sold.
func TestAProductIsSoldInItsRegionsOnly(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		regions []string
		country string
		sold    bool
	}{
		"at home":                     {[]string{"cn"}, "CN", true},
		"abroad":                      {[]string{"cn"}, "DE", false},
		"abroad, and sold there":      {[]string{"cn", "eu"}, "DE", true},
		"at home, and not sold there": {[]string{"eu"}, "CN", false},
		"Hong Kong is its own region": {[]string{"cn"}, "HK", false},
		"no region: the mainland":     {nil, "CN", true},
		"no region: nowhere else":     {nil, "SG", false},
		"registered nowhere":          {[]string{"cn", "hk", "ap", "eu", "na", "la", "me"}, "", false},
	} {
		c := catalog.Content{Regions: tc.regions}
		err := c.SoldTo(tc.country)
		if (err == nil) != tc.sold || err != nil && !errors.Is(err, catalog.ErrNotSoldThere) {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := apperr.Of(catalog.Content{Regions: []string{"cn", "eu"}}.SoldTo("US"))
	for lang, parts := range map[string][]string{"en": {"United States", "Mainland China, Europe"}, "zh": {"美国", "中国大陆、欧洲"}} {
		for _, p := range parts {
			if text := err.Text(lang); !strings.Contains(text, p) {
				t.Errorf("%q does not say %s", text, p)
			}
		}
	}
}
