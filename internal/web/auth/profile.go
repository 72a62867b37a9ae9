package auth

import (
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/ui"
)

// profileForm is the page of name, contacts and language.
type profileForm struct {
	acc    account.Account
	values url.Values
	err    error
}

// me is who sends the request; the guard has let nobody else through.
func me(r *http.Request) account.Actor {
	a, _ := account.ActorFrom(r.Context())
	return a
}

func (p *Pages) showProfile(w http.ResponseWriter, r *http.Request) {
	p.drawProfile(w, r, profileForm{})
}

func (p *Pages) drawProfile(w http.ResponseWriter, r *http.Request, f profileForm) {
	acc, err := p.cfg.Accounts.Get(r.Context(), me(r).UserID)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	f.acc = acc
	ui.Render(w, r, ui.StatusOf(f.err), profilePage(f))
}

func (p *Pages) saveProfile(w http.ResponseWriter, r *http.Request) {
	if !p.form(w, r) {
		return
	}
	in := account.ProfileInput{AccountID: me(r).UserID, Name: r.PostForm.Get("name"), Lang: r.PostForm.Get("lang"), Country: r.PostForm.Get("country")}
	err := p.cfg.Accounts.UpdateProfile(r.Context(), in)
	switch {
	case err != nil && refused(err):
		p.drawProfile(w, r, profileForm{values: r.PostForm, err: err})
	case err != nil:
		p.fail(w, r, err)
	default:
		// The note is already in the language that the next page will have.
		ui.SetFlash(w, r, ui.Success, ui.ViewOf(r.Context()).Bundle.T(in.Lang, "auth.profile.saved"))
		ui.Redirect(w, r, "/account?lang="+in.Lang)
	}
}

func (p *Pages) showPassword(w http.ResponseWriter, r *http.Request) {
	ui.Render(w, r, http.StatusOK, passwordPage(nil))
}

func (p *Pages) changePassword(w http.ResponseWriter, r *http.Request) {
	if !p.form(w, r) {
		return
	}
	err := p.changePasswordOf(r)
	switch {
	case err != nil && refused(err):
		ui.Render(w, r, ui.StatusOf(err), passwordPage(err))
	case err != nil:
		p.fail(w, r, err)
	default:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.password.saved"))
		ui.Redirect(w, r, "/account/password")
	}
}

func (p *Pages) changePasswordOf(r *http.Request) error {
	fresh := r.PostForm.Get("new")
	if fresh != "" && fresh != r.PostForm.Get("repeat") {
		var f apperr.Fields
		f.Add("repeat", ErrPasswordRepeat)
		return f.Err()
	}
	return p.cfg.Accounts.ChangePassword(r.Context(), account.ChangePasswordInput{
		AccountID: me(r).UserID, Current: secret.Text(r.PostForm.Get("current")), New: secret.Text(fresh),
		Session: p.sessions.Token(r.Context())})
}
