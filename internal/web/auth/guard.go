package auth

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/ui"
)

// Require lets only the kinds through; without any, everybody who is signed in. A visitor is sent to sign in and comes
// back to the page afterwards; the wrong kind gets the 403 page.
func Require(kinds ...account.Kind) func(http.Handler) http.Handler {
	if len(kinds) == 0 {
		kinds = account.Kinds()
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			actor, ok := account.ActorFrom(r.Context())
			if !ok {
				ui.Redirect(w, r, loginURL(returnTo(r)))
				return
			}
			if err := actor.Is(kinds...); err != nil {
				ui.Fail(w, r, err)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// returnTo is the page to come back to. What was posted is gone after signing in, so a form's own page is the one.
func returnTo(r *http.Request) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return LocalPath(r.URL.RequestURI())
	}
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host {
		return ""
	}
	return LocalPath(from.RequestURI())
}

func loginURL(next string) string {
	if next == "" {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(next)
}

const maxNext = 2048

// LocalPath returns s when it is the path of a page of ours, and "" when it could lead anywhere else: another scheme or
// host, two slashes or a backslash at the start (browsers read both as a host), control characters (browsers skip
// them), or the pages of signing in itself.
func LocalPath(s string) string {
	if len(s) > maxNext || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") ||
		strings.ContainsRune(s, '\\') || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.HasPrefix(u.Path, "//") || strings.HasPrefix(u.Path, `/\`) {
		return ""
	}
	switch u.Path {
	case "/login", "/logout", "/register":
		return ""
	}
	return s
}
