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
	err   error
	demo  []DemoLogin
}

func (p *Pages) showLogin(w http.ResponseWriter, r *http.Request) {
	next := door.LocalPath(r.URL.Query().Get("next"))
	if actor, ok := account.ActorFrom(r.Context()); ok {
		ui.Redirect(w, r, landing(next, actor.Kind))
		return
	}
	ui.Render(w, r, http.StatusOK, loginPage(loginForm{next: next, demo: p.cfg.Demo}))
}

func (p *Pages) login(w http.ResponseWriter, r *http.Request) {
	if !p.form(w, r) {
		return
	}
	f := loginForm{next: door.LocalPath(r.PostForm.Get("next")), login: r.PostForm.Get("login"), demo: p.cfg.Demo}
	acc, err := p.cfg.Accounts.Login(r.Context(), account.LoginInput{
		Login: f.login, Password: secret.Text(r.PostForm.Get("password")), Address: p.cfg.Address(r)})
	if err != nil && refused(err) {
		f.err = err
		ui.Render(w, r, ui.StatusOf(err), loginPage(f))
		return
	}
	if err == nil {
		err = p.begin(r, acc)
	}
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.keepLanguage(w, r, acc.Lang)
	ui.Redirect(w, r, landing(f.next, acc.Kind))
}

// begin makes the session the account's. Its id is a new one: whoever knew the old one knows nothing.
func (p *Pages) begin(r *http.Request, acc account.Account) error {
	ctx := r.Context()
	if err := p.sessions.RenewToken(ctx); err != nil {
		return err
	}
	p.sessions.Put(ctx, account.SessionAccount, acc.ID)
	return nil
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

// register tells how to get an account: for now the operator opens them.
func (p *Pages) register(w http.ResponseWriter, r *http.Request) {
	ui.SetFlash(w, r, ui.Info, ui.T(r.Context(), "auth.register.closed"))
	ui.Redirect(w, r, "/login")
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
