package money_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/souk-market/souk/internal/kernel/money"
	"pgregory.net/rapid"
)

func TestParseAndStringAgree(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"12": "12.00", "12.3": "12.30", "-0.05": "-0.05", " 7.10 ": "7.10"} {
		got, err := money.Parse(in, "CNY")
		if err != nil || got.String() != want {
			t.Errorf("%q: got %v, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", ".5", "1.", "1.234", "1,000", "1e3", "+1", "--1", "١"} {
		if got, err := money.Parse(in, "CNY"); !errors.Is(err, money.ErrSyntax) {
			t.Errorf("%q: got %v, %v; want a syntax error", in, got, err)
		}
	}
	if _, err := money.Parse("99999999999999999999", "CNY"); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("too much: %v", err)
	}
}

func TestArithmeticNeverOverflowsSilently(t *testing.T) {
	t.Parallel()
	most := money.CNY(math.MaxInt64)
	if _, err := most.Add(money.CNY(1)); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("add: %v", err)
	}
	if _, err := most.Mul(2); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("mul: %v", err)
	}
	if _, err := money.CNY(0).Sub(money.CNY(math.MinInt64)); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("sub: %v", err)
	}
	if _, err := money.CNY(1).Add(money.New(1, "USD")); !errors.Is(err, money.ErrCurrency) {
		t.Errorf("currencies: %v", err)
	}
}

func TestSplitSumsToTheWholeAndIsFairToOneUnit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		whole := money.CNY(rapid.Int64Range(-1e15, 1e15).Draw(t, "whole"))
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1e9), 1, 20).Draw(t, "weights")
		var total int64
		for _, w := range weights {
			total += w
		}
		parts, err := whole.Split(weights)
		if total == 0 {
			if err == nil {
				t.Fatal("split by nothing succeeded")
			}
			return
		}
		sum := money.CNY(0)
		for i, p := range parts {
			if sum, err = sum.Add(p); err != nil {
				t.Fatal(err)
			}
			exact := float64(whole.Minor) * float64(weights[i]) / float64(total)
			if math.Abs(float64(p.Minor)-exact) > 1.001 {
				t.Fatalf("part %d is %d, exact %f", i, p.Minor, exact)
			}
		}
		if sum != whole {
			t.Fatalf("parts sum to %v, whole is %v", sum, whole)
		}
	})
}

func TestSplitGivesTheOddUnitToTheLargestRemainder(t *testing.T) {
	t.Parallel()
	parts, err := money.CNY(100).Split([]int64{1, 1, 1})
	if err != nil || parts[0].Minor != 34 || parts[1].Minor != 33 || parts[2].Minor != 33 {
		t.Errorf("got %v, %v", parts, err)
	}
}

func TestFormatAndJSON(t *testing.T) {
	t.Parallel()
	if got := money.CNY(123456789).Format(); got != "¥1,234,567.89" {
		t.Errorf("format %q", got)
	}
	if got := money.New(-50, "USD").Format(); got != "−USD 0.50" {
		t.Errorf("format %q", got)
	}
	b, err := json.Marshal(money.CNY(1230))
	if err != nil || string(b) != `{"amount":"12.30","currency":"CNY"}` {
		t.Errorf("json %s, %v", b, err)
	}
	var back money.Amount
	if err := json.Unmarshal(b, &back); err != nil || back != money.CNY(1230) {
		t.Errorf("back %v, %v", back, err)
	}
}
