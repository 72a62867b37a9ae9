package auth

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/ui"
)

// flow is one of the ways that begin with a one-time code: registering and resetting a password.
type flow struct {
	purpose account.Purpose
	base    string // "/register": where it begins; its pages are below
	after   string // the page of the form behind the code
}

// The flows. What was proven waits in the session under proofKey.
func registration() flow {
	return flow{account.ForRegistration, "/register", "/register/account"}
}

func resetting() flow {
	return flow{account.ForReset, "/reset", "/reset/password"}
}

// name is the last part of the keys of its texts.
func (f flow) name() string { return string(f.purpose) }

func (f flow) proofKey() string { return "proof." + string(f.purpose) }

// startForm is the first page: which address the code goes to.
type startForm struct {
	flow
	channel account.Channel
	values  url.Values
	err     error
}

func channelIn(v url.Values) account.Channel {
	if v.Get("by") == string(account.ByMail) {
		return account.ByMail
	}
	return account.BySMS
}

func (p *Pages) showStart(f flow) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if actor, ok := account.ActorFrom(r.Context()); ok {
			ui.Redirect(w, r, landing("", actor.Kind))
			return
		}
		ui.Render(w, r, http.StatusOK, startPage(startForm{flow: f, channel: channelIn(r.URL.Query())}))
	}
}

// start asks for the code. The answer is the same whether or not the address has an account (account invariant 12).
func (p *Pages) start(f flow) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !p.form(w, r) {
			return
		}
		ch := channelIn(r.PostForm)
		tick, err := p.cfg.Accounts.RequestCode(r.Context(), account.RequestCodeInput{Purpose: f.purpose, Channel: ch,
			Target: r.PostForm.Get("target"), Lang: ui.Lang(r.Context()), Address: p.cfg.Address(r)})
		switch {
		case err != nil && refused(err):
			ui.Render(w, r, ui.StatusOf(err), startPage(startForm{f, ch, r.PostForm, err}))
		case err != nil:
			p.fail(w, r, err)
		default:
			ui.Redirect(w, r, codeURL(f.base+"/code", tick.ID))
		}
	}
}

func codeURL(path, ticket string) string { return path + "?t=" + url.QueryEscape(ticket) }

// codeForm is the page that waits for the code.
type codeForm struct {
	action, again, back string
	tick                account.Ticket
	err                 error
	demo                bool // codes are in the folder of mails
}

func (p *Pages) showCode(f flow) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p.drawCode(w, r, f, r.URL.Query().Get("t"), nil)
	}
}

func (p *Pages) drawCode(w http.ResponseWriter, r *http.Request, f flow, ticket string, err error) {
	tick, gone := p.cfg.Accounts.Ticket(r.Context(), ticket, "")
	if errors.Is(gone, account.ErrOneTimeExpired) {
		ui.SetFlash(w, r, ui.Warning, account.ErrOneTimeExpired.Text(ui.Lang(r.Context())))
		ui.Redirect(w, r, f.base)
		return
	}
	if gone != nil {
		p.fail(w, r, gone)
		return
	}
	ui.Render(w, r, ui.StatusOf(err), codePage(codeForm{action: f.base + "/code", again: f.base + "/again", back: f.base, tick: tick, err: err,
		demo: len(p.cfg.Demo) > 0}))
}

// prove exchanges the code for the page behind it.
func (p *Pages) prove(f flow) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !p.form(w, r) {
			return
		}
		proof, err := p.cfg.Accounts.Prove(r.Context(), account.ProveInput{Ticket: r.PostForm.Get("t"), Purpose: f.purpose,
			Code: secret.Text(r.PostForm.Get("code"))})
		switch {
		case err != nil && refused(err):
			p.drawCode(w, r, f, r.PostForm.Get("t"), err)
			return
		case err != nil:
			p.fail(w, r, err)
			return
		}
		p.sessions.Put(r.Context(), f.proofKey(), proof.Reveal())
		ui.Redirect(w, r, f.after)
	}
}

// again sends a fresh code.
func (p *Pages) again(f flow) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !p.form(w, r) {
			return
		}
		tick, err := p.cfg.Accounts.Resend(r.Context(), r.PostForm.Get("t"), "", p.cfg.Address(r))
		switch {
		case err != nil && refused(err):
			p.drawCode(w, r, f, r.PostForm.Get("t"), err)
		case err != nil:
			p.fail(w, r, err)
		default:
			ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.code.again.done"))
			ui.Redirect(w, r, codeURL(f.base+"/code", tick.ID))
		}
	}
}

// proof is what the browser has proven in the flow, or "".
func (p *Pages) proof(r *http.Request, f flow) secret.Text {
	return secret.Text(p.sessions.GetString(r.Context(), f.proofKey()))
}

// restart leads back to the beginning of a flow whose proof is gone.
func (p *Pages) restart(w http.ResponseWriter, r *http.Request, f flow) {
	ui.SetFlash(w, r, ui.Warning, account.ErrProofExpired.Text(ui.Lang(r.Context())))
	ui.Redirect(w, r, f.base)
}
