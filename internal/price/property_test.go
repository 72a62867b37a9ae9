package price_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// somePrice has up to 8 decimals, and often lies on a half of a minor unit.
func somePrice(t *rapid.T) price.Decimal {
	d, err := price.ParsePrice(rapid.StringMatching(`[0-9]{1,4}\.[0-9]{0,2}(5|[0-9]{1,6})`).Draw(t, "price"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// someModel covers every quantity.
func someModel(t *rapid.T, kinds ...price.ModelKind) price.Model {
	m := price.Model{Kind: rapid.SampledFrom(kinds).Draw(t, "model")}
	if m.Kind == price.ModelFixed || m.Kind == price.ModelLinear {
		m.Price = somePrice(t)
		return m
	}
	var over int64
	for range rapid.IntRange(0, 4).Draw(t, "bounds") {
		upTo := over + rapid.Int64Range(1, 30).Draw(t, "bound")
		m.Brackets = append(m.Brackets, price.Bracket{Over: price.Whole(over), UpTo: price.Whole(upTo), Price: somePrice(t)})
		over = upTo
	}
	m.Brackets = append(m.Brackets, price.Bracket{Over: price.Whole(over), Price: somePrice(t)})
	return m
}

func anyModel(t *rapid.T) price.Model {
	return someModel(t, price.ModelFixed, price.ModelLinear, price.ModelTier, price.ModelStep)
}

// somePlan has one SKU and up to 5 quantity attributes.
func somePlan(t *rapid.T) (price.Plan, price.Selection) {
	p := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, MaxCount: 9, Terms: []price.TermRange{{Unit: period.Month, Max: 36}},
		SKUs: []price.SKU{{ID: "sku", Prices: map[period.Unit]price.Decimal{period.Month: somePrice(t)}}}}
	sel := price.Selection{Count: rapid.Int64Range(1, 9).Draw(t, "count"), Quantities: map[string]int64{}}
	for i := range rapid.IntRange(0, 5).Draw(t, "attributes") {
		code := fmt.Sprintf("q%d", i)
		p.Attributes = append(p.Attributes, price.Attribute{Code: code, Name: i18n.Text{EN: code}, Kind: price.Quantity, Max: 200, Step: 1,
			Prices: map[period.Unit]price.Model{period.Month: anyModel(t)}})
		sel.Quantities[code] = rapid.Int64Range(0, 200).Draw(t, code)
	}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	return p, sel
}

func someTerm(t *rapid.T) price.Term {
	return price.Term{Unit: period.Month, Count: rapid.IntRange(1, 36).Draw(t, "months")}
}

func someRatio(t *rapid.T) price.Decimal {
	d, err := price.ParseUsage(fmt.Sprintf("0.%04d", rapid.IntRange(1, 9999).Draw(t, "ratio")))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// someBuyer has some of everything; the coupon may turn out to be too large.
func someBuyer(t *rapid.T) price.Buyer {
	var b price.Buyer
	if rapid.Bool().Draw(t, "has offer") {
		b.Offer = &price.Offer{ID: "off", Ratio: someRatio(t)}
		if rapid.Bool().Draw(t, "of prices") {
			b.Offer = &price.Offer{ID: "off", Prices: map[period.Unit]price.Decimal{period.Month: somePrice(t)}}
		}
	}
	for i, level := range []price.ResaleLevel{price.ResaleProduct, price.ResaleCustomer} {
		if rapid.Bool().Draw(t, "has resale") {
			b.Resale = append(b.Resale, price.Resale{ID: fmt.Sprint("rsl", i), Level: level, Ratio: someRatio(t)})
		}
	}
	if rapid.Bool().Draw(t, "has coupon") {
		b.Coupon = &price.Coupon{ID: "cpn", Amount: money.CNY(100 * rapid.Int64Range(1, 500).Draw(t, "coupon"))}
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "cash coupons") {
		b.Cash = append(b.Cash, price.CashCoupon{ID: fmt.Sprint("csh", i), Balance: money.CNY(rapid.Int64Range(0, 5_000_000).Draw(t, "cash"))})
	}
	return b
}

// notNegative fails on any amount below zero.
func notNegative(t *rapid.T, amounts ...money.Amount) {
	for _, a := range amounts {
		if a.Negative() || a.Currency != "CNY" {
			t.Fatalf("%v %s among %v", a, a.Currency, amounts)
		}
	}
}

func TestALineAndEachReductionSumToTheWholeAndNothingIsNegative(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plan, sel := somePlan(t)
		b, err := plan.Quote(sel, someTerm(t), someBuyer(t))
		if e := apperr.FieldsOf(err)["coupon"]; e != nil && errors.Is(e, price.ErrCouponTooLarge) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var sum price.Line
		for _, l := range b.Lines {
			notNegative(t, l.List, l.Discount, l.Coupon, l.Cash, l.Pay)
			if l.Pay.Minor != l.List.Minor-l.Discount.Minor-l.Coupon.Minor-l.Cash.Minor {
				t.Fatalf("line %+v does not add up", l)
			}
			if rounded, err := l.Parts[len(l.Parts)-1].Amount.Round("CNY"); err != nil || l.Parts[len(l.Parts)-1].Kind != price.PartBracket && rounded != l.List {
				t.Fatalf("the parts lead to %v, the line is %v", rounded, l.List)
			}
			sum.List.Minor += l.List.Minor
			sum.Discount.Minor += l.Discount.Minor
			sum.Coupon.Minor += l.Coupon.Minor
			sum.Cash.Minor += l.Cash.Minor
			sum.Pay.Minor += l.Pay.Minor
		}
		if sum.List.Minor != b.List.Minor || sum.Discount.Minor != b.Discount.Minor || sum.Coupon.Minor != b.Coupon.Minor ||
			sum.Cash.Minor != b.Cash.Minor || sum.Pay.Minor != b.Pay.Minor {
			t.Fatalf("lines sum to %+v, the whole is %+v", sum, b)
		}
		notNegative(t, b.List, b.Discount, b.Coupon, b.Cash, b.Pay)
		applied := b.List.Minor
		for _, r := range b.Applied {
			notNegative(t, r.Amount)
			applied -= r.Amount.Minor
		}
		if applied != b.Pay.Minor || b.Discount.Positive() && b.Coupon.Positive() {
			t.Fatalf("applied %+v, pay %v", b.Applied, b.Pay)
		}
	})
}

func TestTheOrderOfAttributesChangesNoAmount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plan, sel := somePlan(t)
		term, buyer := someTerm(t), someBuyer(t)
		buyer.Coupon = nil
		first, err := plan.Quote(sel, term, buyer)
		if err != nil {
			t.Fatal(err)
		}
		plan.Attributes = rapid.Permutation(plan.Attributes).Draw(t, "order")
		buyer.Resale = rapid.Permutation(buyer.Resale).Draw(t, "order of discounts")
		second, err := plan.Quote(sel, term, buyer)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range []*price.Breakdown{&first, &second} {
			slices.SortFunc(b.Lines, func(x, y price.Line) int {
				if x.Code < y.Code {
					return -1
				}
				return 1
			})
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Fatal(diff)
		}
	})
}

// The odd minor unit goes to the same attribute wherever it stands.
func TestTiesDoNotGoByPlace(t *testing.T) {
	t.Parallel()
	quantity := func(code string) price.Attribute {
		return price.Attribute{Code: code, Name: i18n.Text{EN: code}, Kind: price.Quantity, Max: 1, Step: 1, Prices: map[period.Unit]price.Model{period.Month: linear(1)}}
	}
	plan := price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 1}},
		SKUs: []price.SKU{{ID: "sku", Prices: map[period.Unit]price.Decimal{period.Month: {}}}}}
	buyer := price.Buyer{Cash: []price.CashCoupon{{ID: "csh", Balance: money.CNY(1)}}}
	for _, order := range [][]string{{"a", "b", "c"}, {"c", "b", "a"}, {"b", "c", "a"}} {
		plan.Attributes = nil
		sel := price.Selection{Quantities: map[string]int64{}}
		for _, code := range order {
			plan.Attributes, sel.Quantities[code] = append(plan.Attributes, quantity(code)), 1
		}
		b, err := plan.Quote(sel, price.Term{Unit: period.Month, Count: 1}, buyer)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range b.Lines {
			if l.Cash.Positive() != (l.Code == "a") {
				t.Errorf("%v: %s gets %v", order, l.Code, l.Cash)
			}
		}
	}
}

// A tier is left out: its next bracket may cheapen all units.
func TestMoreIsNeverCheaper(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plan, sel := somePlan(t)
		for i := range plan.Attributes {
			plan.Attributes[i].Prices[period.Month] = someModel(t, price.ModelFixed, price.ModelLinear, price.ModelStep)
		}
		term := price.Term{Unit: period.Month, Count: rapid.IntRange(1, 35).Draw(t, "months")}
		few, err := plan.Quote(sel, term, price.Buyer{})
		if err != nil {
			t.Fatal(err)
		}
		more := price.Selection{Count: sel.Count, Quantities: maps.Clone(sel.Quantities)}
		switch {
		case len(plan.Attributes) > 0 && rapid.Bool().Draw(t, "by quantity"):
			code := plan.Attributes[0].Code
			more.Quantities[code] = rapid.Int64Range(sel.Quantities[code], 200).Draw(t, "more")
		case sel.Count < 9:
			more.Count++
		default:
			term.Count++
		}
		many, err := plan.Quote(more, term, price.Buyer{})
		if err != nil || many.List.Minor < few.List.Minor {
			t.Fatalf("%+v costs %v, %+v only %v, %v", sel, few.List, more, many.List, err)
		}
	})
}
