package account

import (
	"context"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Kind says which side of the market an account is on. An account has one kind.
type Kind string

// The kinds.
const (
	Buyer    Kind = "buyer"
	Seller   Kind = "seller"
	Operator Kind = "operator"
)

// Kinds are all kinds.
func Kinds() []Kind { return []Kind{Buyer, Seller, Operator} }

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return k == Buyer || k == Seller || k == Operator }

// Actor is who does something: the signed-in account of a page, or the holder of an API token.
type Actor struct {
	ID   string // "acc_…"
	Kind Kind
	Name string
	Lang string // "zh" or "en"
}

// Is returns nil when the actor is of one of the kinds, ErrUnauthenticated for nobody, and ErrForbidden otherwise.
func (a Actor) Is(kinds ...Kind) error {
	if a.ID == "" {
		return ErrUnauthenticated
	}
	for _, k := range kinds {
		if a.Kind == k {
			return nil
		}
	}
	return ErrForbidden
}

// In picks the language of a bilingual text that the actor reads.
func (a Actor) In(t i18n.Text) string { return t.In(a.Lang) }

type actorKey struct{}

// WithActor returns a context in which a acts.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom returns who acts; ok is false when nobody is signed in.
func ActorFrom(ctx context.Context) (a Actor, ok bool) {
	a, ok = ctx.Value(actorKey{}).(Actor)
	return a, ok && a.ID != ""
}

// Require returns who acts when it is one of the kinds; otherwise ErrUnauthenticated or ErrForbidden.
func Require(ctx context.Context, kinds ...Kind) (Actor, error) {
	a, _ := ActorFrom(ctx)
	return a, a.Is(kinds...)
}
