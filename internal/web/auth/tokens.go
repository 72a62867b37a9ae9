package auth

import (
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/ui"
)

// tokenList is the page of API tokens.
type tokenList struct {
	tokens []account.Token
	fresh  account.Token // just made, with its secret in plain
	plain  string
	values url.Values
	err    error
}

func (p *Pages) showTokens(w http.ResponseWriter, r *http.Request) {
	p.drawTokens(w, r, tokenList{})
}

func (p *Pages) drawTokens(w http.ResponseWriter, r *http.Request, l tokenList) {
	tokens, err := p.cfg.Accounts.ListTokens(r.Context(), me(r).ID)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	l.tokens = tokens
	ui.Render(w, r, ui.StatusOf(l.err), tokensPage(l))
}

// createToken answers with the page itself and not with a redirect: the secret must not be kept anywhere to be shown by
// another request. Sending the form again makes no second token, because the name is taken then.
func (p *Pages) createToken(w http.ResponseWriter, r *http.Request) {
	if !p.form(w, r) {
		return
	}
	tok, plain, err := p.cfg.Accounts.CreateToken(r.Context(), account.CreateTokenInput{AccountID: me(r).ID, Name: r.PostForm.Get("name")})
	switch {
	case err != nil && refused(err):
		p.drawTokens(w, r, tokenList{values: r.PostForm, err: err})
	case err != nil:
		p.fail(w, r, err)
	default:
		w.Header().Set("Cache-Control", "no-store")
		p.drawTokens(w, r, tokenList{fresh: tok, plain: plain.Reveal()})
	}
}

func (p *Pages) revokeToken(w http.ResponseWriter, r *http.Request) {
	if err := p.cfg.Accounts.RevokeToken(r.Context(), me(r).ID, r.PathValue("id")); err != nil {
		p.fail(w, r, err)
		return
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.tokens.revoked"))
	ui.Redirect(w, r, "/account/tokens")
}
