package catalog

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// What was approved before there were price plans is sold on at the same prices, by the same ids.
func TestAContentOfTheFirstFormIsReadAsAPlan(t *testing.T) {
	t.Parallel()
	c, err := decodeContent(`{"name":{"zh":"会议","en":"Meet"},"spec":{"id":"spc_1","name":{"zh":"团队版","en":"Team"},"stock":3,
		"quantity":{"name":{"zh":"席位","en":"Seats"},"min":5,"max":200,"step":5},
		"skus":[{"id":"sku_m","period":"month","price":{"amount":"68.00","currency":"CNY"},"max_periods":12},
			{"id":"sku_y","period":"year","price":{"amount":"680.00","currency":"CNY"},"max_periods":3}]}}`)
	if err != nil {
		t.Fatal(err)
	}
	if c.Name.EN != "Meet" || len(c.Specs) != 1 || c.Specs[0].ID != "spc_1" || *c.Specs[0].Stock != 3 || c.Specs[0].Plan.SKUs[0].ID != "sku_m" {
		t.Fatalf("got %+v", c)
	}
	plan := c.Specs[0].Plan
	if err := plan.Validate(); err != nil {
		t.Error(err)
	}
	b, err := plan.Quote(price.Selection{Quantities: map[string]int64{"quantity": 10}}, price.Term{Unit: period.Year, Count: 2}, price.Buyer{})
	if err != nil || b.Pay != money.CNY(680*10*2*100) {
		t.Errorf("10 seats for two years: %v, %v", b.Pay, err)
	}
	if _, err := plan.Quote(price.Selection{Quantities: map[string]int64{"quantity": 7}}, price.Term{Unit: period.Month, Count: 1}, price.Buyer{}); err == nil {
		t.Error("7 seats are sold in steps of 5")
	}
	if diff := cmp.Diff(i18n.Text{ZH: "席位 10", EN: "Seats 10"}, plan.Describe(price.Selection{Quantities: map[string]int64{"quantity": 10}})); diff != "" {
		t.Error(diff)
	}
	one, err := decodeContent(`{"spec":{"id":"spc_2","name":{"zh":"标准版"},"stock":null,"quantity":null,
		"skus":[{"id":"sku_1","period":"month","price":{"amount":"9.90","currency":"CNY"},"max_periods":12}]}}`)
	if err != nil {
		t.Fatal(err)
	}
	if from, unit, ok := one.From(); !ok || from != money.CNY(990) || unit != period.Month {
		t.Errorf("from %v a %s", from, unit)
	}
	if draft, err := decodeContent(`{"spec":{"id":"spc_3","name":{"zh":"","en":""},"stock":null,"quantity":null,"skus":null}}`); err != nil || len(draft.Specs) != 1 {
		t.Errorf("an empty draft: %+v, %v", draft, err)
	}
}
