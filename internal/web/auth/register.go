package auth

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/ui"
)

// signUpForm is the last page of registering: what the account is called and its password.
type signUpForm struct {
	channel account.Channel
	target  string
	terms   string // versions of the terms that are shown
	values  url.Values
	home    string // the country that is chosen at first
	err     error
}

func (p *Pages) showSignUp(w http.ResponseWriter, r *http.Request) {
	p.drawSignUp(w, r, nil, nil)
}

func (p *Pages) drawSignUp(w http.ResponseWriter, r *http.Request, values url.Values, err error) {
	ch, target, gone := p.cfg.Accounts.Proven(r.Context(), account.ForRegistration, p.proof(r, registration()))
	terms := ""
	if gone == nil {
		terms, gone = p.cfg.Terms(r.Context())
	}
	switch {
	case errors.Is(gone, account.ErrProofExpired):
		p.restart(w, r, registration())
	case gone != nil:
		p.fail(w, r, gone)
	default:
		ui.Render(w, r, ui.StatusOf(err), signUpPage(signUpForm{ch, target, terms, values, p.cfg.Accounts.Home(), err}))
	}
}

func (p *Pages) signUp(w http.ResponseWriter, r *http.Request) {
	if !p.form(w, r) {
		return
	}
	form := r.PostForm
	if form.Get("password") != "" && form.Get("password") != form.Get("repeat") {
		p.drawSignUp(w, r, form, field("repeat", ErrPasswordRepeat))
		return
	}
	in := account.SignUpInput{Proof: p.proof(r, registration()), Login: form.Get("login"), Name: form.Get("name"),
		Password: secret.Text(form.Get("password")), Lang: ui.Lang(r.Context()), Country: form.Get("country")}
	if form.Get("terms") == "1" {
		in.Terms = form.Get("seen") // a newer version since then is refused
	}
	acc, err := p.cfg.Accounts.SignUp(r.Context(), in)
	switch {
	case errors.Is(err, account.ErrProofExpired):
		p.restart(w, r, registration())
		return
	case err != nil && refused(err):
		p.drawSignUp(w, r, form, err)
		return
	case err == nil:
		p.sessions.Remove(r.Context(), registration().proofKey())
		err = p.begin(r, account.SignIn{Account: acc, Way: account.ByRegistration})
	}
	if err != nil {
		p.fail(w, r, err)
		return
	}
	p.keepBrowser(w, p.cfg.Accounts.Remember(p.browserCookie(r), acc))
	ui.Redirect(w, r, "/register/welcome")
}

// welcome shows the login once more: who registered by phone has to keep it.
func (p *Pages) welcome(w http.ResponseWriter, r *http.Request) {
	acc, err := p.cfg.Accounts.Get(r.Context(), me(r).UserID)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	ui.Render(w, r, http.StatusOK, welcomePage(acc))
}
