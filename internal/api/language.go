package api

import (
	"context"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

type langKey struct{}

// langOf is the language of the request: "zh" or "en".
func langOf(ctx context.Context) string {
	if lang, ok := ctx.Value(langKey{}).(string); ok {
		return lang
	}
	return i18n.EN
}

func withLang(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, langKey{}, lang)
}

// accepted picks the first of our languages in an Accept-Language header, English when none is there: programs seldom
// send one, and the document is English. Clients list languages by preference, so the weights are not read.
func accepted(header string) string {
	for part := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(part)), ";")
		switch main, _, _ := strings.Cut(tag, "-"); main {
		case i18n.ZH, i18n.EN:
			return main
		}
	}
	return i18n.EN
}
