package money_test

import (
	"testing"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
)

func TestTenThousandsAreWrittenAsEachLanguageCounts(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]i18n.Text{
		"500":          {ZH: "500 万元", EN: "CNY 5,000,000"},
		"1200.5":       {ZH: "1200.5 万元", EN: "CNY 12,005,000"},
		"0.01":         {ZH: "0.01 万元", EN: "CNY 100"},
		"12.3456":      {ZH: "12.3456 万元", EN: "CNY 123,456"},
		"0":            {ZH: "0 万元", EN: "CNY 0"},
		"999999999.99": {ZH: "999999999.99 万元", EN: "CNY 9,999,999,999,900"},
	} {
		if got, ok := money.InWan(typed); !ok || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"", "much", "-5", "+5", "5.", ".5", "1.00005", "1,000", "1e9", "9999999999999999"} {
		if got, ok := money.InWan(typed); ok || got != (i18n.Text{ZH: typed, EN: typed}) {
			t.Errorf("%q: got %+v, %v", typed, got, ok)
		}
	}
}
