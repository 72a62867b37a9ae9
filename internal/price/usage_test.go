package price_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
)

func someUsage(t *rapid.T, name string) price.Decimal {
	d, err := price.ParseUsage(rapid.StringMatching(`[0-9]{1,3}(\.[0-9]{1,4})?`).Draw(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustAdd(t *rapid.T, a, b price.Decimal) price.Decimal {
	sum, err := a.Add(b)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// business-rules 4.6: charging in parts, however small, comes to the price of the whole.
func TestPartsOfAUsageSumToTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		item := price.Item{Model: someModel(t, price.ModelFixed, price.ModelStep)}
		var before, whole price.Decimal
		var sum int64
		for range rapid.IntRange(1, 12).Draw(t, "records") {
			n := someUsage(t, "usage")
			r, err := price.Rate(price.Usage{Item: item, Currency: "CNY", Quantity: n, Before: before})
			if err != nil {
				t.Fatal(err)
			}
			notNegative(t, r.Amount)
			var parts price.Decimal
			for _, p := range r.Parts {
				parts = mustAdd(t, parts, p.Times)
			}
			if parts != n {
				t.Fatalf("parts of %v, usage is %v", parts, n)
			}
			sum, before, whole = sum+r.Amount.Minor, r.After, mustAdd(t, whole, n)
		}
		all, err := price.Rate(price.Usage{Item: item, Currency: "CNY", Quantity: whole})
		if err != nil || all.Amount.Minor != sum || before != whole {
			t.Fatalf("in parts %d for %v, at once %v for %v, %v", sum, before, all.Amount, whole, err)
		}
	})
}

// business-rules 4.6: the quota of packages first, the rest by use; a package that stops refuses the rest.
func TestPackagesGiveWhatTheyHaveAndTheRestIsChargedOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := func(name string) time.Time {
			return time.Date(2027, 1, rapid.IntRange(1, 3).Draw(t, name), 0, 0, 0, 0, time.UTC)
		}
		in := price.Usage{Item: price.Item{Model: anyUsageModel(t)}, Currency: "CNY", Quantity: someUsage(t, "usage")}
		for i := range rapid.IntRange(0, 4).Draw(t, "packages") {
			in.Quotas = append(in.Quotas, price.Quota{ID: fmt.Sprint("ins", i), Left: someUsage(t, "left"), Ends: at("ends"), From: at("from"), Created: at("created")})
		}
		in.Stop = len(in.Quotas) == 1 && rapid.Bool().Draw(t, "stop")
		r, err := price.Rate(in)
		if err != nil {
			t.Fatal(err)
		}
		sum, left := mustAdd(t, r.Charged, r.Refused), map[string]price.Decimal{}
		for _, q := range in.Quotas {
			left[q.ID] = q.Left
		}
		for _, taken := range r.Taken {
			sum = mustAdd(t, sum, taken.Quantity)
			if taken.Left.Negative() || !taken.Quantity.Positive() || mustAdd(t, taken.Left, taken.Quantity) != left[taken.ID] {
				t.Fatalf("taken %+v of %v", taken, left[taken.ID])
			}
			left[taken.ID] = taken.Left
		}
		if sum != in.Quantity {
			t.Fatalf("%v became %v: %+v", in.Quantity, sum, r)
		}
		notNegative(t, r.Amount)
		for id, rest := range left {
			if rest.Positive() && (r.Charged.Positive() || r.Refused.Positive()) {
				t.Fatalf("%v left in %s, yet %+v", rest, id, r)
			}
		}
		if in.Stop && (r.Charged.Positive() || r.Amount.Positive()) {
			t.Fatalf("a stop package was charged: %+v", r)
		}
		in.Quotas = rapid.Permutation(in.Quotas).Draw(t, "order")
		again, err := price.Rate(in)
		if diff := cmp.Diff(r, again); err != nil || diff != "" {
			t.Fatalf("another order of packages: %v\n%s", err, diff)
		}
	})
}

func anyUsageModel(t *rapid.T) price.Model {
	return someModel(t, price.ModelFixed, price.ModelTier, price.ModelStep)
}

// open-apis B3, business-rules 4.6, as the files of testdata/rate cite them.
func TestWorkedRatings(t *testing.T) {
	t.Parallel()
	examples(t, "rate", func(input []byte) (result, error) {
		in, err := decode[price.Usage](input)
		if err != nil {
			return nil, err
		}
		r, err := price.Rate(in)
		return rated{r}, err
	})
}

type rated struct{ price.Rated }

func (r rated) outcome() string { return r.Amount.String() }

func (r rated) text() string {
	var s strings.Builder
	for _, taken := range r.Taken {
		fmt.Fprintf(&s, "package %s gives %v, %v left\n", taken.ID, taken.Quantity, taken.Left)
	}
	for _, lang := range i18n.Langs() {
		for _, part := range r.Computation(lang) {
			fmt.Fprintf(&s, "%s\n", part)
		}
	}
	fmt.Fprintf(&s, "charged %v, refused %v, after %v: %s\n", r.Charged, r.Refused, r.After, r.Amount.Format())
	return s.String()
}
