package auth

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/ui"
)

const (
	securityPath = "/account/security"
	enrolPath    = securityPath + "/authenticator"
)

// securityView is the page of the second factor.
type securityView struct {
	factor account.SecondFactor
	must   bool          // an operator: nothing works without
	domain string        // of passkeys; "" when there are none here
	fresh  []secret.Text // recovery codes that were just made
	trouble,
	note string
	err  error
	asks bool // the form that begins with an app is what was refused; it says so itself
}

// asked is what the form that begins with an app says of itself; nil for nothing.
func (v securityView) asked() error {
	if v.asks {
		return v.err
	}
	return nil
}

func (p *Pages) showSecurity(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.drawSecurity(w, r, who, securityView{})
}

func (p *Pages) drawSecurity(w http.ResponseWriter, r *http.Request, who account.Actor, v securityView) error {
	var err error
	if v.factor, err = p.cfg.Accounts.SecondFactor(r.Context(), who.UserID); err != nil {
		return err
	}
	if v.asks && v.factor.Authenticator { // the form is in a dialog, which is closed by now
		v.trouble, v.asks = textOf(r, v.err), false
	}
	v.must, v.domain = who.Kind == account.Operator, p.cfg.Accounts.PasskeyDomain()
	w.Header().Set("Cache-Control", "no-store")
	ui.Render(w, r, ui.StatusOf(v.err), securityPage(v))
	return nil
}

// securityRefused draws the page again with what is wrong on top: the dialogs with the fields are closed by then.
func (p *Pages) securityRefused(w http.ResponseWriter, r *http.Request, who account.Actor, err error) error {
	if !refused(err) {
		return err
	}
	return p.drawSecurity(w, r, who, securityView{err: err, trouble: textOf(r, err)})
}

// securityDone leads back to the page; when there are codes to show once, it is this answer that shows them.
func (p *Pages) securityDone(w http.ResponseWriter, r *http.Request, who account.Actor, codes []secret.Text, note string) error {
	if len(codes) > 0 {
		return p.drawSecurity(w, r, who, securityView{fresh: codes, note: note})
	}
	ui.SetFlash(w, r, ui.Success, note)
	ui.Redirect(w, r, securityPath)
	return nil
}

// proof is what somebody typed to show that it is them.
func proof(r *http.Request, who account.Actor) account.ProofInput {
	return account.ProofInput{UserID: who.UserID, Proof: secret.Text(r.PostForm.Get("proof"))}
}

func (p *Pages) beginTOTP(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.cfg.Accounts.BeginTOTP(r.Context(), proof(r, who))
	if apperr.FieldsOf(err)["proof"] != nil {
		return p.drawSecurity(w, r, who, securityView{err: err, asks: true})
	}
	if err != nil {
		return p.securityRefused(w, r, who, err)
	}
	ui.Redirect(w, r, enrolPath)
	return nil
}

// enrolView is the page on which an app is set up.
type enrolView struct {
	e   account.Enrolment
	err error
}

func (p *Pages) showTOTP(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.drawTOTP(w, r, who, nil)
}

func (p *Pages) drawTOTP(w http.ResponseWriter, r *http.Request, who account.Actor, refused error) error {
	e, err := p.cfg.Accounts.PendingTOTP(r.Context(), who.UserID)
	if errors.Is(err, account.ErrEnrolmentGone) {
		return p.enrolmentGone(w, r)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	ui.Render(w, r, ui.StatusOf(refused), enrolPage(enrolView{e, refused}))
	return nil
}

func (p *Pages) enrolmentGone(w http.ResponseWriter, r *http.Request) error {
	ui.SetFlash(w, r, ui.Warning, apperr.Of(account.ErrEnrolmentGone).Text(ui.Lang(r.Context())))
	ui.Redirect(w, r, securityPath)
	return nil
}

func (p *Pages) confirmTOTP(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	codes, err := p.cfg.Accounts.ConfirmTOTP(r.Context(), account.ConfirmTOTPInput{UserID: who.UserID, Code: r.PostForm.Get("code"),
		Session: p.sessions.Token(r.Context())})
	switch {
	case errors.Is(err, account.ErrEnrolmentGone):
		return p.enrolmentGone(w, r)
	case err != nil && refused(err):
		return p.drawTOTP(w, r, who, err)
	case err != nil:
		return err
	}
	return p.securityDone(w, r, who, codes, ui.T(r.Context(), "auth.security.app.done"))
}

// pictureSize is in pixels; shown at half of it, so that it is sharp on every screen.
const pictureSize = 480

func (p *Pages) pictureTOTP(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	png, err := p.cfg.Accounts.PictureTOTP(r.Context(), who.UserID, pictureSize)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "image/png")
	h.Set("Content-Length", strconv.Itoa(len(png)))
	h.Set("Cache-Control", "no-store") // it holds the secret
	_, err = w.Write(png)
	return err
}

func (p *Pages) removeTOTP(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	if err := p.cfg.Accounts.RemoveTOTP(r.Context(), proof(r, who)); err != nil {
		return p.securityRefused(w, r, who, err)
	}
	return p.securityDone(w, r, who, nil, ui.T(r.Context(), "auth.security.app.removed"))
}

func (p *Pages) regenerateRecovery(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	codes, err := p.cfg.Accounts.RegenerateRecoveryCodes(r.Context(), proof(r, who))
	if err != nil {
		return p.securityRefused(w, r, who, err)
	}
	return p.securityDone(w, r, who, codes, ui.T(r.Context(), "auth.security.recovery.made"))
}
