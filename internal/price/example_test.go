package price_test

import (
	"fmt"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// 12 users for 2 years, the first 10 at ¥100.00 a year and more at ¥80.00, for a buyer with a private offer of 85 %.
func ExamplePlan_Quote() {
	users := price.Model{Kind: price.ModelStep, Brackets: []price.Bracket{
		{UpTo: price.Whole(10), Price: price.Whole(100)},
		{Over: price.Whole(10), Price: price.Whole(80)},
	}}
	plan := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Year, Max: 3}},
		Attributes: []price.Attribute{{Code: "users", Name: i18n.Text{ZH: "用户数", EN: "Users"}, Unit: i18n.Text{ZH: "个", EN: "users"},
			Kind: price.Quantity, Min: 1, Max: 500, Step: 1, Prices: map[period.Unit]price.Model{period.Year: users}}},
		SKUs: []price.SKU{{ID: "sku_1", Prices: map[period.Unit]price.Decimal{period.Year: price.Whole(500)}}},
	}
	if err := plan.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	ratio, err := price.ParseUsage("0.85")
	if err != nil {
		fmt.Println(err)
		return
	}
	b, err := plan.Quote(price.Selection{Quantities: map[string]int64{"users": 12}}, price.Term{Unit: period.Year, Count: 2},
		price.Buyer{Offer: &price.Offer{ID: "off_1", Ratio: ratio}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range b.Lines {
		fmt.Println(l.Label.In(i18n.EN), l.List.Format())
		for _, part := range l.Computation(i18n.EN) {
			fmt.Println(" ", part)
		}
	}
	for _, r := range b.Applied {
		fmt.Println(r.Label.In(i18n.EN), r.Amount.Neg().Format())
	}
	fmt.Println("Pay", b.Pay.Format())
	// Output:
	// Price of the spec ¥1,000.00
	//   ¥500.00 × 2 years = ¥1,000.00
	// Users: 12 users ¥2,320.00
	//   over 0 up to 10: ¥100.00 × 10 users = ¥1,000.00
	//   over 10: ¥80.00 × 2 users = ¥160.00
	//   ¥1,160.00 × 2 years = ¥2,320.00
	// Private offer: pay 85% of the list price −¥498.00
	// Pay ¥2,822.00
}
