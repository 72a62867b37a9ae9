package price_test

import (
	"fmt"
	"testing"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// A product with 10 attributes: 4 enums of 3 values in 81 SKUs, 6 quantities under step of 5 brackets, and a buyer with an
// offer and two cash coupons (docs/performance.md).
func BenchmarkQuoteOfTenAttributes(b *testing.B) {
	plan, sel, buyer := tenAttributes(b)
	term := price.Term{Unit: period.Year, Count: 3}
	b.ReportAllocs()
	for b.Loop() {
		if q, err := plan.Quote(sel, term, buyer); err != nil || len(q.Lines) != 7 {
			b.Fatal(len(q.Lines), err)
		}
	}
}

// The simplest plan, as every page of a product and every order asks for it.
func BenchmarkQuoteOfOnePrice(b *testing.B) {
	b.ReportAllocs()
	plan := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 36}}, MaxCount: 100,
		SKUs: []price.SKU{{ID: "sku_1", Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(68)}}}}
	for b.Loop() {
		if _, err := plan.Quote(price.Selection{Count: 5}, price.Term{Unit: period.Month, Count: 12}, price.Buyer{}); err != nil {
			b.Fatal(err)
		}
	}
}

// A plan of as many combinations as there may be: 1000 of three enums with ten values.
func BenchmarkValidateOfAThousandSKUs(b *testing.B) {
	p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}}}
	for i := range 3 {
		a := price.Attribute{Code: fmt.Sprint("e", i), Name: i18n.Text{EN: "Enum"}, Kind: price.Enum}
		for v := range 10 {
			a.Values = append(a.Values, price.Value{Code: fmt.Sprint("v", v), Name: i18n.Text{EN: "Value"}})
		}
		p.Attributes = append(p.Attributes, a)
	}
	for n := range 1000 {
		p.SKUs = append(p.SKUs, price.SKU{ID: fmt.Sprint("sku_", n), Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(9)},
			Values: map[string]string{"e0": fmt.Sprint("v", n/100), "e1": fmt.Sprint("v", n/10%10), "e2": fmt.Sprint("v", n%10)}})
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Validate(); err != nil {
			b.Fatal(err)
		}
	}
}

func tenAttributes(tb testing.TB) (price.Plan, price.Selection, price.Buyer) {
	p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Year, Max: 5}}, SKUs: []price.SKU{{}}}
	sel := price.Selection{Values: map[string]string{}, Quantities: map[string]int64{}}
	for i := range 4 {
		a := price.Attribute{Code: fmt.Sprint("e", i), Name: i18n.Text{EN: "Enum"}, Kind: price.Enum}
		var skus []price.SKU
		for v := range 3 {
			code := fmt.Sprint("v", v)
			a.Values = append(a.Values, price.Value{Code: code, Name: i18n.Text{EN: "Value"}})
			for _, k := range p.SKUs {
				values := map[string]string{a.Code: code}
				for c, other := range k.Values {
					values[c] = other
				}
				skus = append(skus, price.SKU{ID: k.ID + code, Values: values, Prices: map[period.Unit]price.Decimal{period.Year: price.Whole(1000)}})
			}
		}
		p.SKUs, sel.Values[a.Code] = skus, "v2"
		p.Attributes = append(p.Attributes, a)
	}
	var m price.Model
	m.Kind = price.ModelStep
	for i := range int64(5) {
		bracket := price.Bracket{Over: price.Whole(i * 100), UpTo: price.Whole(i*100 + 100), Price: dec(tb, fmt.Sprintf("%d.00000001", 10-i))}
		m.Brackets = append(m.Brackets, bracket)
	}
	for i := range 6 {
		code := fmt.Sprint("q", i)
		p.Attributes = append(p.Attributes, price.Attribute{Code: code, Name: i18n.Text{EN: "Quantity"}, Kind: price.Quantity, Max: 500, Step: 1,
			Prices: map[period.Unit]price.Model{period.Year: m}})
		sel.Quantities[code] = 450
	}
	if err := p.Validate(); err != nil {
		tb.Fatal(err)
	}
	return p, sel, price.Buyer{Offer: &price.Offer{ID: "off", Ratio: dec(tb, "0.85")},
		Cash: []price.CashCoupon{{ID: "a", Balance: money.CNY(100)}, {ID: "b", Balance: money.CNY(200)}}}
}
