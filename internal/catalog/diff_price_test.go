package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// business-rules 4.14: a change of a price is shown in percent, and a big one is marked.
func TestAChangeOfAPriceSaysHowMuchInPercent(t *testing.T) {
	t.Parallel()
	dec := func(s string) price.Decimal {
		d, err := price.ParsePrice(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	with := func(base string, brackets ...string) catalog.Content {
		m := price.Model{Kind: price.ModelTier}
		for _, b := range brackets {
			m.Brackets = append(m.Brackets, price.Bracket{Price: dec(b)})
		}
		return catalog.Content{Specs: []catalog.Spec{{ID: "spc_1", Plan: price.Plan{Currency: "CNY", Attributes: []price.Attribute{{Code: "seats", Kind: price.Quantity,
			Prices: map[period.Unit]price.Model{period.Month: m}}}, SKUs: []price.SKU{{ID: "sku_1", Prices: map[period.Unit]price.Decimal{period.Month: dec(base)}}}}}}}
	}
	const sku, seats = "specs.spc_1.skus.sku_1.month", "specs.spc_1.attributes.seats.month"
	for name, tc := range map[string]struct {
		old, new catalog.Content
		field    string
		want     *catalog.Rise
	}{
		"dearer":                     {with("100", "5"), with("112.50", "5"), sku, &catalog.Rise{Percent: "+12.5"}},
		"cheaper":                    {with("100", "5"), with("80", "5"), sku, &catalog.Rise{Percent: "-20.0"}},
		"a third, rounded":           {with("3", "5"), with("4", "5"), sku, &catalog.Rise{Percent: "+33.3", Big: true}},
		"just not big":               {with("100", "5"), with("129.99", "5"), sku, &catalog.Rise{Percent: "+30.0"}},
		"just big":                   {with("100", "5"), with("70", "5"), sku, &catalog.Rise{Percent: "-30.0", Big: true}},
		"a decimal point slipped":    {with("100", "5"), with("1000", "5"), sku, &catalog.Rise{Percent: "+900.0", Big: true}},
		"free from now on":           {with("100", "5"), with("0", "5"), sku, &catalog.Rise{Percent: "-100.0", Big: true}},
		"free until now":             {with("0", "5"), with("100", "5"), sku, nil},
		"the most of several":        {with("100", "5", "4"), with("100", "5.50", "2"), seats, &catalog.Rise{Percent: "-50.0", Big: true}},
		"brackets that do not match": {with("100", "5", "4"), with("100", "5"), seats, nil},
	} {
		var got *catalog.FieldChange
		for _, c := range catalog.Diff(tc.old, tc.new) {
			if c.Field == tc.field {
				got = &c
			}
		}
		if got == nil {
			t.Errorf("%s: no change of %s", name, tc.field)
		} else if diff := cmp.Diff(tc.want, got.Rise); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}
