package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// shown flattens a spec; n is its place, from 1, and parent what it hangs on. A spec is followed from version to
// version by its id.
func (s Spec) shown(n int, parent Spec) []shown {
	var out []shown
	add := func(field, label string, value i18n.Text) {
		if !value.Empty() {
			out = append(out, shown{field: "specs." + s.ID + "." + field, label: "spec." + label, index: n, value: value})
		}
	}
	cost := func(field, label string, value i18n.Text, costs ...price.Decimal) {
		out = append(out, shown{field: "specs." + s.ID + "." + field, label: "spec." + label, index: n, value: value, costs: costs})
	}
	add("name_zh", "name_zh", same(s.Name.ZH))
	add("name_en", "name_en", same(s.Name.EN))
	stock := i18n.Text{ZH: "不限量", EN: "Unlimited"}
	if s.Stock != nil {
		stock = same(number(*s.Stock))
	}
	add("stock", "stock", stock)
	add("public", "public", yesNo(!s.Hidden))
	p := s.Plan
	add("charge", "charge", chargeNames[p.Charge])
	add("parent_spec_id", "parent", parent.Name)
	if s.Trial > 0 {
		add("trial_days", "trial", i18n.Text{ZH: number(int64(s.Trial)) + " 天", EN: number(int64(s.Trial)) + " days"})
	}
	if s.OncePerUser {
		add("once_per_user", "once", yesNo(true))
	}
	for _, r := range p.Terms {
		if r.Unit != price.Once {
			add("terms."+string(r.Unit), "term."+string(r.Unit), same(strconv.Itoa(r.Max)))
		}
	}
	if p.MaxCount > 1 {
		add("max_count", "max_count", same(number(p.MaxCount)))
	}
	for _, a := range p.Attributes {
		add("attributes."+a.Code, "attribute", attributeText(a))
		for _, u := range units(a.Prices) {
			cost("attributes."+a.Code+"."+string(u), "attribute_price", prefixed(a.Name, u, modelText(a.Prices[u], p.Currency)), pricesOf(a.Prices[u])...)
		}
	}
	for _, k := range p.SKUs {
		name := p.Describe(price.Selection{Values: k.Values})
		for _, u := range units(k.Prices) {
			cost("skus."+k.ID+"."+string(u), "sku_price", prefixed(name, u, same(k.Prices[u].Format(p.Currency))), k.Prices[u])
		}
		for _, code := range slices.Sorted(maps.Keys(k.Quantities)) {
			for _, u := range units(k.Quantities[code]) {
				text := prefixed(i18n.Text{ZH: name.ZH + " · " + code, EN: name.EN + " · " + code}, u, modelText(k.Quantities[code][u], p.Currency))
				cost("skus."+k.ID+"."+code+"."+string(u), "sku_price", text, pricesOf(k.Quantities[code][u])...)
			}
		}
	}
	for _, x := range p.Factors {
		for _, item := range x.Items {
			cost("items."+item.Code, "item", itemText(x, item, p.Currency), pricesOf(item.Model)...)
		}
	}
	if p.Package != nil {
		add("package.reset", "reset", resetNames[p.Package.Reset])
		for _, q := range p.Package.Contents {
			add("package."+q.Item, "quota", parent.QuotaText(q))
		}
	}
	return out
}

// Fact is one thing that people read of a spec; Label is a message key.
type Fact struct {
	Label string
	Value i18n.Text
}

// Facts are all that there is to read of a spec of the content, in the order of its form.
func (c Content) Facts(s Spec) []Fact {
	parent, _ := c.ParentOf(s)
	var out []Fact
	for _, f := range s.shown(0, parent) {
		out = append(out, Fact{"catalog." + f.label, f.value})
	}
	return out
}

var (
	chargeNames = map[price.Charge]i18n.Text{
		price.ChargePeriod:   {ZH: "包年/包月", EN: "By month or year"},
		price.ChargeOneTime:  {ZH: "按次", EN: "Once"},
		price.ChargeOnDemand: {ZH: "按需", EN: "By use"},
		price.ChargePackage:  {ZH: "按需套餐包", EN: "Package, then by use"},
		price.ChargeStop:     {ZH: "用完即停套餐包", EN: "Package, stops when used up"},
		price.ChargeCount:    {ZH: "按次套餐包", EN: "Package of calls"},
	}
	unitNames = map[period.Unit]i18n.Text{
		period.Month: {ZH: "每月", EN: "per month"},
		period.Year:  {ZH: "每年", EN: "per year"},
		price.Once:   {ZH: "一次性", EN: "once"},
	}
)

func units[V any](prices map[period.Unit]V) []period.Unit { return slices.Sorted(maps.Keys(prices)) }

// prefixed is "Professional, per month: ¥68.00".
func prefixed(name i18n.Text, u period.Unit, value i18n.Text) i18n.Text {
	t := i18n.Text{ZH: unitNames[u].ZH + "：" + value.ZH, EN: unitNames[u].EN + ": " + value.EN}
	if name.Empty() {
		return t
	}
	return i18n.Text{ZH: name.In(i18n.ZH) + "，" + t.ZH, EN: name.In(i18n.EN) + ", " + t.EN}
}

// attributeText is an attribute on one line: its name, and what can be chosen.
func attributeText(a price.Attribute) i18n.Text {
	if a.Kind == price.Quantity {
		unit := func(lang string) string {
			s := fmt.Sprintf("%d–%d", a.Min, a.Max)
			if a.Step > 1 {
				s += fmt.Sprintf(" (±%d)", a.Step)
			}
			if u := a.Unit.In(lang); u != "" {
				s += " " + u
			}
			return s
		}
		return i18n.Text{ZH: a.Name.In(i18n.ZH) + "（" + a.Code + "）：" + unit(i18n.ZH), EN: a.Name.In(i18n.EN) + " (" + a.Code + "): " + unit(i18n.EN)}
	}
	zh, en := a.Name.In(i18n.ZH)+"（"+a.Code+"）：", a.Name.In(i18n.EN)+" ("+a.Code+"): "
	for i, v := range a.Values {
		if i > 0 {
			zh, en = zh+"、", en+", "
		}
		zh, en = zh+v.Name.In(i18n.ZH)+"（"+v.Code+"）", en+v.Name.In(i18n.EN)+" ("+v.Code+")"
	}
	return i18n.Text{ZH: zh, EN: en}
}

var modelNames = map[price.ModelKind]i18n.Text{
	price.ModelFixed:  {ZH: "固定价", EN: "fixed"},
	price.ModelLinear: {ZH: "线性单价", EN: "each"},
	price.ModelTier:   {ZH: "阶梯（总量定价）", EN: "tier"},
	price.ModelStep:   {ZH: "阶梯累进", EN: "step"},
}

// modelText is a price model on one line: "tier: 0–10 ¥5.00, 10– ¥4.00".
func modelText(m price.Model, currency string) i18n.Text {
	name := modelNames[m.Kind]
	if m.Kind == price.ModelFixed || m.Kind == price.ModelLinear {
		return i18n.Text{ZH: name.ZH + " " + m.Price.Format(currency), EN: name.EN + " " + m.Price.Format(currency)}
	}
	rows := ""
	for i, b := range m.Brackets {
		if i > 0 {
			rows += "; "
		}
		rows += b.Over.String() + "–"
		if !b.UpTo.IsZero() {
			rows += b.UpTo.String()
		}
		rows += " " + b.Price.Format(currency)
	}
	return i18n.Text{ZH: name.ZH + "：" + rows, EN: name.EN + ": " + rows}
}
