package ui

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Names of the cookies that hold a visitor's choices.
const (
	cookieLang  = "souk_lang"
	cookieTheme = "souk_theme"
)

// Site knows what the pages need from the other rooms. The functions may be nil.
type Site struct {
	Bundle        *i18n.Bundle
	Links         Links
	SecureCookies bool // the market is served over TLS
	// Now is the market's clock.
	Now func() time.Time
	// Person returns who is signed in, or nil.
	Person func(r *http.Request) *Person
	// Unread counts the unread messages of p.
	Unread func(ctx context.Context, p *Person) int
	// Uploads says what who is signed in may still upload today, in the language of the page. It is asked once for a page, and
	// only by one with a field for files.
	Uploads func(ctx context.Context) string
	// Sandbox describes the movable clock, or returns nil outside a sandbox.
	Sandbox func(ctx context.Context) *Sandbox
	// RequestID returns the id under which this request is logged.
	RequestID func(ctx context.Context) string
}

// Middleware puts a [View] into the context of every request. It must run after the session middleware.
// The language comes from ?lang=, the cookie, Accept-Language, and is Chinese otherwise; the theme from ?theme= or the
// cookie, and is the system's otherwise. A choice in the query is remembered for a year.
func (s *Site) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(WithView(r.Context(), s.view(w, r))))
	})
}

func (s *Site) view(w http.ResponseWriter, r *http.Request) *View {
	ctx := r.Context()
	v := &View{Path: r.URL.Path, Query: r.URL.Query(), Bundle: s.Bundle, Links: s.Links, Flash: readFlash(r)}
	if v.Links == (Links{}) {
		v.Links = DefaultLinks()
	}
	v.Lang = s.choice(w, r, cookieLang, v.Query.Get("lang"), i18n.ZH, i18n.EN)
	if v.Lang == "" {
		v.Lang = accepted(r.Header.Get("Accept-Language"))
	}
	v.Theme = s.choice(w, r, cookieTheme, v.Query.Get("theme"), "light", "dark", "system")
	if v.Theme == "system" {
		v.Theme = ""
	}
	if s.Now != nil {
		v.Now = s.Now()
	}
	if s.Person != nil {
		v.Person = s.Person(r)
	}
	if s.Unread != nil && v.Person != nil {
		v.Unread = s.Unread(ctx, v.Person)
	}
	if s.Uploads != nil && v.Person != nil {
		v.Uploads = sync.OnceValue(func() string { return s.Uploads(WithView(ctx, v)) })
	}
	if s.Sandbox != nil {
		v.Sandbox = s.Sandbox(ctx)
	}
	if s.RequestID != nil {
		v.RequestID = s.RequestID(ctx)
	}
	return v
}

// choice returns the asked value when it is an allowed one and remembers it; otherwise the remembered one, or "".
func (s *Site) choice(w http.ResponseWriter, r *http.Request, name, asked string, allowed ...string) string {
	for _, a := range allowed {
		if asked == a {
			// Not HttpOnly: app.js switches the theme without a round trip. It is a preference, not a secret.
			http.SetCookie(w, &http.Cookie{
				Name: name, Value: a, Path: "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode, Secure: s.SecureCookies,
			})
			return a
		}
	}
	if c, err := r.Cookie(name); err == nil {
		for _, a := range allowed {
			if c.Value == a {
				return a
			}
		}
	}
	return ""
}

// accepted picks the first of our languages in an Accept-Language header. Browsers list them by preference, so the
// order is read and the weights are not.
func accepted(header string) string {
	for part := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(part)), ";")
		switch {
		case tag == "zh" || strings.HasPrefix(tag, "zh-"):
			return i18n.ZH
		case tag == "en" || strings.HasPrefix(tag, "en-"):
			return i18n.EN
		}
	}
	return i18n.ZH
}
