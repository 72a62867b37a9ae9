package price_test

import (
	"errors"
	"testing"

	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// business-rules 4.7: the trial covers the spec whatever it is sold for, costs nothing, and its selection must be one that is sold.
func TestATrialCostsNothingAndIsOfWhatIsSold(t *testing.T) {
	t.Parallel()
	p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}, {Unit: period.Year, Max: 3}},
		SKUs: []price.SKU{{ID: "sku_1", Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(9), period.Year: price.Whole(90)}}}}
	b, err := p.Trial(price.Selection{}, 30)
	if err != nil || !b.Pay.IsZero() || !b.List.IsZero() || len(b.Lines) != 1 || b.Lines[0].Label.In("en") != "Trial of 30 days" {
		t.Errorf("%+v, %v", b, err)
	}
	if _, err := p.Trial(price.Selection{Values: map[string]string{"edition": "pro"}}, 30); err == nil {
		t.Error("what is not sold can be tried")
	}
	p.Charge, p.Terms = price.ChargeOneTime, []price.TermRange{{Unit: price.Once, Max: 1}}
	if _, err := p.Trial(price.Selection{}, 30); !errors.Is(err, price.ErrTermNotOffered) {
		t.Errorf("once: %v", err)
	}
}
