package price_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// custom is a plan in which nothing is wrong: two editions, users by the model.
func custom(users price.Model) price.Plan {
	name := func(s string) i18n.Text { return i18n.Text{ZH: s, EN: s} }
	return price.Plan{Currency: "CNY", Charge: price.ChargePeriod, MaxCount: 10,
		Terms: []price.TermRange{{Unit: period.Month, Max: 12}, {Unit: period.Year, Max: 3}},
		Attributes: []price.Attribute{
			{Code: "edition", Name: name("Edition"), Kind: price.Enum, Values: []price.Value{{Code: "a", Name: name("A")}, {Code: "b", Name: name("B")}}},
			{Code: "users", Name: name("Users"), Kind: price.Quantity, Min: 0, Max: 1000, Step: 1,
				Prices: map[period.Unit]price.Model{period.Month: users, period.Year: users}},
		},
		SKUs: []price.SKU{
			{ID: "sku_a", Values: map[string]string{"edition": "a"}, Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(10), period.Year: price.Whole(100)}},
			{ID: "sku_b", Values: map[string]string{"edition": "b"}, Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(20)}},
		}}
}

func linear(n int64) price.Model { return price.Model{Kind: price.ModelLinear, Price: price.Whole(n)} }

// items are n charging items in which nothing is wrong.
func items(n int) []price.Item {
	out := make([]price.Item, n)
	for i := range out {
		out[i] = price.Item{Code: fmt.Sprint("i", i), Name: i18n.Text{EN: "Item"}, Cycle: price.CycleDay, Model: price.Model{Kind: price.ModelFixed}}
	}
	return out
}

func codes(err error) map[string]string {
	out := map[string]string{}
	for path, e := range apperr.FieldsOf(err) {
		out[path] = e.Code
	}
	return out
}

// business-rules 4.5, 4.6.
func TestEachFaultOfAPlanIsFoundWhereItIs(t *testing.T) {
	t.Parallel()
	bracket := func(over, upTo, each string) price.Bracket {
		return price.Bracket{Over: dec(t, over), UpTo: dec(t, upTo), Price: dec(t, each)}
	}
	tier := func(b ...price.Bracket) price.Plan { return custom(price.Model{Kind: price.ModelTier, Brackets: b}) }
	change := func(f func(*price.Plan)) price.Plan {
		p := custom(linear(1))
		f(&p)
		return p
	}
	both := func(path, code string) map[string]string {
		return map[string]string{"attributes.1.prices.month." + path: code, "attributes.1.prices.year." + path: code}
	}
	for name, c := range map[string]struct {
		plan price.Plan
		want map[string]string
	}{
		"nothing":        {custom(linear(1)), map[string]string{}},
		"good brackets":  {tier(bracket("0", "10", "2"), bracket("10", "0", "1")), map[string]string{}},
		"overlap":        {tier(bracket("0", "10", "2"), bracket("9", "0", "1")), both("brackets.1.over", "brackets_overlap")},
		"gap":            {tier(bracket("0", "10", "2"), bracket("11", "0", "1")), both("brackets.1.over", "brackets_gap")},
		"late beginning": {tier(bracket("1", "0", "2")), both("brackets.0.over", "brackets_gap")},
		"too short":      {tier(bracket("0", "999", "2")), both("brackets.0.up_to", "brackets_short")},
		"open inside":    {tier(bracket("0", "0", "2"), bracket("10", "0", "1")), both("brackets.0.up_to", "bracket_open")},
		"empty bracket":  {tier(bracket("0", "10", "2"), bracket("10", "10", "1")), both("brackets.1.up_to", "bracket_empty")},
		"no bracket":     {tier(), both("brackets", "brackets_missing")},
		"9 decimals":     {tier(bracket("0", "0", "0.123456789")), both("brackets.0.price", "too_many_decimals")},
		"negative price": {custom(linear(-1)), both("price", "bad_unit_price")},
		"huge price":     {custom(linear(1_000_000_001)), both("price", "unit_price_range")},
		"unknown model":  {custom(price.Model{Kind: "volume"}), both("kind", "price_model_kind")},
		"brackets of linear": {custom(price.Model{Kind: price.ModelLinear, Brackets: []price.Bracket{bracket("0", "0", "1")}}),
			both("brackets", "brackets_unused")},
		"step that does not divide": {change(func(p *price.Plan) { p.Attributes[1].Step = 7 }),
			map[string]string{"attributes.1.step": "attribute_step_divides"}},
		"no step": {change(func(p *price.Plan) { p.Attributes[1].Step = 0 }), map[string]string{"attributes.1.step": "plan_number_range"}},
		"negative and huge": {change(func(p *price.Plan) { p.Attributes[1].Min, p.Attributes[1].Max = -1, 1_000_000_001 }),
			map[string]string{"attributes.1.min": "plan_number_range", "attributes.1.max": "plan_number_range"}},
		"expansion step of 6 steps": {change(func(p *price.Plan) { p.Attributes[1].ExpandStep = 6 }),
			map[string]string{"attributes.1.expand_step": "attribute_expand_step"}},
		"reserved name":             {change(func(p *price.Plan) { p.Attributes[1].Name.ZH = "版本" }), map[string]string{"attributes.1.name": "attribute_reserved"}},
		"reserved in other letters": {change(func(p *price.Plan) { p.Attributes[1].Name.EN = "Version " }), map[string]string{"attributes.1.name": "attribute_reserved"}},
		"same combination": {change(func(p *price.Plan) { p.SKUs[1].Values = p.SKUs[0].Values }),
			map[string]string{"skus.1.values": "combination_twice"}},
		"unpriced quantity": {change(func(p *price.Plan) { delete(p.Attributes[1].Prices, period.Year) }),
			map[string]string{"skus.0.quantities.users.year": "quantity_unpriced"}},
		"period that is not sold": {change(func(p *price.Plan) { p.Terms = p.Terms[:1] }),
			map[string]string{"skus.0.prices.year": "plan_term_unit", "attributes.1.prices.year": "plan_term_unit"}},
		"package of a period plan": {change(func(p *price.Plan) { p.Package = &price.Package{} }), map[string]string{"package": "package_unused"}},
		"priced enum":              {change(func(p *price.Plan) { p.Attributes[0].Prices = p.Attributes[1].Prices }), map[string]string{"attributes.0.prices": "attribute_enum_priced"}},
		"quantity with values": {change(func(p *price.Plan) { p.Attributes[1].Values = p.Attributes[0].Values }),
			map[string]string{"attributes.1.values": "attribute_quantity_values"}},
		"most below least": {change(func(p *price.Plan) { p.Attributes[1].Min = 1001 }), map[string]string{"attributes.1.max": "attribute_max_below_min"}},
		"a price beside brackets": {custom(price.Model{Kind: price.ModelStep, Price: price.Whole(1), Brackets: []price.Bracket{bracket("0", "0", "1")}}),
			both("price", "model_price_unused")},
		"SKU without a price": {change(func(p *price.Plan) { p.SKUs[1].Prices = nil }), map[string]string{"skus.1.prices": "plan_sku_unpriced"}},
		"SKU with a negative price": {change(func(p *price.Plan) { p.SKUs[1].Prices[period.Month] = price.Whole(-1) }),
			map[string]string{"skus.1.prices.month": "bad_unit_price"}},
		"quantity price of no attribute": {change(func(p *price.Plan) {
			p.SKUs[1].Quantities = map[string]map[period.Unit]price.Model{"disk": {period.Month: linear(1)}}
		}), map[string]string{"skus.1.quantities.disk": "attribute_unknown"}},
		"factors of a period plan": {change(func(p *price.Plan) { p.Factors = []price.Factor{{}} }), map[string]string{"factors": "factors_on_demand"}},
		"51 charging items": {price.Plan{Currency: "CNY", Charge: price.ChargeOnDemand, Factors: []price.Factor{{Code: "f", Name: i18n.Text{EN: "F"}, Items: items(51)}}},
			map[string]string{"factors": "plan_too_many"}},
		"nothing at all": {price.Plan{}, map[string]string{"currency": "bad_currency", "charge": "bad_charge"}},
		"several at once": {change(func(p *price.Plan) {
			p.Currency, p.Terms[0].Max, p.SKUs[1].ID, p.SKUs[0].Values = "yuan", 0, "", map[string]string{"edition": "c", "x": "y"}
		}), map[string]string{"currency": "bad_currency", "terms.0.max": "plan_number_range", "skus.1.id": "plan_sku_id_missing",
			"skus.0.values.edition": "attribute_value_unknown", "skus.0.values.x": "attribute_unknown"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, codes(c.plan.Validate())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEachFaultOfUsageAndPackagesIsFoundWhereItIs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		plan string
		want map[string]string
	}{
		"good": {`{"currency":"CNY","charge":"on_demand","factors":[{"code":"f","name":{"zh":"甲"},"items":[
			{"code":"i","name":{"zh":"甲"},"cycle":"hour","model":{"kind":"fixed","price":"0.00000001"}}]}]}`, map[string]string{}},
		"items": {`{"currency":"CNY","charge":"on_demand","terms":[{"unit":"month","max":1}],"factors":[{"code":"f","name":{},"items":[
			{"code":"i","name":{"zh":"甲"},"cycle":"week","accumulation":"day","model":{"kind":"fixed"}},
			{"code":"i","name":{"zh":"甲"},"cycle":"month","accumulation":"day","model":{"kind":"step","brackets":[{"over":"0","up_to":"3","price":"1"}]}},
			{"code":"j","name":{"zh":"甲"},"cycle":"day","model":{"kind":"linear"}}]},{"code":"f","name":{"zh":"乙"}}]}`, map[string]string{
			"terms": "plan_on_demand_only", "factors.0.name": "plan_name_missing", "factors.0.items.0.cycle": "bad_cycle",
			"factors.0.items.0.accumulation": "accumulation_unused", "factors.0.items.1.code": "plan_twice",
			"factors.0.items.1.accumulation": "accumulation_short", "factors.0.items.1.model.brackets.0.up_to": "brackets_end",
			"factors.0.items.2.model.kind": "price_model_kind", "factors.1.code": "plan_twice", "factors.1.items": "items_missing"}},
		"package": {`{"currency":"CNY","charge":"count_package","terms":[{"unit":"once","max":2}],"skus":[{"id":"s","prices":{"once":"0"}}],
			"package":{"reset":"minute","contents":[{"item":"c","quantity":"1.5"},{"item":"c","quantity":"0"}]}}`, map[string]string{
			"terms.0.max": "plan_number_range", "package.reset": "package_reset", "package.contents.0.quantity": "package_quota_whole",
			"package.contents.1.item": "plan_twice", "package.contents.1.quantity": "package_quota"}},
		"hourly reset of a usage package": {`{"currency":"CNY","charge":"package","terms":[{"unit":"month","max":2}],"skus":[{"id":"s","prices":{"month":"9"}}],
			"package":{"reset":"hour","contents":[{"item":"c","quantity":"1.5"}]}}`, map[string]string{"package.reset": "package_reset"}},
		"31 stop packages": {`{"currency":"CNY","charge":"stop_package","max_count":31,"terms":[{"unit":"once","max":1}],"skus":[{"id":"s","prices":{"once":"9"}}]}`,
			map[string]string{"max_count": "plan_number_range", "package": "package_missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var p price.Plan
			if err := json.Unmarshal([]byte(c.plan), &p); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, codes(p.Validate())); diff != "" {
				t.Error(diff)
			}
		})
	}
}
