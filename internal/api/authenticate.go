package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/souk-market/souk/internal/account"
)

// authenticate lets only the kinds through; without any, everybody. A token that is sent must hold in any case.
func (s *server) authenticate(kinds []account.Kind) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		actor, err := s.bearer(ctx.Context(), ctx.Header("Authorization"))
		if err == nil && len(kinds) > 0 {
			err = actor.Is(kinds...)
		}
		if err != nil {
			_, w := humago.Unwrap(ctx)
			refuse(w, langOf(ctx.Context()), s.problem(ctx.Context(), err))
			return
		}
		if actor.ID != "" {
			ctx = huma.WithContext(ctx, account.WithActor(ctx.Context(), actor))
		}
		next(ctx)
	}
}

// bearer returns who holds the token of an Authorization header; nobody without one (RFC 6750).
func (s *server) bearer(ctx context.Context, header string) (account.Actor, error) {
	if header == "" {
		return account.Actor{}, nil
	}
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return account.Actor{}, account.ErrUnauthenticated
	}
	return s.Accounts.Authenticate(ctx, strings.TrimSpace(token))
}

// actor is who calls.
func actor(ctx context.Context) account.Actor {
	a, _ := account.ActorFrom(ctx)
	return a
}

// NoStore is the header of an answer that holds a secret.
type NoStore struct {
	CacheControl string `header:"Cache-Control" hidden:"true"`
}

func noStore() NoStore { return NoStore{"no-store"} }

// methods of the operations, shorter to read in a table.
const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	remove = http.MethodDelete
)
