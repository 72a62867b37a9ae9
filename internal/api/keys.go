package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
)

// KeyView is an interface key without its secret.
type KeyView struct {
	ID          string     `json:"id" example:"key_01kb3v0000000000000000000"`
	Kind        string     `json:"kind" enum:"basic"`
	State       string     `json:"state" enum:"pending,active,retired"`
	Hint        string     `json:"hint" doc:"The last four characters of the secret."`
	CreatedAt   time.Time  `json:"created_at"`
	ActivatedAt *time.Time `json:"activated_at,omitempty"`
	RetiredAt   *time.Time `json:"retired_at,omitempty"`
}

type newKeyView struct {
	KeyView
	Secret string `json:"secret" doc:"Shown here and never again."`
}

type newKeyOutput struct {
	NoStore
	Body newKeyView
}

func keyOf(k call.Key) KeyView {
	return KeyView{k.ID, k.Kind, k.State, k.Hint, k.CreatedAt.UTC(), timeOrNil(k.ActivatedAt), timeOrNil(k.RetiredAt)}
}

func (s *server) keys() {
	moved := []*apperr.Error{call.ErrKeyNotFound, call.ErrKeyState, seller.ErrSellerNotFound}
	register(s, operation{id: "list-keys", method: get, path: "/keys", tag: tagCalls, summary: "List interface keys",
		description: "The newest first, without their secrets.", needs: need(account.SellerKeys), service: []string{"call.Keys"}, errors: []*apperr.Error{seller.ErrSellerNotFound}},
		func(ctx context.Context, _ *none) (*listOutput[KeyView], error) {
			keys, err := s.Calls.Keys(ctx, actor(ctx))
			return listed(page.Of[call.Key]{Items: keys}, keyOf), err
		})
	register(s, operation{id: "create-key", method: post, path: "/keys", tag: tagCalls, summary: "Create an interface key",
		description: "The secret is in this answer and never shown again. A seller's first key is active at once; a further one waits until it is activated, so that your server can learn it first.",
		needs:       need(account.SellerKeys), service: []string{"call.CreateKey"}, errors: []*apperr.Error{call.ErrKeyPendingExists, seller.ErrSellerNotFound}, status: http.StatusCreated},
		func(ctx context.Context, _ *none) (*newKeyOutput, error) {
			k, secret, err := s.Calls.CreateKey(ctx, actor(ctx))
			if err != nil {
				return nil, err
			}
			return &newKeyOutput{noStore(), newKeyView{keyOf(k), secret.Reveal()}}, nil
		})
	register(s, operation{id: "activate-key", method: post, path: "/keys/{id}/activate", tag: tagCalls, summary: "Activate an interface key",
		description: "It signs every call from now on; the one before is retired.", needs: need(account.SellerKeys), service: []string{"call.ActivateKey"}, errors: moved},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Calls.ActivateKey(ctx, actor(ctx), in.ID)
		})
	register(s, operation{id: "discard-key", method: post, path: "/keys/{id}/discard", tag: tagCalls, summary: "Discard a waiting interface key",
		description: "It was never used.", needs: need(account.SellerKeys), service: []string{"call.DiscardKey"}, errors: moved},
		func(ctx context.Context, in *IDInput) (*none, error) {
			return nil, s.Calls.DiscardKey(ctx, actor(ctx), in.ID)
		})
}
