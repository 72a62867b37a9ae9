package ui

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/a-h/templ"
)

// htmxConfig keeps htmx inside the Content-Security-Policy: no style element of its own, no eval, own host only.
const htmxConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,` +
	`"historyCacheSize":0,"refreshOnHistoryMiss":true,"scrollBehavior":"auto",` +
	`"responseHandling":[{"code":"204","swap":false},{"code":"[2345]..","swap":true}]}`

func pageTitle(m Meta) string {
	if m.Title == "" {
		return "Souk"
	}
	return m.Title + " · Souk"
}

// themeAttr names the theme that was chosen; without a choice the style sheet follows the system.
func themeAttr(ctx context.Context) templ.Attributes {
	if t := ViewOf(ctx).Theme; t != "" {
		return templ.Attributes{"data-theme": "souk-" + t}
	}
	return templ.Attributes{}
}

func themeName(ctx context.Context) string {
	if t := ViewOf(ctx).Theme; t != "" {
		return t
	}
	return "system"
}

// jsTexts hands the few texts that app.js shows to it, so that it needs no catalog.
func jsTexts(ctx context.Context) templ.Attributes {
	b, err := json.Marshal(map[string]string{
		"copied": T(ctx, "ui.copied"), "leave": T(ctx, "ui.leave"), "failed": T(ctx, "ui.failed"), "left": T(ctx, "ui.chars"),
		"bold": T(ctx, "ui.rich.bold"), "italic": T(ctx, "ui.rich.italic"), "h2": T(ctx, "ui.rich.h2"), "h3": T(ctx, "ui.rich.h3"),
		"ul": T(ctx, "ui.rich.ul"), "ol": T(ctx, "ui.rich.ol"), "link": T(ctx, "ui.rich.link"), "unlink": T(ctx, "ui.rich.unlink"),
		"url": T(ctx, "ui.rich.url"), "toolbar": T(ctx, "ui.rich.toolbar"), "apply": T(ctx, "ui.rich.apply"),
		"hide": T(ctx, "ui.hide"), "show": T(ctx, "ui.show"), "close": T(ctx, "ui.close"), "toobig": T(ctx, "ui.file.toobig"),
	})
	if err != nil {
		return templ.Attributes{} // a map of texts always encodes
	}
	return templ.Attributes{"data-texts": string(b)}
}

// ariaTrue is "true" or "" for aria-current, where "" means not.
func ariaTrue(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

func ariaPage(on bool) string {
	if on {
		return "page"
	}
	return "false"
}

// capped keeps a count short.
func capped(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}

// sandboxSpans are the buttons of the sandbox bar.
func sandboxSpans() []string { return []string{"1m", "1h", "3h", "1d", "7d", "1mo"} }
