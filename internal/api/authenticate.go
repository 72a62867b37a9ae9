package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

// authenticate lets those through who have a permission that the operation names; a public one everybody. A token that is
// sent must hold in any case.
func (s *server) authenticate(op operation) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		actor, err := s.bearer(ctx.Context(), ctx.Header("Authorization"))
		if err == nil && !op.public() {
			actor, err = admit(actor, op, account.Kind(ctx.Header(sideHeader)))
		}
		if err != nil {
			_, w := humago.Unwrap(ctx)
			refuse(w, langOf(ctx.Context()), s.problem(ctx.Context(), err))
			return
		}
		c := audit.WithOrigin(ctx.Context(), audit.Origin{AccountID: actor.ID, UserID: actor.UserID, Name: actor.Name,
			Via: audit.ViaAPI, Address: s.Address(ctx.Context()), Agent: ctx.Header("User-Agent")})
		if actor.ID != "" {
			c = account.WithActor(c, actor)
		}
		ctx = huma.WithContext(ctx, c)
		next(ctx)
	}
}

// admit returns the actor on the side on which it calls: the only one that it may, the one that it asks for, or its own.
func admit(actor account.Actor, op operation, asked account.Kind) (account.Actor, error) {
	if actor.ID == "" {
		return actor, account.ErrUnauthenticated
	}
	side, found, refusal := account.Kind(""), false, account.ErrForbidden
	for _, p := range op.needs {
		if err := actor.May(p); err != nil {
			for _, first := range []*apperr.Error{account.ErrFirstPassword, account.ErrSecondFactorNeeded} {
				if errors.Is(err, first) {
					refusal = first
				}
			}
			continue
		}
		if of := p.Info().Side; !found || of == asked || of == actor.Kind && side != asked {
			side, found = of, true
		}
	}
	if !found || asked != "" && side != "" && side != asked && actor.Kind != account.Operator {
		return actor, refusal
	}
	return actor.As(side), nil
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
