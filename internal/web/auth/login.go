package auth

import (
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// loginForm is the page to sign in.
type loginForm struct {
	next  string
	login string
	owner string // of a sub-user's own address: the id of its main account
	sso   bool   // the organisation has a sign-in of its own
	err   error
	demo  []DemoLogin
	// domain is the host name that passkeys are bound to; "" offers none.
	domain string
}

// action is where the form posts: a sub-user has an address of its own (business-rules 2.9).
func (f loginForm) action() string {
	if f.owner != "" {
		return "/login/" + f.owner
	}
	return "/login"
}

// loginOf is the form of the address; ok is false for one that cannot be. Whether there is such an account is not told.
func (p *Pages) loginOf(r *http.Request, next string) (f loginForm, ok bool) {
	f = loginForm{next: door.LocalPath(next), owner: r.PathValue("account"), domain: p.cfg.Accounts.PasskeyDomain()}
	if f.owner == "" {
		f.demo = p.cfg.Demo
		return f, true
	}
	ok = account.IsID(f.owner)
	f.sso = ok && p.cfg.SSO != nil && p.cfg.SSO(r.Context(), f.owner)
	return f, ok
}

func (p *Pages) showLogin(w http.ResponseWriter, r *http.Request) {
	f, ok := p.loginOf(r, r.URL.Query().Get("next"))
	if !ok {
		ui.NotFound(w, r)
		return
	}
	if actor, in := account.ActorFrom(r.Context()); in {
		ui.Redirect(w, r, landing(f.next, actor.Kind))
		return
	}
	ui.Render(w, r, http.StatusOK, loginPage(f))
}

func (p *Pages) login(w http.ResponseWriter, r *http.Request) {
	if !p.form(w, r) {
		return
	}
	f, ok := p.loginOf(r, r.PostForm.Get("next"))
	if !ok {
		ui.NotFound(w, r)
		return
	}
	f.login = r.PostForm.Get("login")
	open, err := p.cfg.Accounts.Login(r.Context(), account.LoginInput{Login: f.login, Owner: f.owner,
		Password: secret.Text(r.PostForm.Get("password")), Address: p.cfg.Address(r), Browser: p.browserCookie(r)})
	switch {
	case err != nil && refused(err):
		f.err = err
		ui.Render(w, r, ui.StatusOf(err), loginPage(f))
	case err != nil:
		p.fail(w, r, err)
	case len(open.Accounts) > 1:
		p.keepBrowser(w, open.Browser)
		p.offer(w, r, open.Accounts, f.next)
	default:
		p.keepBrowser(w, open.Browser)
		p.enter(w, r, open.Accounts[0], f.next)
	}
}

// begin makes the session the account's, and records it. The session's id is a new one: whoever knew the old one knows
// nothing.
func (p *Pages) begin(r *http.Request, in account.SignIn) error {
	ctx := r.Context()
	if err := p.sessions.RenewToken(ctx); err != nil {
		return err
	}
	for _, key := range []string{sessionPending, sessionNext, sessionCeremony} {
		p.sessions.Remove(ctx, key)
	}
	p.sessions.Put(ctx, account.SessionAccount, in.Account.ID)
	p.sessions.Put(ctx, account.SessionAgent, r.UserAgent())
	p.sessions.Put(ctx, account.SessionAddress, p.cfg.Address(r))
	return p.cfg.Accounts.SignedIn(ctx, in)
}

// langCookie is where ui remembers the language that a visitor chose.
const langCookie = "souk_lang"

// keepLanguage shows the pages in the account's language, unless the visitor has chosen one in this browser.
func (p *Pages) keepLanguage(w http.ResponseWriter, r *http.Request, lang string) {
	if _, err := r.Cookie(langCookie); err == nil {
		return
	}
	http.SetCookie(w, &http.Cookie{Name: langCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600,
		SameSite: http.SameSiteLaxMode, Secure: p.cfg.SecureCookies})
}

func (p *Pages) logout(w http.ResponseWriter, r *http.Request) {
	if err := p.sessions.Destroy(r.Context()); err != nil {
		p.fail(w, r, err)
		return
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.logout.done"))
	ui.Redirect(w, r, "/")
}

// landing is where a person goes after signing in.
func landing(next string, kind account.Kind) string {
	switch {
	case next != "":
		return next
	case kind == account.Seller:
		return "/seller"
	case kind == account.Operator:
		return "/operator"
	}
	return "/"
}
