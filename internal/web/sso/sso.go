package sso

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/sso"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the pages, sso.*.
func LocaleFS() fs.FS { return locale }

// Groups lists the user groups of a main account.
type Groups interface {
	Groups(ctx context.Context, who account.Actor) ([]account.Group, error)
}

// Deps are what the pages need.
type Deps struct {
	SSO    *sso.Service
	Groups Groups
	// SignIn begins the session of a person and sends the browser on.
	SignIn func(w http.ResponseWriter, r *http.Request, in account.SignIn, next string) error
	// Address returns the client's IP address of the request of a context, for the audit log.
	Address       func(context.Context) string
	SecureCookies bool
}

// Page is the address of the settings.
const Page = "/account/sso"

// LoginPath is where people of an account begin to sign in.
func LoginPath(accountID string) string { return "/login/" + url.PathEscape(accountID) + "/sso" }

// Mount registers the routes.
func Mount(mux *door.Mux, d Deps) {
	p := &pages{d}
	mux.Add(
		door.Route{Pattern: "GET /login/{account}/sso", Needs: account.Public, Do: p.begin},
		door.Route{Pattern: "GET /login/{account}/sso/callback", Needs: account.Public, Do: p.finish},
		door.Route{Pattern: "GET " + Page, Needs: account.MainUser, Do: p.show},
		door.Route{Pattern: "POST " + Page, Needs: account.MainUser, Do: door.Posted(p.save)},
		door.Route{Pattern: "POST " + Page + "/test", Needs: account.MainUser, Do: door.Posted(p.test)},
		door.Route{Pattern: "POST " + Page + "/delete", Needs: account.MainUser, Do: door.Posted(p.remove)},
	)
}

type pages struct{ d Deps }

const cookieBytes = 32

func (p *pages) cookie(value string) *http.Cookie {
	c := &http.Cookie{Name: "souk_sso", Value: value, Path: "/", MaxAge: int(sso.LoginWithin / time.Second), HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: p.d.SecureCookies}
	if p.d.SecureCookies {
		c.Name = "__Host-souk_sso"
	}
	return c
}

// browser is the secret that ties a sign-in to this browser; "" when it has none.
func (p *pages) browser(r *http.Request) string {
	c, err := r.Cookie(p.cookie("").Name)
	if err != nil || len(c.Value) < cookieBytes {
		return ""
	}
	return c.Value
}

// begin sends the browser to the provider. Two tabs share the cookie, so both can come back.
func (p *pages) begin(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	browser := p.browser(r)
	if browser == "" {
		browser = secret.Token(cookieBytes)
	}
	to, err := p.d.SSO.Begin(r.Context(), sso.BeginInput{AccountID: r.PathValue("account"), Browser: browser, Next: door.LocalPath(r.URL.Query().Get("next"))})
	if err != nil {
		return err
	}
	http.SetCookie(w, p.cookie(browser))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// finish takes what the browser brings back.
func (p *pages) finish(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds the code
	ctx := audit.WithOrigin(r.Context(), audit.Origin{Via: audit.ViaPage, Address: p.d.Address(r.Context()), Agent: r.UserAgent()})
	q := r.URL.Query()
	entered, err := p.d.SSO.Finish(ctx, sso.Answer{AccountID: r.PathValue("account"), Browser: p.browser(r), State: q.Get("state"), Code: q.Get("code"),
		Issuer: q.Get("iss"), Error: q.Get("error")})
	if err != nil {
		return err
	}
	return p.d.SignIn(w, r, account.SignIn{Account: entered.User.Account, Way: account.BySSO, Provider: entered.Issuer}, entered.Next)
}

func (p *pages) show(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.draw(w, r, who, view{})
}

func (p *pages) draw(w http.ResponseWriter, r *http.Request, who account.Actor, v view) error {
	var err error
	if v.provider, err = p.d.SSO.Get(r.Context(), who); err != nil && !errors.Is(err, sso.ErrNotSet) {
		return err
	}
	if v.groups, err = p.d.Groups.Groups(r.Context(), who); err != nil {
		return err
	}
	v.callback, v.login = p.d.SSO.CallbackURL(who.ID), LoginPath(who.ID)
	ui.Render(w, r, ui.StatusOf(v.err), settingsPage(v))
	return nil
}

// redraw reports whether a form should be drawn again with the error.
func redraw(err error) bool {
	k := apperr.Of(err).Kind
	return k == apperr.Invalid || k == apperr.Conflict || k == apperr.FailedPrecondition
}

func (p *pages) save(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.d.SSO.Save(r.Context(), inputOf(r.PostForm, who))
	if err != nil && redraw(err) {
		return p.draw(w, r, who, view{values: r.PostForm, err: err})
	}
	if err != nil {
		return err
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "sso.saved"))
	ui.Redirect(w, r, Page)
	return nil
}

func (p *pages) test(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	report, err := p.d.SSO.Test(r.Context(), who)
	if err != nil && !redraw(err) {
		return err
	}
	return p.draw(w, r, who, view{report: &report, testErr: err})
}

func (p *pages) remove(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	if err := p.d.SSO.Delete(r.Context(), who); err != nil {
		return err
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "sso.deleted"))
	ui.Redirect(w, r, Page)
	return nil
}
