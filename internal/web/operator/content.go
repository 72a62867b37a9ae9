package operator

import (
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
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
