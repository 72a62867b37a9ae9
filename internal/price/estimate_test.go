package price_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
)

// minutes is an item at 0.30 up to 3 minutes and 0.20 beyond (open-apis B3).
func minutes(tb testing.TB, code string, kind price.ModelKind, accumulation price.Cycle) price.Item {
	m := price.Model{Kind: kind, Brackets: []price.Bracket{{UpTo: price.Whole(3), Price: dec(tb, "0.30")}, {Over: price.Whole(3), Price: dec(tb, "0.20")}}}
	if kind == price.ModelFixed {
		m = price.Model{Kind: kind, Price: dec(tb, "0.30")}
	}
	return price.Item{Code: code, Name: i18n.Text{ZH: "时长", EN: "Duration"}, Unit: i18n.Text{ZH: "分钟", EN: "min"}, Cycle: price.CycleHour, Accumulation: accumulation, Model: m}
}

func onDemand(items ...price.Item) price.Plan {
	return price.Plan{Currency: "CNY", Charge: price.ChargeOnDemand, Factors: []price.Factor{{Code: "call", Name: i18n.Text{ZH: "通话", EN: "Calls"}, Items: items}}}
}

// business-rules 4.6, open-apis B3: 1.90 under a step; 1.60 and 0.60 under a tier.
func TestAnEstimateIsTheWorkedExampleTimesItsSpans(t *testing.T) {
	t.Parallel()
	step := func(c price.Cycle) price.Item { return minutes(t, "a", price.ModelStep, c) }
	for _, c := range []struct {
		name  string
		item  price.Item
		n     string
		times int64
		want  string
		words []string
	}{
		{"a step over the month", step(price.CycleMonth), "8", 0, "1.90",
			[]string{"over 0 up to 3: ¥0.30 × 3 min = ¥0.90", "over 3: ¥0.20 × 5 min = ¥1.00", "together ¥1.90"}},
		{"a step that begins anew each day, on 22 days", step(price.CycleDay), "8", 22, "41.80",
			[]string{"over 0 up to 3: ¥0.30 × 3 min = ¥0.90", "over 3: ¥0.20 × 5 min = ¥1.00", "together ¥1.90", "¥1.90 × 22 days = ¥41.80"}},
		{"30 days unless told", step(price.CycleDay), "8", 0, "57.00", nil},
		{"720 hours unless told", step(price.CycleHour), "8", 0, "1368.00", nil},
		{"the first month of a year", step(price.CycleYear), "8", 0, "1.90", nil},
		{"a tier of 8", minutes(t, "a", price.ModelTier, ""), "8", 0, "1.60", []string{"over 3: ¥0.20 × 8 min = ¥1.60"}},
		{"a tier of 2", minutes(t, "a", price.ModelTier, ""), "2", 0, "0.60", nil},
		{"a hundred records of a tier", minutes(t, "a", price.ModelTier, ""), "2", 100, "60.00", []string{"over 0 up to 3: ¥0.30 × 2 min = ¥0.60", "¥0.60 × 100 records = ¥60.00"}},
		{"fixed", minutes(t, "a", price.ModelFixed, ""), "8", 0, "2.40", []string{"¥0.30 × 8 min = ¥2.40"}},
		{"nothing", step(price.CycleMonth), "0", 0, "0.00", nil},
	} {
		got, err := onDemand(c.item).Estimate([]price.Use{{Item: "a", Quantity: dec(t, c.n), Times: c.times}})
		if err != nil || got.Total.String() != c.want {
			t.Errorf("%s: %v, %v; want %s", c.name, got.Total, err, c.want)
			continue
		}
		if c.words != nil && !slices.Equal(got.Lines[0].Computation(i18n.EN), c.words) {
			t.Errorf("%s: %q", c.name, got.Lines[0].Computation(i18n.EN))
		}
	}
}

func TestAnEstimateSaysWhatIsWrongWithWhichUse(t *testing.T) {
	t.Parallel()
	plan := onDemand(minutes(t, "a", price.ModelStep, price.CycleDay), minutes(t, "b", price.ModelTier, ""))
	_, err := plan.Estimate([]price.Use{{Item: "a", Quantity: price.Whole(1), Times: 32}, {Item: "b", Quantity: dec(t, "0.00001")}, {Item: "c"}, {Item: "b", Quantity: price.Whole(1), Times: 1}})
	got := map[string]string{}
	for field, e := range apperr.FieldsOf(err) {
		got[field] = e.Code
	}
	for field, want := range map[string]*apperr.Error{"times_a": price.ErrNumberRange, "use_b": price.ErrTwice, "use_c": price.ErrUseItem} {
		if got[field] != want.Code {
			t.Errorf("%s: %q, want %q", field, got[field], want.Code)
		}
	}
	if _, err := plan.Estimate([]price.Use{{Item: "b", Quantity: price.Whole(-1)}}); apperr.FieldsOf(err)["use_b"] == nil {
		t.Errorf("a negative use: %v", err)
	}
	period := price.Plan{Currency: "CNY", Charge: price.ChargePeriod}
	if _, err := period.Estimate(nil); !apperr.Of(err).Is(price.ErrEstimateCharge) {
		t.Errorf("an estimate of a period: %v", err)
	}
}

func TestTheLinesOfAnEstimateSumToItsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := price.Item{Code: "a", Cycle: price.CycleHour, Model: anyUsageModel(t)}
		b := price.Item{Code: "b", Cycle: price.CycleHour, Model: anyUsageModel(t)}
		uses := []price.Use{{Item: "b", Quantity: someUsage(t, "b")}, {Item: "a", Quantity: someUsage(t, "a"), Times: rapid.Int64Range(0, 1).Draw(t, "times")}}
		got, err := onDemand(a, b).Estimate(uses)
		if err != nil {
			t.Fatal(err)
		}
		var sum int64
		for _, l := range got.Lines {
			notNegative(t, l.Amount)
			sum += l.Amount.Minor
		}
		if sum != got.Total.Minor {
			t.Fatalf("lines sum to %d, the total is %v", sum, got.Total)
		}
	})
}
