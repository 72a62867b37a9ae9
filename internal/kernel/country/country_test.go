package country_test

import (
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/kernel/country"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// ISO 3166-1 assigns 249 codes.
func TestEveryCountryHasANameInBothLanguages(t *testing.T) {
	t.Parallel()
	all := country.Codes()
	if len(all) != 249 || !slices.IsSorted(all) || len(slices.Compact(all)) != 249 {
		t.Fatalf("%d codes, or not in order", len(all))
	}
	seen := map[string]string{}
	for _, c := range all {
		name := country.Name(c)
		for _, text := range []string{name.ZH, name.EN} {
			if text == "" || text == c || seen[text] != "" {
				t.Errorf("%s is called %q, and so is %q", c, text, seen[text])
			}
			seen[text] = c
		}
	}
	if got, want := country.Name("DE"), (i18n.Text{ZH: "德国", EN: "Germany"}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestOnlyAssignedCodesInCapitalsAreValid(t *testing.T) {
	t.Parallel()
	for _, c := range []string{"", "cn", "C", "CHN", "XK", "YU", "EU", "UK", "ZZ", "C\x00", "ＣＮ", "00"} {
		if country.Valid(c) || country.Name(c).EN != c {
			t.Errorf("%q is taken for a country called %v", c, country.Name(c))
		}
	}
	if !country.Valid("CN") || !country.Valid("ZW") || !country.Valid("AD") {
		t.Error("a country is missing")
	}
}

func TestCountriesAreSortedByTheirNames(t *testing.T) {
	t.Parallel()
	en, zh := country.Sorted(i18n.EN), country.Sorted(i18n.ZH)
	if en[0] != "AF" || en[1] != "AX" || en[2] != "AL" { // Åland stands with the A
		t.Errorf("English begins with %v", en[:3])
	}
	if i, j := slices.Index(zh, "DE"), slices.Index(zh, "CN"); i > j || len(zh) != 249 {
		t.Errorf("德国 stands at %d and 中国 at %d", i, j) // by pinyin
	}
}
