package auth

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/ui"
)

// resetForm is the last page of a reset: which account, and its new password.
type resetForm struct {
	accounts []account.Account
	values   url.Values
	err      error
}

func (p *Pages) showReset(w http.ResponseWriter, r *http.Request) {
	p.drawReset(w, r, nil, nil)
}

func (p *Pages) drawReset(w http.ResponseWriter, r *http.Request, values url.Values, err error) {
	accounts, gone := p.cfg.Accounts.ResetAccounts(r.Context(), p.proof(r, resetting()))
	switch {
	case errors.Is(gone, account.ErrProofExpired) || gone == nil && len(accounts) == 0:
		p.restart(w, r, resetting())
	case gone != nil:
		p.fail(w, r, gone)
	default:
		ui.Render(w, r, ui.StatusOf(err), resetPage(resetForm{accounts, values, err}))
	}
}

func (p *Pages) reset(w http.ResponseWriter, r *http.Request) {
	if !p.form(w, r) {
		return
	}
	form := r.PostForm
	if form.Get("password") != "" && form.Get("password") != form.Get("repeat") {
		p.drawReset(w, r, form, field("repeat", ErrPasswordRepeat))
		return
	}
	acc, err := p.cfg.Accounts.ResetPassword(r.Context(), account.ResetPasswordInput{Proof: p.proof(r, resetting()),
		AccountID: form.Get("account"), New: secret.Text(form.Get("password"))})
	switch {
	case errors.Is(err, account.ErrProofExpired):
		p.restart(w, r, resetting())
	case err != nil && refused(err):
		p.drawReset(w, r, form, err)
	case err != nil:
		p.fail(w, r, err)
	default:
		p.sessions.Remove(r.Context(), resetting().proofKey())
		// The owner gets in from here, however many strangers guess: the code was right.
		p.keepBrowser(w, p.cfg.Accounts.Remember(p.browserCookie(r), acc))
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.reset.done", "login", acc.Login))
		ui.Redirect(w, r, "/login")
	}
}
