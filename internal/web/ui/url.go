package ui

import (
	"context"
	"net/url"
	"strings"

	"github.com/a-h/templ"
)

// Self returns the address of the page being drawn with some query values replaced; pairs are name, value, and an
// empty value removes the name. What belongs to one drawing only (lang, theme) is left out.
func Self(ctx context.Context, pairs ...string) string {
	v := ViewOf(ctx)
	q := make(url.Values, len(v.Query)+len(pairs)/2)
	for k, vs := range v.Query {
		if k != "lang" && k != "theme" {
			q[k] = vs
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
			continue
		}
		q.Set(pairs[i], pairs[i+1])
	}
	if len(q) == 0 {
		return v.Path
	}
	return v.Path + "?" + q.Encode()
}

// Refiltered is Self for links that change which rows are shown: paging starts anew.
func Refiltered(ctx context.Context, pairs ...string) string {
	return Self(ctx, append([]string{"cursor", "", "trail", ""}, pairs...)...)
}

// active returns the index of the item whose address is the longest prefix of path, or -1.
func active(path string, hrefs []string) int {
	best, length := -1, -1
	for i, h := range hrefs {
		h, _, _ = strings.Cut(h, "?")
		if h == "" || (path != h && !strings.HasPrefix(path, strings.TrimSuffix(h, "/")+"/")) {
			continue
		}
		if len(h) > length {
			best, length = i, len(h)
		}
	}
	return best
}

// href is an address from our own code; templ refuses javascript: and data: ones.
func href(s string) templ.SafeURL { return templ.URL(s) }
