package price_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/price"
)

func dec(t testing.TB, s string) price.Decimal {
	t.Helper()
	var d price.Decimal
	if err := d.UnmarshalText([]byte(s)); err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return d
}

func TestAPriceIsReadExactlyOrRefused(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"12": "12", " 0.30 ": "0.3", "007.0": "7", "0.00000001": "0.00000001", "-1.5": "-1.5",
		"0.100000000": "0.1", "-0": "0", "99999999999999999999999999": "99999999999999999999999999"} {
		if got, err := price.ParsePrice(in); err != nil || got.String() != want {
			t.Errorf("%q: got %v, %v, want %s", in, got, err, want)
		}
	}
	for in, want := range map[string]error{"": price.ErrNumber, ".5": price.ErrNumber, "1.": price.ErrNumber, "1e3": price.ErrNumber,
		"1,000": price.ErrNumber, "--1": price.ErrNumber, "١": price.ErrNumber, "0.123456789": price.ErrDecimals,
		"100000000000000000000000000": price.ErrOutOfRange} {
		if got, err := price.ParsePrice(in); !errors.Is(err, want) {
			t.Errorf("%q: got %v, %v, want %v", in, got, err, want)
		}
	}
	if _, err := price.ParseUsage("1.00001"); !errors.Is(err, price.ErrDecimals) {
		t.Errorf("a usage of 5 decimals: %v", err)
	}
}

func TestRoundingIsHalfUp(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"0.004999999999": "0.00", "0.005": "0.01", "0.015": "0.02", "0.025": "0.03", "-0.005": "-0.01",
		"92233720368547758.07": "92233720368547758.07"} {
		if got, err := dec(t, in).Round("CNY"); err != nil || got.String() != want {
			t.Errorf("%s: got %v, %v, want %s", in, got, err, want)
		}
	}
	if got, err := dec(t, "92233720368547758.075").Round("CNY"); !errors.Is(err, price.ErrOutOfRange) {
		t.Errorf("more than fits: %v, %v", got, err)
	}
}

func TestMoneyIsShownWithAllItsDecimals(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"0": "¥0.00", "1234.5": "¥1,234.50", "0.00012": "¥0.00012", "-1000000": "−¥1,000,000.00"} {
		if got := dec(t, in).Format("CNY"); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
	if got := dec(t, "3").Format("USD"); got != "USD 3.00" {
		t.Errorf("got %s", got)
	}
}

// rat is d as the standard library counts it.
func rat(t interface{ Fatal(...any) }, d price.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		t.Fatal("not a number: " + d.String())
	}
	return r
}

func someDecimal(t *rapid.T, name string) price.Decimal {
	whole := price.Whole(rapid.Int64().Draw(t, name))
	frac, err := price.ParsePrice("0." + rapid.StringMatching(`[0-9]{8}`).Draw(t, name+" fraction"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := whole.Add(frac)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestArithmeticIsThatOfFractions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := someDecimal(t, "a"), someDecimal(t, "b")
		sum, err := a.Add(b)
		if err != nil || rat(t, sum).Cmp(new(big.Rat).Add(rat(t, a), rat(t, b))) != 0 {
			t.Fatalf("%v + %v = %v, %v", a, b, sum, err)
		}
		diff, err := a.Sub(b)
		if err != nil || rat(t, diff).Cmp(new(big.Rat).Sub(rat(t, a), rat(t, b))) != 0 {
			t.Fatalf("%v − %v = %v, %v", a, b, diff, err)
		}
		if a.Cmp(b) != rat(t, a).Cmp(rat(t, b)) || (a == b) != (a.Cmp(b) == 0) || a.Negative() != (rat(t, a).Sign() < 0) {
			t.Fatalf("%v and %v compare as %d", a, b, a.Cmp(b))
		}
		if product, err := a.Mul(b); err == nil && rat(t, product).Cmp(new(big.Rat).Mul(rat(t, a), rat(t, b))) != 0 {
			t.Fatalf("%v × %v = %v", a, b, product)
		}
		raw, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var back price.Decimal
		if err := json.Unmarshal(raw, &back); err != nil || back != a {
			t.Fatalf("%v came back from %s as %v, %v", a, raw, back, err)
		}
	})
}

func TestSumsThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	most := dec(t, "99999999999999999999999999")
	twice, err := most.Add(most) // 2·10²⁶ is over 1.7·10²⁶
	if !errors.Is(err, price.ErrOutOfRange) {
		t.Errorf("got %v, %v", twice, err)
	}
	if got, err := most.Mul(most); !errors.Is(err, price.ErrOutOfRange) {
		t.Errorf("got %v, %v", got, err)
	}
	small := dec(t, "0.0000001")
	if got, err := small.Mul(small); !errors.Is(err, price.ErrOutOfRange) {
		t.Errorf("14 decimals: got %v, %v", got, err)
	}
}

func TestMoneyComesBackFromADecimal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := money.CNY(rapid.Int64().Draw(t, "minor"))
		if back, err := price.FromMoney(a).Round("CNY"); err != nil || back != a {
			t.Fatalf("%v came back as %v, %v", a, back, err)
		}
	})
}

func FuzzParsePrice(f *testing.F) {
	for _, s := range []string{"0", "12.30", "-0.00000001", "1e9", "０.1", "99999999999999999999999999.99999999", "00.5", "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := price.ParsePrice(s)
		if err != nil {
			return
		}
		back, err := price.ParsePrice(d.String())
		if err != nil || back != d {
			t.Fatalf("%q is %v, which reads as %v, %v", s, d, back, err)
		}
	})
}
