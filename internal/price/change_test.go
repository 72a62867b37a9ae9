package price_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/money"
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
