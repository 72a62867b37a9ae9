package store_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

func both(zh, en string) i18n.Text { return i18n.Text{ZH: zh, EN: en} }

// talk is a product whose specs are, in this order: by month with a trial, by use under a step, by use under a tier, a package
// of the step, an add-on to the first (open-apis B3: 0.30 up to 3 minutes, 0.20 beyond).
func (f *front) talk() catalog.Listing {
	f.t.Helper()
	cents := func(s string) price.Decimal {
		d, err := price.ParsePrice(s)
		f.must(err)
		return d
	}
	use := func(kind price.ModelKind, accumulation price.Cycle) price.Plan {
		return price.Plan{Currency: "CNY", Charge: price.ChargeOnDemand, Factors: []price.Factor{{Code: "calls", Name: both("通话", "Calls"), Items: []price.Item{{Code: "minutes",
			Name: both("时长", "Duration"), Unit: both("分钟", "min"), Cycle: price.CycleHour, Accumulation: accumulation,
			Model: price.Model{Kind: kind, Brackets: []price.Bracket{{UpTo: price.Whole(3), Price: cents("0.30")}, {Over: price.Whole(3), Price: cents("0.20")}}}}}}}}
	}
	pack := price.Plan{Currency: "CNY", Charge: price.ChargePackage, Terms: []price.TermRange{{Unit: period.Month, Max: 6}},
		SKUs:    []price.SKU{{Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(30)}}},
		Package: &price.Package{Reset: price.CycleMonth, Contents: []price.Content{{Item: "minutes", Quantity: price.Whole(600)}}}}
	extra := price.Plan{Currency: "CNY", Charge: price.ChargeOneTime, Terms: []price.TermRange{{Unit: price.Once, Max: 1}},
		SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{price.Once: price.Whole(99)}}}}
	return f.Joint(func(c *catalog.Content) {
		more := c.Specs[0]
		more.ID, more.Name, more.Trial = "", both("可试用版", "To be tried"), 30
		first := c.Specs[0].Name.ZH
		c.Specs = append(c.Specs, more, catalog.Spec{Name: both("按需累进", "Steps"), Plan: use(price.ModelStep, price.CycleMonth)}, catalog.Spec{Name: both("按需到达", "Tiers"), Plan: use(price.ModelTier, "")},
			catalog.Spec{Name: both("600 分钟包", "600 minutes"), Plan: pack, Parent: "按需累进"}, catalog.Spec{Name: both("附加存储", "More storage"), Plan: extra, Parent: first})
	})
}

// business-rules 4.6, open-apis B3, B4: a spec that is charged by use shows its prices with cycles and a worked sentence; the
// calculator computes without script and without a page load alike.
func TestUseIsShownWithItsPricesAndEstimated(t *testing.T) {
	t.Parallel()
	f := open(t)
	l := f.talk()
	steps, tiers := l.Specs[2].ID, l.Specs[3].ID
	at := "/products/" + l.ProductID
	page := f.read(at + "?spec=" + steps)
	text := words(page.Find("#prices").Text())
	for _, want := range []string{"up to 3", "¥0.30", "over 3", "¥0.20", "Charged every hour.", "the use of each month adds up", "8 min in a month: ¥0.30 × 3 min + ¥0.20 × 5 min = ¥1.90"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not among the prices: %s", want, text)
		}
	}
	if box := words(page.Find("#quote").Text()); !strings.Contains(box, "Opening costs nothing") {
		t.Errorf("beside the choice: %s", box)
	}
	if page.Find("form[action$='/order'] button").Length() != 0 || page.Find("#f-periods").Length() != 0 {
		t.Error("use can be ordered for a period")
	}
	for _, c := range []struct{ query, want string }{
		{"spec=" + steps + "&use_minutes=8", "¥1.90"}, {"spec=" + tiers + "&use_minutes=8", "¥1.60"}, {"spec=" + tiers + "&use_minutes=2", "¥0.60"},
		{"spec=" + tiers + "&use_minutes=2&times_minutes=10", "¥6.00"}, {"spec=" + steps + "&use_minutes=", "¥0.00"},
	} {
		part, whole := f.read(at+"/estimate?"+c.query), f.read(at+"?"+c.query)
		if got := words(whole.Find("#cost").Text()); !strings.Contains(part.Text(), c.want) || !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, on the page %s, want %s", c.query, words(part.Text()), got, c.want)
		}
	}
	for query, want := range map[string]string{"&use_minutes=many": "Enter a number", "&use_minutes=-1": "must not be negative", "&use_minutes=1&times_minutes=0": "whole number from 1"} {
		part := words(f.get(at+"/estimate?spec="+tiers+query, account.Actor{}, http.StatusUnprocessableEntity, english...).Text())
		if !strings.Contains(part, "Duration") || !strings.Contains(part, want) {
			t.Errorf("%s: %s", query, part)
		}
	}
	f.get(at+"/estimate?spec="+l.Specs[0].ID, account.Actor{}, http.StatusUnprocessableEntity) // by month
	if order := f.get(at+"/order?spec="+steps, f.Buyer, http.StatusOK, english...); !strings.Contains(order.Find("main").Text(), "cannot be ordered online yet") || order.Find("main form").Length() != 0 {
		t.Error("the order page offers what cannot be ordered")
	}
}

// business-rules 4.7, 4.15, open-apis B1, B6: packages say what they hold and need first, add-ons what they are for, trials how long.
func TestPackagesAddOnsAndTrialsSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	f := open(t)
	l := f.talk()
	at := "/products/" + l.ProductID
	for spec, wants := range map[int][]string{
		1: {"Can be tried for 30 days"},
		4: {"Only for an open “Steps”", "Duration 600 min", "Full again every month", "Further use is charged by use."},
		5: {"Can only be bought with, or for, “" + l.Specs[0].Name.EN + "”"},
	} {
		page := f.read(at + "?spec=" + l.Specs[spec].ID)
		text := words(page.Find("main").Text())
		for _, want := range append(wants, "Try 30 days free") {
			if !strings.Contains(text, want) {
				t.Errorf("spec %d does not say %q: %s", spec, want, text[:min(len(text), 900)])
			}
		}
		if spec == 4 && !strings.Contains(words(page.Find("#prices").Text()), "¥0.20") {
			t.Error("the package does not say what use beyond its quota costs")
		}
	}
}

// english asks for a page in English.
var english = []string{"Cookie", "souk_lang=en"}

// read is a page as a visitor without an account sees it.
func (f *front) read(address string) *goquery.Document {
	f.t.Helper()
	return f.get(address, account.Actor{}, http.StatusOK, english...)
}

func words(s string) string { return strings.Join(strings.Fields(s), " ") }
