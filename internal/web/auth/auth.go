package auth

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net"
	"net/http"

	"github.com/alexedwards/scs/v2"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area.
func LocaleFS() fs.FS { return locale }

// DemoLogin is a seeded account that the sign-in page of a demo offers.
type DemoLogin struct {
	Name            string
	Kind            account.Kind
	Login, Password string
	TOTP            secret.Text // of its authenticator app, whose codes the second step shows; "" for none
}

// Config is what the pages need.
type Config struct {
	Accounts *account.Service
	Messages *notify.Service
	// SSO reports whether people of an account can sign in by its identity provider, at /login/{account}/sso; nil: nobody can.
	SSO func(ctx context.Context, accountID string) bool
	// SecureCookies is set where the marketplace is served over TLS.
	SecureCookies bool
	// Address returns the IP address of a client, for the brake on sign-ins; nil takes the connection's. Behind a proxy
	// app gives one that knows which header to trust.
	Address func(*http.Request) string
	// Demo are shown on the sign-in page, passwords included; empty outside a demo.
	Demo []DemoLogin
	// Terms are the versions of the terms that who registers is shown, "code@version …".
	Terms func(context.Context) (string, error)
	Log   *slog.Logger
}

// Pages are the pages and the middleware. It is safe for concurrent use.
type Pages struct {
	cfg      Config
	sessions *scs.SessionManager
}

// New makes the pages.
func New(cfg Config) *Pages {
	if cfg.Address == nil {
		cfg.Address = connectionAddress
	}
	return &Pages{cfg: cfg, sessions: newSessions(cfg)}
}

// Mount adds the pages to mux.
func (p *Pages) Mount(mux *door.Mux) {
	p.mountContacts(mux)
	mux.Add(
		door.Handler("GET /login", account.Public, p.showLogin),
		door.Handler("POST /login", account.Public, p.login),
		door.Route{Pattern: "GET /login/second", Needs: account.Public, Do: p.showSecond},
		door.Route{Pattern: "POST /login/second", Needs: account.Public, Do: door.Posted(p.second)},
		door.Route{Pattern: "POST /login/second/passkey/begin", Needs: account.Public, Do: p.askSecond},
		door.Route{Pattern: "POST /login/second/passkey", Needs: account.Public, Do: door.Posted(p.secondByPasskey)},
		door.Route{Pattern: "POST /login/passkey/begin", Needs: account.Public, Do: p.askLogin},
		door.Route{Pattern: "POST /login/passkey", Needs: account.Public, Do: door.Posted(p.loginByPasskey)},
		door.Handler("POST /logout", account.Public, p.logout),
		door.Handler("GET /login/choose", account.Public, p.showChoice),
		door.Handler("POST /login/choose", account.Public, p.choose),
		door.Handler("GET /register", account.Public, p.showStart(registration())),
		door.Handler("POST /register", account.Public, p.start(registration())),
		door.Handler("GET /register/code", account.Public, p.showCode(registration())),
		door.Handler("POST /register/code", account.Public, p.prove(registration())),
		door.Handler("POST /register/again", account.Public, p.again(registration())),
		door.Handler("GET /register/account", account.Public, p.showSignUp),
		door.Handler("POST /register/account", account.Public, p.signUp),
		door.Handler("GET /register/welcome", account.SignedIn, p.welcome),
		door.Handler("GET /reset", account.Public, p.showStart(resetting())),
		door.Handler("POST /reset", account.Public, p.start(resetting())),
		door.Handler("GET /reset/code", account.Public, p.showCode(resetting())),
		door.Handler("POST /reset/code", account.Public, p.prove(resetting())),
		door.Handler("POST /reset/again", account.Public, p.again(resetting())),
		door.Handler("GET /reset/password", account.Public, p.showReset),
		door.Handler("POST /reset/password", account.Public, p.reset),
		door.Handler("GET /account/sessions", account.SignedIn, p.showSessions),
		door.Handler("POST /account/sessions/{id}/revoke", account.SignedIn, p.revokeSession),
		door.Handler("POST /account/sessions/revoke-others", account.SignedIn, p.revokeOthers),
		door.Handler("GET /login/{account}", account.Public, p.showLogin),
		door.Handler("POST /login/{account}", account.Public, p.login),
		door.Handler("GET /account", account.SignedIn, p.showProfile),
		door.Handler("POST /account", account.SignedIn, p.saveProfile),
		door.Handler("GET /account/password", account.SignedIn, p.showPassword),
		door.Handler("POST /account/password", account.SignedIn, p.changePassword),
		door.Route{Pattern: "GET /account/security", Needs: account.SignedIn, Do: p.showSecurity},
		door.Route{Pattern: "GET /account/security/authenticator", Needs: account.SignedIn, Do: p.showTOTP},
		door.Route{Pattern: "POST /account/security/authenticator", Needs: account.SignedIn, Do: door.Posted(p.beginTOTP)},
		door.Route{Pattern: "GET /account/security/authenticator/picture", Needs: account.SignedIn, Do: p.pictureTOTP},
		door.Route{Pattern: "POST /account/security/authenticator/confirm", Needs: account.SignedIn, Do: door.Posted(p.confirmTOTP)},
		door.Route{Pattern: "POST /account/security/authenticator/remove", Needs: account.SignedIn, Do: door.Posted(p.removeTOTP)},
		door.Route{Pattern: "POST /account/security/recovery", Needs: account.SignedIn, Do: door.Posted(p.regenerateRecovery)},
		door.Route{Pattern: "POST /account/security/passkeys/begin", Needs: account.SignedIn, Do: door.Posted(p.askNewPasskey)},
		door.Route{Pattern: "POST /account/security/passkeys", Needs: account.SignedIn, Do: door.Posted(p.addPasskey)},
		door.Route{Pattern: "POST /account/security/passkeys/{id}/rename", Needs: account.SignedIn, Do: door.Posted(p.renamePasskey)},
		door.Route{Pattern: "POST /account/security/passkeys/{id}/delete", Needs: account.SignedIn, Do: door.Posted(p.deletePasskey)},
		door.Handler("GET /account/tokens", account.SignedIn, p.showTokens),
		door.Handler("POST /account/tokens", account.SignedIn, p.createToken),
		door.Handler("POST /account/tokens/{id}/revoke", account.SignedIn, p.revokeToken),
		door.Handler("GET /messages", account.SignedIn, p.showMessages),
		door.Handler("GET /messages/{id}", account.SignedIn, p.showMessage),
		door.Handler("POST /messages/read", account.SignedIn, p.markAllRead),
	)
}

// mountContacts adds the pages of phone number and e-mail address.
func (p *Pages) mountContacts(mux *door.Mux) {
	for _, ch := range account.Channels() {
		base := contactPath(ch)
		mux.Add(door.Handler("GET "+base, account.SignedIn, p.showContact(ch)),
			door.Handler("POST "+base, account.SignedIn, p.requestContact(ch)),
			door.Handler("GET "+base+"/code", account.SignedIn, p.showContactCode(ch)),
			door.Handler("POST "+base+"/code", account.SignedIn, p.changeContact),
			door.Handler("POST "+base+"/again", account.SignedIn, p.contactAgain(ch)))
	}
}

// connectionAddress is the IP address at the other end of the connection.
func connectionAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// fail answers with an error page, and logs what is our fault.
func (p *Pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	if apperr.Of(err).Kind == apperr.Internal {
		p.cfg.Log.ErrorContext(r.Context(), "page failed", "path", r.URL.Path, "error", err)
	}
	ui.Fail(w, r, err)
}

// refused reports whether a form should be drawn again with the error; anything else gets an error page.
func refused(err error) bool {
	switch apperr.Of(err).Kind {
	case apperr.Invalid, apperr.Unauthenticated, apperr.Conflict, apperr.FailedPrecondition, apperr.TooMany:
		return true
	}
	return false
}

// form reads the posted form; ok is false when an answer was given.
func (p *Pages) form(w http.ResponseWriter, r *http.Request) (ok bool) {
	r.Body = http.MaxBytesReader(w, r.Body, ui.MaxForm)
	if err := r.ParseForm(); err != nil {
		p.fail(w, r, door.ErrForm)
		return false
	}
	return true
}
