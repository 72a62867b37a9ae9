package price_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/price"
)

func TestQuoteIsUnitTimesQuantityTimesPeriods(t *testing.T) {
	t.Parallel()
	got, err := price.Of(price.Input{Unit: money.CNY(6800), Periods: 12, Quantity: 5})
	if err != nil {
		t.Fatal(err)
	}
	want := price.Quote{Unit: money.CNY(6800), Periods: 12, Quantity: 5, Total: money.CNY(408000), Steps: []price.Step{
		{Kind: price.StepQuantity, Each: money.CNY(6800), Times: 5, Amount: money.CNY(34000)},
		{Kind: price.StepPeriods, Each: money.CNY(34000), Times: 12, Amount: money.CNY(408000)},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if f := got.Steps[1].Formula(); f != "¥340.00 × 12" {
		t.Errorf("got formula %q", f)
	}
	raw, err := json.Marshal(got.Steps[0])
	if err != nil {
		t.Fatal(err)
	}
	const wire = `{"kind":"quantity","each":{"amount":"68.00","currency":"CNY"},"times":5,"amount":{"amount":"340.00","currency":"CNY"}}`
	if string(raw) != wire {
		t.Errorf("got JSON %s", raw)
	}
}

func TestQuoteRefusesWhatCannotBePriced(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   price.Input
		want error
	}{
		"a negative unit price":           {price.Input{Unit: money.CNY(-1), Periods: 1, Quantity: 1}, price.ErrBadUnit},
		"no period":                       {price.Input{Unit: money.CNY(1), Periods: 0, Quantity: 1}, price.ErrBadPeriods},
		"a negative number of periods":    {price.Input{Unit: money.CNY(1), Periods: -1, Quantity: 1}, price.ErrBadPeriods},
		"no piece":                        {price.Input{Unit: money.CNY(1), Periods: 1, Quantity: 0}, price.ErrBadQuantity},
		"an overflow by the quantity":     {price.Input{Unit: money.CNY(2), Periods: 1, Quantity: math.MaxInt64}, price.ErrOutOfRange},
		"an overflow by the periods only": {price.Input{Unit: money.CNY(math.MaxInt64), Periods: 2, Quantity: 1}, price.ErrOutOfRange},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := price.Of(c.in); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestQuoteIsExactOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.Int64Min(0).Draw(t, "unit")
		periods := rapid.IntRange(1, math.MaxInt32).Draw(t, "periods")
		quantity := rapid.Int64Min(1).Draw(t, "quantity")
		exact := new(big.Int).Mul(big.NewInt(unit), big.NewInt(quantity))
		exact.Mul(exact, big.NewInt(int64(periods)))
		got, err := price.Of(price.Input{Unit: money.CNY(unit), Periods: periods, Quantity: quantity})
		if fits := exact.IsInt64(); (err == nil) != fits {
			t.Fatalf("%v fits: %v, got error %v", exact, fits, err)
		}
		if err != nil {
			return
		}
		if got.Total.Minor != exact.Int64() || got.Total.Currency != "CNY" {
			t.Fatalf("got %v, want %v", got.Total, exact)
		}
		last := got.Steps[len(got.Steps)-1]
		if last.Amount != got.Total || got.Steps[0].Amount != last.Each {
			t.Fatalf("the steps do not lead to the total: %+v", got.Steps)
		}
		for _, s := range got.Steps {
			if amount, err := s.Each.Mul(s.Times); err != nil || amount != s.Amount {
				t.Fatalf("step %+v does not add up", s)
			}
		}
	})
}
