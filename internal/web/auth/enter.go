package auth

import (
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/door"
)

// ssoPath is where the organisation's own sign-in begins.
func (f loginForm) ssoPath() string {
	path := "/login/" + f.owner + "/sso"
	if f.next != "" {
		path += "?next=" + url.QueryEscape(f.next)
	}
	return path
}

// SignIn begins the session of somebody whom another way in has recognised, under a new session id, and sends the browser
// on to next, or to where such people begin. No second step is asked for: that is the business of the other way (ADR 17).
func (p *Pages) SignIn(w http.ResponseWriter, r *http.Request, in account.SignIn, next string) error {
	return p.land(w, r, in, door.LocalPath(next))
}
