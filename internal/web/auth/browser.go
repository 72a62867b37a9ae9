package auth

import (
	"net/http"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

// browserFor is how long a browser is remembered, so that strangers who guess passwords cannot make its owner wait.
const browserFor = 365 * 24 * 3600

func (p *Pages) browserName() string {
	if p.cfg.SecureCookies {
		return "__Host-souk_browser"
	}
	return "souk_browser"
}

func (p *Pages) browserCookie(r *http.Request) string {
	c, err := r.Cookie(p.browserName())
	if err != nil {
		return ""
	}
	return c.Value
}

func (p *Pages) keepBrowser(w http.ResponseWriter, value string) {
	http.SetCookie(w, &http.Cookie{Name: p.browserName(), Value: value, Path: "/", MaxAge: browserFor, HttpOnly: true,
		Secure: p.cfg.SecureCookies, SameSite: http.SameSiteLaxMode})
}

// field is the error of one field.
func field(name string, e *apperr.Error) error {
	var f apperr.Fields
	f.Add(name, e)
	return f.Err()
}
