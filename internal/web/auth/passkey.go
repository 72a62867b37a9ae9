package auth

import (
	"encoding/json"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// A ceremony has two requests. The first is made by passkey.js and answers with the question as JSON, or with
// {"error": text}. The second is an ordinary form that carries the browser's answer, and gets a page.

// ask keeps the ceremony in the session and answers with its question.
func (p *Pages) ask(w http.ResponseWriter, r *http.Request, c account.Ceremony, err error) error {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	if err != nil {
		e := apperr.Of(err)
		if e.Kind == apperr.Internal {
			p.cfg.Log.ErrorContext(r.Context(), "passkey", "path", r.URL.Path, "error", err)
		}
		w.WriteHeader(ui.StatusOf(err))
		return json.NewEncoder(w).Encode(map[string]string{"error": textOf(r, err)})
	}
	p.sessions.Put(r.Context(), sessionCeremony, c.ID)
	_, err = w.Write(c.Options)
	return err
}

// textOf is what is wrong, for a person: the text of the field that is, or of the whole.
func textOf(r *http.Request, err error) string {
	for _, name := range []string{"proof", "name", "code"} {
		if e := apperr.FieldsOf(err)[name]; e != nil {
			return e.Text(ui.Lang(r.Context()))
		}
	}
	return apperr.Of(err).Text(ui.Lang(r.Context()))
}

// answer is the browser's answer in a posted form.
func answer(r *http.Request) []byte {
	text := r.PostForm.Get("answer")
	if len(text) > account.MaxAnswer {
		return nil
	}
	return []byte(text)
}

func (p *Pages) askLogin(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	c, err := p.cfg.Accounts.AskPasskey(r.Context())
	if err == nil && p.sessions.GetString(r.Context(), account.SessionAccount) == "" {
		p.sessions.SetDeadline(r.Context(), clock.Wall().Add(ceremonyFor))
	}
	return p.ask(w, r, c, err)
}

func (p *Pages) loginByPasskey(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	next := door.LocalPath(r.PostForm.Get("next"))
	acc, err := p.cfg.Accounts.LoginByPasskey(r.Context(), account.PasskeyAnswer{
		CeremonyID: p.sessions.PopString(r.Context(), sessionCeremony), Answer: answer(r)})
	if err != nil && refused(err) {
		ui.Render(w, r, ui.StatusOf(err), loginPage(loginForm{next: next, err: err, demo: p.cfg.Demo, domain: p.cfg.Accounts.PasskeyDomain()}))
		return nil
	}
	if err != nil {
		return err
	}
	return p.land(w, r, account.SignIn{Account: acc, Way: account.ByPasskey}, next)
}

func (p *Pages) askSecond(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
	c, err := p.cfg.Accounts.AskSecond(r.Context(), p.pending(r))
	return p.ask(w, r, c, err)
}

func (p *Pages) askNewPasskey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	c, err := p.cfg.Accounts.BeginPasskey(r.Context(), account.ProofInput{UserID: who.UserID, Proof: secret.Text(r.PostForm.Get("proof"))})
	return p.ask(w, r, c, err)
}

func (p *Pages) addPasskey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	pk, codes, err := p.cfg.Accounts.AddPasskey(r.Context(), account.AddPasskeyInput{UserID: who.UserID, Name: r.PostForm.Get("name"),
		CeremonyID: p.sessions.GetString(r.Context(), sessionCeremony), Answer: answer(r), Session: p.sessions.Token(r.Context())})
	if err != nil {
		return p.securityRefused(w, r, who, err)
	}
	return p.securityDone(w, r, who, codes, ui.T(r.Context(), "auth.security.passkey.added", "name", pk.Name))
}

func (p *Pages) renamePasskey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	_, err := p.cfg.Accounts.RenamePasskey(r.Context(), account.RenamePasskeyInput{UserID: who.UserID, ID: r.PathValue("id"), Name: r.PostForm.Get("name")})
	if err != nil {
		return p.securityRefused(w, r, who, err)
	}
	return p.securityDone(w, r, who, nil, ui.T(r.Context(), "auth.security.passkey.renamed"))
}

func (p *Pages) deletePasskey(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	err := p.cfg.Accounts.DeletePasskey(r.Context(), account.DeletePasskeyInput{UserID: who.UserID, ID: r.PathValue("id"),
		Proof: secret.Text(r.PostForm.Get("proof"))})
	if err != nil {
		return p.securityRefused(w, r, who, err)
	}
	return p.securityDone(w, r, who, nil, ui.T(r.Context(), "auth.security.passkey.deleted"))
}
