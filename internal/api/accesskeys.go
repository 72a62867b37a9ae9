package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

// AccessKeyView is an access key without its secret.
type AccessKeyView struct {
	AccessKey   string     `json:"access_key" doc:"The AK: 20 characters."`
	Description string     `json:"description,omitempty"`
	State       string     `json:"state" enum:"active,disabled"`
	CreatedAt   time.Time  `json:"created_at"`
	LastUsed    *time.Time `json:"last_used,omitempty" doc:"To the minute."`
}

func accessKeyOf(k account.AccessKey) AccessKeyView {
	return AccessKeyView{k.AK, k.Description, string(k.State), k.CreatedAt.UTC(), timeOrNil(k.LastUsed)}
}

type newAccessKeyView struct {
	AccessKeyView
	SecretKey string `json:"secret_key" doc:"The SK: 40 characters. Shown here and never again."`
}

type newAccessKeyOutput struct {
	NoStore
	Body newAccessKeyView
}

type newAccessKeyInput struct {
	Body struct {
		Description string `json:"description" required:"false" maxLength:"1000" doc:"For you, to tell your keys apart."`
	}
}

func (s *server) accessKeys() {
	mine := need(account.SignedIn)
	gone := []*apperr.Error{account.ErrAccessKeyNotFound}
	register(s, operation{id: "list-access-keys", method: get, path: "/me/access-keys", tag: tagAccount, summary: "List access keys",
		description: "Your own, the newest first, without their secrets.", needs: mine, service: []string{"account.AccessKeys"}},
		func(ctx context.Context, _ *none) (*listOutput[AccessKeyView], error) {
			keys, err := s.Accounts.AccessKeys(ctx, actor(ctx))
			return listed(page.Of[account.AccessKey]{Items: keys}, accessKeyOf), err
		})
	register(s, operation{id: "create-access-key", method: post, path: "/me/access-keys", tag: tagAccount, summary: "Create an access key",
		description: "AK and SK for signing calls of the open APIs; two at most. A token with scopes or an expiry makes none.", needs: mine,
		service: []string{"account.CreateAccessKey"}, status: http.StatusCreated,
		errors: []*apperr.Error{account.ErrNameTooLong, account.ErrNameForm, account.ErrTooManyAccessKeys, account.ErrAccountNotFound, account.ErrForbidden}},
		func(ctx context.Context, in *newAccessKeyInput) (*newAccessKeyOutput, error) {
			k, sk, err := s.Accounts.CreateAccessKey(ctx, actor(ctx), in.Body.Description)
			if err != nil {
				return nil, err
			}
			return &newAccessKeyOutput{noStore(), newAccessKeyView{accessKeyOf(k), sk.Reveal()}}, nil
		})
	register(s, operation{id: "enable-access-key", method: post, path: "/me/access-keys/{id}/enable", tag: tagAccount, summary: "Switch an access key on",
		description: "The id is the AK.", needs: mine, service: []string{"account.EnableAccessKey"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Accounts.EnableAccessKey(ctx, actor(ctx), in.ID)
		})
	register(s, operation{id: "disable-access-key", method: post, path: "/me/access-keys/{id}/disable", tag: tagAccount, summary: "Switch an access key off",
		description: "Its signatures are refused from now on. The id is the AK.", needs: mine, service: []string{"account.DisableAccessKey"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Accounts.DisableAccessKey(ctx, actor(ctx), in.ID)
		})
	register(s, operation{id: "delete-access-key", method: remove, path: "/me/access-keys/{id}", tag: tagAccount, summary: "Delete an access key",
		description: "For good. The id is the AK.", needs: mine, service: []string{"account.DeleteAccessKey"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Accounts.DeleteAccessKey(ctx, actor(ctx), in.ID)
		})
}
