package catalog

import (
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
)

var (
	cycleNames = map[price.Cycle]i18n.Text{
		price.CycleHour:  {ZH: "每小时", EN: "hourly"},
		price.CycleDay:   {ZH: "每天", EN: "daily"},
		price.CycleWeek:  {ZH: "每周", EN: "weekly"},
		price.CycleMonth: {ZH: "每月", EN: "monthly"},
		price.CycleYear:  {ZH: "每年", EN: "yearly"},
	}
	resetNames = map[price.Cycle]i18n.Text{
		price.CycleNever: {ZH: "不重置", EN: "never"},
		price.CycleHour:  cycleNames[price.CycleHour],
		price.CycleDay:   cycleNames[price.CycleDay],
		price.CycleWeek:  cycleNames[price.CycleWeek],
		price.CycleMonth: cycleNames[price.CycleMonth],
		price.CycleYear:  cycleNames[price.CycleYear],
	}
)

// itemText is a charging item on one line: "Calls · Duration (min): charged hourly, accumulated monthly; step: 0–3 ¥0.30; 3– ¥0.20".
func itemText(x price.Factor, item price.Item, currency string) i18n.Text {
	in := func(lang, open, shut, colon, charged, accumulated, stop string) string {
		s := x.Name.In(lang) + " · " + item.Name.In(lang) + open + item.Code
		if unit := item.Unit.In(lang); unit != "" {
			s += ", " + unit
		}
		s += shut + colon + charged + cycleNames[item.Cycle].In(lang)
		if item.Accumulation != "" {
			s += accumulated + cycleNames[item.Accumulation].In(lang)
		}
		return s + stop + itemModelText(item.Model, currency).In(lang)
	}
	return i18n.Text{ZH: in(i18n.ZH, "（", "）", "：", "计费周期", "，累计周期", "；"), EN: in(i18n.EN, " (", ")", ": ", "charged ", ", accumulated ", "; ")}
}

// QuotaText is a quota of the on-demand spec for people: "Duration 600 min"; of a package of calls, which has none, "1000 calls".
func (s Spec) QuotaText(q price.Content) i18n.Text {
	item, _, known := s.Item(q.Item)
	if !known {
		return i18n.Text{ZH: q.Quantity.String() + " 次调用", EN: q.Quantity.String() + " calls"}
	}
	in := func(lang string) string {
		return strings.TrimSpace(item.Name.In(lang) + " " + q.Quantity.String() + " " + item.Unit.In(lang))
	}
	return i18n.Text{ZH: in(i18n.ZH), EN: in(i18n.EN)}
}

// itemModelText is modelText where fixed means a price for each unit.
func itemModelText(m price.Model, currency string) i18n.Text {
	if m.Kind == price.ModelFixed {
		m.Kind = price.ModelLinear
	}
	return modelText(m, currency)
}
