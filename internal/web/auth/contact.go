package auth

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/ui"
)

// contactForm is the page to change the phone number or the e-mail address.
type contactForm struct {
	channel account.Channel
	acc     account.Account
	values  url.Values
	err     error
}

// contactPaths are the pages of a channel.
func contactPath(ch account.Channel) string {
	if ch == account.ByMail {
		return "/account/email"
	}
	return "/account/phone"
}

func (p *Pages) showContact(ch account.Channel) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { p.drawContact(w, r, contactForm{channel: ch}) }
}

func (p *Pages) drawContact(w http.ResponseWriter, r *http.Request, f contactForm) {
	var err error
	if f.acc, err = p.cfg.Accounts.Get(r.Context(), me(r).UserID); err != nil {
		p.fail(w, r, err)
		return
	}
	ui.Render(w, r, ui.StatusOf(f.err), contactPage(f))
}

func (p *Pages) requestContact(ch account.Channel) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !p.form(w, r) {
			return
		}
		tick, err := p.cfg.Accounts.RequestContact(r.Context(), account.RequestContactInput{UserID: me(r).UserID, Channel: ch,
			Target: r.PostForm.Get("target"), Password: secret.Text(r.PostForm.Get("password")), Lang: ui.Lang(r.Context()), Address: p.cfg.Address(r)})
		switch {
		case err != nil && refused(err):
			p.drawContact(w, r, contactForm{channel: ch, values: r.PostForm, err: err})
		case err != nil:
			p.fail(w, r, err)
		default:
			ui.Redirect(w, r, codeURL(contactPath(ch)+"/code", tick.ID))
		}
	}
}

func (p *Pages) showContactCode(ch account.Channel) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p.drawContactCode(w, r, r.URL.Query().Get("t"), nil)
	}
}

func (p *Pages) drawContactCode(w http.ResponseWriter, r *http.Request, ticket string, err error) {
	tick, gone := p.cfg.Accounts.Ticket(r.Context(), ticket, me(r).UserID)
	switch {
	case errors.Is(gone, account.ErrOneTimeExpired):
		ui.SetFlash(w, r, ui.Warning, account.ErrOneTimeExpired.Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, "/account")
	case gone != nil:
		p.fail(w, r, gone)
	default:
		base := contactPath(tick.Channel)
		ui.Render(w, r, ui.StatusOf(err), contactCodePage(codeForm{action: base + "/code", again: base + "/again", back: base, tick: tick, err: err,
			demo: len(p.cfg.Demo) > 0}))
	}
}

func (p *Pages) changeContact(w http.ResponseWriter, r *http.Request) {
	if !p.form(w, r) {
		return
	}
	_, err := p.cfg.Accounts.ChangeContact(r.Context(), account.ChangeContactInput{UserID: me(r).UserID, Ticket: r.PostForm.Get("t"),
		Code: secret.Text(r.PostForm.Get("code"))})
	switch {
	case err != nil && refused(err):
		p.drawContactCode(w, r, r.PostForm.Get("t"), err)
	case err != nil:
		p.fail(w, r, err)
	default:
		ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.contact.done"))
		ui.Redirect(w, r, "/account")
	}
}

func (p *Pages) contactAgain(ch account.Channel) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !p.form(w, r) {
			return
		}
		tick, err := p.cfg.Accounts.Resend(r.Context(), r.PostForm.Get("t"), me(r).UserID, p.cfg.Address(r))
		switch {
		case err != nil && refused(err):
			p.drawContactCode(w, r, r.PostForm.Get("t"), err)
		case err != nil:
			p.fail(w, r, err)
		default:
			ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.code.again.done"))
			ui.Redirect(w, r, codeURL(contactPath(ch)+"/code", tick.ID))
		}
	}
}
