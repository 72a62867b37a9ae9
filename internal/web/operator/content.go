package operator

import (
	"context"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/ui"
)

// half is one half of a text as it was written: "" where In would fall back to the other language.
func half(t i18n.Text, lang string) string {
	if lang == i18n.EN {
		return t.EN
	}
	return t.ZH
}

// missing reports whether buyers who read lang will see the other language somewhere.
func missing(c catalog.Content, lang string) bool {
	for _, t := range append([]i18n.Text{c.Name, c.Overview, c.Introduction}, c.Highlights...) {
		if !t.Empty() && half(t, lang) == "" {
			return true
		}
	}
	return false
}

func htmlLang(lang string) string {
	if lang == i18n.ZH {
		return "zh-CN"
	}
	return lang
}

// specFacts parts what a spec is from what it costs; its name stands above both.
func specFacts(c catalog.Content, s catalog.Spec) (facts, prices []catalog.Fact) {
	for _, f := range c.Facts(s) {
		switch f.Label {
		case "catalog.spec.name_zh", "catalog.spec.name_en":
		case "catalog.spec.sku_price", "catalog.spec.attribute_price", "catalog.spec.item", "catalog.spec.quota":
			prices = append(prices, f)
		default:
			facts = append(facts, f)
		}
	}
	return facts, prices
}

func factItems(ctx context.Context, facts []catalog.Fact) []ui.Item {
	out := make([]ui.Item, len(facts))
	for i, f := range facts {
		out[i] = ui.Item{Label: ui.T(ctx, f.Label), Value: ui.Text(ui.In(ctx, f.Value))}
	}
	return out
}
