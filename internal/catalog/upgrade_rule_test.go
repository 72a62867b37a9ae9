package catalog_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// business-rules 6.9, 4.14: what an upgrade rule may say, and what makes one invalid later.
func TestAnUpgradeRuleLeadsUpWithinOneSpec(t *testing.T) {
	t.Parallel()
	editions := func() catalog.Content {
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
	up := func() catalog.UpgradeRule {
		return catalog.UpgradeRule{SpecID: "spc_1", From: "sku_basic", To: []string{"sku_basic", "sku_pro"}, Expand: map[string]int64{"seats": 25}}
	}
	for _, c := range []struct {
		name   string
		change func(*catalog.Content, *catalog.UpgradeRule)
		others []catalog.UpgradeRule
		want   map[string]string
	}{
		{"a way up", func(*catalog.Content, *catalog.UpgradeRule) {}, nil, map[string]string{}},
		{"beside a rule of another SKU", func(*catalog.Content, *catalog.UpgradeRule) {}, []catalog.UpgradeRule{{SpecID: "spc_1", From: "sku_pro"}}, map[string]string{}},
		{"a second rule of the same source", func(*catalog.Content, *catalog.UpgradeRule) {}, []catalog.UpgradeRule{up()}, one("from", catalog.ErrUpgradeTwice)},
		{"a spec sold once", func(_ *catalog.Content, u *catalog.UpgradeRule) { u.SpecID = "spc_once" }, nil, one("spec", catalog.ErrUpgradeOnly)},
		{"a licence", func(c *catalog.Content, _ *catalog.UpgradeRule) { c.Delivery = catalog.DeliveryLicense }, nil, one("spec", catalog.ErrUpgradeOnly)},
		{"a spec off sale", func(c *catalog.Content, _ *catalog.UpgradeRule) { c.Specs = c.Specs[1:] }, nil, one("spec", catalog.ErrSpecNotFound)},
		{"a SKU of another spec", func(_ *catalog.Content, u *catalog.UpgradeRule) { u.To[1] = "sku_other" }, nil, one("to_1", catalog.ErrUpgradeSKU)},
		{"without itself", func(_ *catalog.Content, u *catalog.UpgradeRule) { u.To = u.To[1:] }, nil, one("to", catalog.ErrUpgradeSelf)},
		{"a SKU twice", func(_ *catalog.Content, u *catalog.UpgradeRule) { u.To = append(u.To, "sku_pro") }, nil, one("to_2", price.ErrTwice)},
		{"a target that became cheaper for one period", func(c *catalog.Content, _ *catalog.UpgradeRule) {
			c.Specs[0].Plan.SKUs[1].Prices[period.Year] = price.Whole(499)
		}, nil, one("to_1", catalog.ErrUpgradeCheaper)},
		{"a step of six times", func(_ *catalog.Content, u *catalog.UpgradeRule) { u.Expand["seats"] = 30 }, nil, one("expand_seats", price.ErrExpandStep)},
		{"no multiple of the step", func(_ *catalog.Content, u *catalog.UpgradeRule) { u.Expand["seats"] = 7 }, nil, one("expand_seats", price.ErrExpandStep)},
		{"a step of an enumeration", func(_ *catalog.Content, u *catalog.UpgradeRule) { u.Expand = map[string]int64{"edition": 1} }, nil, one("expand_edition", price.ErrAttributeUnknown)},
	} {
		content, rule := editions(), up()
		c.change(&content, &rule)
		got := map[string]string{}
		for field, e := range apperr.FieldsOf(rule.Check(content, c.others)) {
			got[field] = e.Code
		}
		if diff := gocmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
