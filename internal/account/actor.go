package account

import (
	"context"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Kind says which side of the market an account is on. An account has one kind; admission makes a buyer a seller.
type Kind string

// The kinds. A seller may do everything that a buyer may.
const (
	Buyer    Kind = "buyer"
	Seller   Kind = "seller"
	Operator Kind = "operator"
)

// Kinds are all kinds.
func Kinds() []Kind { return []Kind{Buyer, Seller, Operator} }

// Valid reports whether k is one of the kinds.
func (k Kind) Valid() bool { return k == Buyer || k == Seller || k == Operator }

// Verified is how an account proved its real name.
type Verified string

// The ways (business-rules 2.1 step 2); "" is not at all.
const (
	VerifiedPersonal   Verified = "personal"
	VerifiedEnterprise Verified = "enterprise"
)

// Actor is who does something: the signed-in person of a page, or the holder of an API token or access key. It acts for
// an account: what is bought, sold and paid belongs to that one.
type Actor struct {
	ID       string // "acc_…": the account that it acts for; whose things it sees and changes
	UserID   string // "acc_…": the person; equal to ID for the main account, otherwise one of its sub-users
	Kind     Kind
	Name     string // of the person
	Lang     string // "zh" or "en"
	Country  string // where the account is registered, ISO 3166-1
	Verified Verified
	may      permissionSet
	first    bool // an operator who has not chosen a password: nothing of an operator's is allowed
	bare     bool // an operator without a second factor: neither

	pagesOnly bool  // a sub-user without programmatic access
	scoped    bool  // by an API token that names what it may do
	until     int64 // when the API token runs out; 0 for ever
}

// secured takes from an operator who has the password that an administrator made, or no second factor, everything but its
// own account, where it can choose the one and set up the other.
func (a Actor) secured(person Account) Actor {
	if person.Kind != Operator {
		return a
	}
	a.first, a.bare = !person.FirstUntil.IsZero(), !person.SecondFactor
	if a.first || a.bare {
		a.may = permissionSet{}
		a.may.add(SignedIn)
	}
	return a
}

// unsecured is what an operator has to do first; nil when nothing.
func (a Actor) unsecured() error {
	switch {
	case a.first:
		return ErrFirstPassword
	case a.bare:
		return ErrSecondFactorNeeded
	}
	return nil
}

// Main reports whether it is the main account itself and not one of its sub-users.
func (a Actor) Main() bool { return a.UserID == a.ID || a.UserID == "" }

// May returns nil when the actor has the permission, ErrUnauthenticated for nobody, ErrFirstPassword and
// ErrSecondFactorNeeded for an operator who has to choose a password or set up a second factor, and ErrForbidden otherwise.
// It asks nobody: what an actor may do was read together with who it is, at most CacheFor ago.
func (a Actor) May(p Permission) error {
	switch {
	case p == Public:
		return nil
	case a.ID == "":
		return ErrUnauthenticated
	case a.may.has(p):
		return nil
	case a.unsecured() != nil && p.Info().Side == Operator:
		return a.unsecured()
	}
	return ErrForbidden
}

// Can is May for menus and buttons.
func (a Actor) Can(p Permission) bool { return a.May(p) == nil }

// As is the actor on one side of the market: a seller who looks at what it bought acts as a buyer. Only a seller has two
// sides; for all others it changes nothing.
func (a Actor) As(side Kind) Actor {
	if a.Kind == Seller && side == Buyer {
		a.Kind = Buyer
	}
	return a
}

// Is returns nil when the actor is of one of the kinds, ErrUnauthenticated for nobody, ErrFirstPassword and
// ErrSecondFactorNeeded as May, and ErrForbidden otherwise. A seller is a buyer too.
func (a Actor) Is(kinds ...Kind) error {
	if a.ID == "" {
		return ErrUnauthenticated
	}
	for _, k := range kinds {
		if a.Kind == k || k == Buyer && a.Kind == Seller {
			return a.unsecured()
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
