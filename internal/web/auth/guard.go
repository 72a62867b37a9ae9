package auth

import (
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/door"
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
		return door.LocalPath(r.URL.RequestURI())
	}
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host {
		return ""
	}
	return door.LocalPath(from.RequestURI())
}

func loginURL(next string) string { return door.SignInURL("/login", next) }
