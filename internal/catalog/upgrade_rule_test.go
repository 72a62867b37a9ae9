package catalog_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// twoEditions is a product of two specs: the first has two SKUs, of ¥50 and ¥100 a month and ¥10 for each seat, the second is sold once.
func twoEditions() catalog.Content {
	c := good()
	c.Delivery, c.Family = catalog.DeliverySaaS, catalog.FamilyGeneral
	p := plan()
	p.SKUs = nil
	a := price.Attribute{Code: "edition", Name: both("套餐"), Kind: price.Enum}
	for i, code := range []string{"basic", "pro"} {
		a.Values = append(a.Values, price.Value{Code: code, Name: both(code)})
		p.SKUs = append(p.SKUs, price.SKU{ID: "sku_" + code, Values: map[string]string{"edition": code},
			Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(int64(50 + 50*i)), period.Year: price.Whole(int64(500 + 500*i))}})
	}
	p.Attributes = append(p.Attributes, a)
	c.Specs = []catalog.Spec{spec("spc_1", "团队版", p), spec("spc_once", "按次", once())}
	return c
}

// business-rules 6.9, 4.14: what an upgrade rule may say, and what makes one invalid later.
func TestAnUpgradeRuleLeadsUpWithinOneSpec(t *testing.T) {
	t.Parallel()
	up := func() catalog.UpgradeRule {
		return catalog.UpgradeRule{SpecID: "spc_1", Name: "升级", Ways: []catalog.UpgradeWay{{From: "sku_basic", To: []string{"sku_basic", "sku_pro"}}},
			Expand: map[string]int64{"seats": 25}}
	}
	type (
		content = catalog.Content
		rule    = catalog.UpgradeRule
	)
	for _, c := range []struct {
		name   string
		change func(*content, *rule)
		want   map[string]string
	}{
		{"a way up", func(*content, *rule) {}, map[string]string{}},
		{"a way from the higher SKU too", func(_ *content, u *rule) {
			u.Ways = append(u.Ways, catalog.UpgradeWay{From: "sku_pro", To: []string{"sku_pro"}})
		}, map[string]string{}},
		{"without itself, which is only ticked beforehand", func(_ *content, u *rule) { u.Ways[0].To = u.Ways[0].To[1:] }, map[string]string{}},
		{"a source in two lines", func(_ *content, u *rule) { u.Ways = append(u.Ways, u.Ways[0]) }, one("ways.1", catalog.ErrUpgradeTwice)},
		{"no name", func(_ *content, u *rule) { u.Name = "" }, one("name", catalog.ErrFieldRequired)},
		{"no way", func(_ *content, u *rule) { u.Ways = nil }, one("ways", catalog.ErrUpgradeNowhere)},
		{"a way to nowhere", func(c *content, u *rule) {
			u.Ways[0].To, u.Expand = u.Ways[0].To[:1], nil
			c.Specs[0].Plan.Attributes = c.Specs[0].Plan.Attributes[1:]
		}, one("ways.0", catalog.ErrUpgradeNowhere)},
		{"a spec sold once", func(_ *content, u *rule) { u.SpecID = "spc_once" }, one("spec", catalog.ErrUpgradeOnly)},
		{"a licence", func(c *content, _ *rule) { c.Delivery = catalog.DeliveryLicense }, one("spec", catalog.ErrUpgradeOnly)},
		{"a spec charged otherwise", func(c *content, _ *rule) { c.Specs[0].Plan.Charge = price.ChargeOneTime }, one("spec", catalog.ErrUpgradeOnly)},
		{"a spec off sale", func(c *content, _ *rule) { c.Specs = c.Specs[1:] }, one("spec", catalog.ErrUpgradeSpec)},
		{"a SKU of another spec", func(_ *content, u *rule) { u.Ways[0].To[1] = "sku_other" }, one("ways.0", catalog.ErrUpgradeSKU)},
		{"from a SKU of another spec", func(_ *content, u *rule) { u.Ways[0].From = "sku_other" }, one("ways.0", catalog.ErrUpgradeSKU)},
		{"a target twice", func(_ *content, u *rule) { u.Ways[0].To = append(u.Ways[0].To, "sku_pro") }, one("ways.0", price.ErrTwice)},
		{"a way down", func(_ *content, u *rule) {
			u.Ways[0] = catalog.UpgradeWay{From: "sku_pro", To: []string{"sku_pro", "sku_basic"}}
		}, one("ways.0", catalog.ErrUpgradeCheaper)},
		{"a target of the same price", func(c *content, _ *rule) {
			c.Specs[0].Plan.SKUs[1].Prices = c.Specs[0].Plan.SKUs[0].Prices
		}, map[string]string{}},
		{"a target that is cheaper for one period", func(c *content, _ *rule) {
			c.Specs[0].Plan.SKUs[1].Prices[period.Year] = price.Whole(499)
		}, one("ways.0", catalog.ErrUpgradeCheaper)},
		{"a target that lost a period", func(c *content, _ *rule) {
			delete(c.Specs[0].Plan.SKUs[1].Prices, period.Year)
		}, one("ways.0", catalog.ErrUpgradePeriod)},
		{"a target with one period more", func(c *content, _ *rule) {
			delete(c.Specs[0].Plan.SKUs[0].Prices, period.Year)
		}, map[string]string{}},
		{"a step of five times", func(_ *content, u *rule) { u.Expand["seats"] = 25 }, map[string]string{}},
		{"a step of six times", func(_ *content, u *rule) { u.Expand["seats"] = 30 }, one("expand_seats", price.ErrExpandStep)},
		{"no multiple of the step", func(_ *content, u *rule) { u.Expand["seats"] = 7 }, one("expand_seats", price.ErrExpandStep)},
		{"a step below the step", func(_ *content, u *rule) { u.Expand["seats"] = 0 }, one("expand_seats", price.ErrExpandStep)},
		{"a step of an enumeration", func(_ *content, u *rule) { u.Expand = map[string]int64{"edition": 1} }, one("expand_edition", price.ErrAttributeUnknown)},
	} {
		on, u := twoEditions(), up()
		c.change(&on, &u)
		got := map[string]string{}
		for field, e := range apperr.FieldsOf(u.Check(on)) {
			got[field] = e.Code
		}
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// business-rules 6.9: what weighs a rule sees both prices and what a change costs on an example day: 100 − 50 for a month, of which
// 15 of 30 days are left; an expansion by one step of 25 seats at ¥10.
func TestARuleIsWeighedByWhatAChangeCosts(t *testing.T) {
	t.Parallel()
	u := catalog.UpgradeRule{SpecID: "spc_1", Ways: []catalog.UpgradeWay{{From: "sku_basic", To: []string{"sku_basic", "sku_pro"}}}, Expand: map[string]int64{"seats": 25}}
	var got []string
	for _, p := range u.Paths(twoEditions()) {
		for _, x := range p.Prices {
			got = append(got, p.FromName.ZH+" → "+p.ToName.ZH+" "+string(x.Unit)+": "+x.From.String()+", "+x.To.String()+", "+x.Example.Pay.String())
		}
	}
	want := []string{"basic → basic month: 50.00, 50.00, 125.00", "basic → basic year: 500.00, 500.00, 1232.88",
		"basic → pro month: 50.00, 100.00, 25.00", "basic → pro year: 500.00, 1000.00, 246.58"}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
