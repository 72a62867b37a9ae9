package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

// TokenView is an API token without its secret.
type TokenView struct {
	ID        string     `json:"id" example:"tok_01kb3v0000000000000000000"`
	Name      string     `json:"name"`
	Hint      string     `json:"hint" doc:"The last four characters of the secret."`
	CreatedAt time.Time  `json:"created_at"`
	LastUsed  *time.Time `json:"last_used,omitempty" doc:"To the minute."`
	Scopes    []string   `json:"scopes" doc:"Codes of permissions: what it may do at most. Empty: all that you may do."`
	ExpiresAt *time.Time `json:"expires_at,omitempty" doc:"Refused from then on. Left out: never."`
}

type newTokenView struct {
	TokenView
	Secret string `json:"secret" doc:"Shown here and never again."`
}

type newTokenOutput struct {
	NoStore
	Body newTokenView
}

type newTokenInput struct {
	Body struct {
		Name      string     `json:"name" maxLength:"1000" doc:"For you, to tell your tokens apart."`
		Scopes    []string   `json:"scopes" required:"false" maxItems:"200" doc:"Codes of permissions that you have; left out: all that you may do, now and later."`
		ExpiresAt *time.Time `json:"expires_at" required:"false" doc:"Left out: never."`
	}
}

func tokenOf(t account.Token) TokenView {
	return TokenView{t.ID, t.Name, t.Hint, t.CreatedAt.UTC(), timeOrNil(t.LastUsed), append([]string{}, t.Scopes...), timeOrNil(t.Expires)}
}

func (s *server) tokens() {
	register(s, operation{id: "list-tokens", method: get, path: "/me/tokens", tag: tagAccount, summary: "List API tokens",
		description: "The newest first, without their secrets.", needs: need(account.SignedIn), service: []string{"account.ListTokens"}},
		func(ctx context.Context, _ *none) (*listOutput[TokenView], error) {
			tokens, err := s.Accounts.ListTokens(ctx, actor(ctx).UserID)
			return listed(page.Of[account.Token]{Items: tokens}, tokenOf), err
		})
	register(s, operation{id: "create-token", method: post, path: "/me/tokens", tag: tagAccount, summary: "Create an API token",
		description: "The secret is in this answer and never shown again. A token with scopes makes only tokens within them; one that runs out, none that live longer.", needs: need(account.SignedIn), service: []string{"account.CreateToken"},
		status: http.StatusCreated, errors: []*apperr.Error{account.ErrNameRequired, account.ErrNameTooLong, account.ErrNameForm, account.ErrTokenNameTaken,
			account.ErrTooManyTokens, account.ErrAccountNotFound, account.ErrScopeUnknown, account.ErrExpiryPast}},
		func(ctx context.Context, in *newTokenInput) (*newTokenOutput, error) {
			made := account.CreateTokenInput{Actor: actor(ctx), Name: in.Body.Name, Scopes: in.Body.Scopes}
			if in.Body.ExpiresAt != nil {
				made.Expires = *in.Body.ExpiresAt
			}
			t, secret, err := s.Accounts.CreateToken(ctx, made)
			if err != nil {
				return nil, err
			}
			return &newTokenOutput{noStore(), newTokenView{tokenOf(t), secret.Reveal()}}, nil
		})
	register(s, operation{id: "revoke-token", method: remove, path: "/me/tokens/{id}", tag: tagAccount, summary: "Revoke an API token",
		description: "It may be the one that you call with.", needs: need(account.SignedIn), service: []string{"account.RevokeToken"},
		errors: []*apperr.Error{account.ErrTokenNotFound}},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Accounts.RevokeToken(ctx, actor(ctx).UserID, in.ID)
		})
}
