package auth

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

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
	tokens, err := p.cfg.Accounts.ListTokens(r.Context(), me(r).UserID)
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
	tok, plain, err := p.cfg.Accounts.CreateToken(r.Context(), account.CreateTokenInput{Actor: me(r),
		Name: r.PostForm.Get("name"), Scopes: r.PostForm["scopes"], Expires: expiry(ui.ViewOf(r.Context()).Now, r.PostForm.Get("expires"))})
	switch {
	case err != nil && (refused(err) || errors.Is(err, account.ErrProgrammaticOff)):
		p.drawTokens(w, r, tokenList{values: r.PostForm, err: err})
	case err != nil:
		p.fail(w, r, err)
	default:
		w.Header().Set("Cache-Control", "no-store")
		p.drawTokens(w, r, tokenList{fresh: tok, plain: plain.Reveal()})
	}
}

func (p *Pages) revokeToken(w http.ResponseWriter, r *http.Request) {
	if err := p.cfg.Accounts.RevokeToken(r.Context(), me(r).UserID, r.PathValue("id")); err != nil {
		p.fail(w, r, err)
		return
	}
	ui.SetFlash(w, r, ui.Success, ui.T(r.Context(), "auth.tokens.revoked"))
	ui.Redirect(w, r, "/account/tokens")
}

// never is the choice of a token that works for ever.
const never = "never"

// lives are the choices of how many days a token works.
func lives() []string { return []string{"30", "90", "365", never} }

// expiry is when a token that works so many days runs out: the zero time for never, and now, which is refused, for what
// is not offered. A choice that cannot be read must not make a token that works for ever.
func expiry(now time.Time, days string) time.Time {
	n, err := strconv.Atoi(days)
	switch {
	case days == never:
		return time.Time{}
	case err != nil || !slices.Contains(lives(), days):
		return now
	}
	return now.Add(time.Duration(n) * 24 * time.Hour)
}

// lifeOptions are the lives with their names.
func lifeOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, days := range lives() {
		label := ui.T(ctx, "auth.tokens.expires.days", "n", days)
		if days == never {
			label = ui.T(ctx, "auth.tokens.expires.never")
		}
		out = append(out, ui.Option{Value: days, Label: label})
	}
	return out
}

// scopeOptions are what the person may give to a token.
func scopeOptions(ctx context.Context) []ui.Option {
	who, _ := account.ActorFrom(ctx)
	var out []ui.Option
	for _, p := range who.Scopes() {
		if !p.Planned {
			out = append(out, ui.Option{Value: p.Code, Label: scopeName(ctx, p)})
		}
	}
	return out
}

// scopeName says what a token may do; these two permissions are named after who has them.
func scopeName(ctx context.Context, p account.PermissionInfo) string {
	switch p.Permission {
	case account.SignedIn:
		return ui.T(ctx, "auth.tokens.scope.own")
	case account.MainUser:
		return ui.T(ctx, "auth.tokens.scope.main")
	}
	return ui.In(ctx, p.Name)
}
