package price_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

func TestWorkedUpgrades(t *testing.T) {
	t.Parallel()
	examples(t, "upgrade", func(input []byte) (result, error) {
		in, err := decode[price.Upgrade](input)
		if err != nil {
			return nil, err
		}
		return breakdown(in.Quote())
	})
}

// business-rules 6.9.
func TestWorkedExpansions(t *testing.T) {
	t.Parallel()
	examples(t, "expand", func(input []byte) (result, error) {
		in, err := decode[struct {
			Plan      price.Plan
			Expansion price.Expansion
		}](input)
		if err != nil {
			return nil, err
		}
		if err := in.Plan.Validate(); err != nil {
			return nil, fmt.Errorf("the plan of the example: %v", err) // never a refusal that an example asks for
		}
		return breakdown(in.Plan.Expand(in.Expansion))
	})
}

// business-rules 6.9.
func TestAnUpgradeCostsFromNothingToTheDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		old := rapid.Int64Range(0, 1e12).Draw(t, "old")
		more := rapid.Int64Range(0, 1e12).Draw(t, "more")
		total := rapid.IntRange(1, 3660).Draw(t, "days")
		left := rapid.IntRange(0, total).Draw(t, "left")
		u := price.Upgrade{Old: money.CNY(old), New: money.CNY(old + more), Days: price.Days{Left: left, Total: total}, Ratio: someRatio(t)}
		b, err := u.Quote()
		if err != nil || b.Pay.Negative() || b.Pay.Minor > more {
			t.Fatalf("%+v costs %v, %v", u, b.Pay, err)
		}
		u.Ratio, u.Days.Left = price.Decimal{}, total
		if b, err = u.Quote(); err != nil || b.Pay.Minor != more {
			t.Fatalf("the whole term costs %v instead of %d, %v", b.Pay, more, err)
		}
	})
}

// business-rules 6.9: a change to another SKU costs the difference for what is left, and its quantities may grow by their steps.
func TestAnUpgradeOfAPlanIsTheDifferenceOfItsPrices(t *testing.T) {
	t.Parallel()
	month := func(n int64) map[period.Unit]price.Decimal {
		return map[period.Unit]price.Decimal{period.Month: price.Whole(n)}
	}
	p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}},
		Attributes: []price.Attribute{
			{Code: "edition", Name: i18n.Text{ZH: "版本"}, Kind: price.Enum, Values: []price.Value{{Code: "s", Name: i18n.Text{ZH: "小"}}, {Code: "l", Name: i18n.Text{ZH: "大"}}}},
			{Code: "seats", Name: i18n.Text{ZH: "席位"}, Kind: price.Quantity, Min: 5, Max: 50, Step: 5, ExpandStep: 10,
				Prices: map[period.Unit]price.Model{period.Month: {Kind: price.ModelLinear, Price: price.Whole(2)}}}},
		SKUs: []price.SKU{{ID: "s", Values: map[string]string{"edition": "s"}, Prices: month(30)}, {ID: "l", Values: map[string]string{"edition": "l"}, Prices: month(60)}}}
	chosen := func(edition string, seats int64) price.Selection {
		return price.Selection{Values: map[string]string{"edition": edition}, Quantities: map[string]int64{"seats": seats}}
	}
	for _, c := range []struct {
		name     string
		from, to price.Selection
		want     string // what is to be paid, or the refused field
	}{
		{"up, with the same seats", chosen("s", 5), chosen("l", 5), "15.00"},
		{"up, with ten seats more", chosen("s", 5), chosen("l", 15), "25.00"},
		{"up, with five seats more", chosen("s", 5), chosen("l", 10), "attribute_seats"},
		{"up, with fewer seats", chosen("s", 15), chosen("l", 5), "attribute_seats"},
		{"down", chosen("l", 5), chosen("s", 5), "sku"},
		{"to what is not there", chosen("s", 5), chosen("x", 5), "attribute_edition"},
		{"from what is not there", chosen("x", 5), chosen("l", 5), "attribute_edition"},
	} {
		b, err := p.Upgrade(price.Expansion{From: c.from, To: c.to, Term: price.Term{Unit: period.Month, Count: 1}, Days: price.Days{Left: 15, Total: 30}})
		got := b.Pay.String()
		for field := range apperr.FieldsOf(err) {
			got = field
		}
		if got != c.want {
			t.Errorf("%s: got %s, %v, want %s", c.name, got, err, c.want)
		}
	}
}
