package catalog

import (
	"context"
	"errors"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// People knows the sub-users of a main account.
type People interface {
	Users(ctx context.Context, main account.Actor) ([]account.User, error)
}

// bounded is the sub-user whose grants decide what it sees of its seller's products; "" for a main account and for
// operators, who need none (business-rules 2.9).
func bounded(actor account.Actor) string {
	if actor.Main() || actor.Kind == account.Operator {
		return ""
	}
	return actor.UserID
}

// granted wants products that the actor may work with.
func (c *conditions) granted(column string, actor account.Actor) {
	if user := bounded(actor); user != "" {
		c.parts = append(c.parts, column+" IN (SELECT product_id FROM catalog_grants WHERE user_id = "+c.arg(user)+")")
	}
}

// checkGrant is missing for a product that the actor has no grant of: it does not learn that there is one.
func checkGrant(ctx context.Context, q storage.Querier, actor account.Actor, productID string, missing error) error {
	user := bounded(actor)
	if user == "" {
		return nil
	}
	ok, err := hasGrant(ctx, q, productID, user)
	if err == nil && !ok {
		err = missing
	}
	return err
}

// seen is a product of the seller (any for "") that the actor may work with, or ErrProductNotFound.
func seen(ctx context.Context, q storage.Querier, actor account.Actor, productID, sellerID string) (ProductRow, error) {
	p, err := getProduct(ctx, q, productID, sellerID)
	if err == nil {
		err = checkGrant(ctx, q, actor, p.ID, ErrProductNotFound)
	}
	return p, err
}

// Granted are the ids of the products that a sub-user may work with; all is true for who needs no grants. The rooms that
// know orders and calls by their product ask.
func (s *Service) Granted(ctx context.Context, actor account.Actor) (ids []string, all bool, err error) {
	user := bounded(actor)
	if user == "" {
		return nil, true, nil
	}
	ids, err = listGranted(ctx, s.db.Reader(), user)
	return ids, false, err
}

// Grants returns the ids of the sub-users that a product is granted to, to the main account of its seller. A sub-user that
// was removed is left out, so that the list can be given back to SetGrants. Errors: ErrProductNotFound, ErrForbidden for a
// sub-user.
func (s *Service) Grants(ctx context.Context, actor account.Actor, productID string) ([]string, error) {
	if err := s.mayGrant(ctx, s.db.Reader(), actor, productID); err != nil {
		return nil, err
	}
	known, err := s.people.Users(ctx, actor)
	if err != nil {
		return nil, err
	}
	ids, err := listGrants(ctx, s.db.Reader(), productID)
	return slices.DeleteFunc(ids, func(id string) bool { return !isOf(known, id) }), err
}

func isOf(users []account.User, id string) bool {
	return slices.ContainsFunc(users, func(u account.User) bool { return u.ID == id })
}

// SetGrantsInput names the sub-users that may work with a product.
type SetGrantsInput struct {
	Actor     account.Actor // the main account
	ProductID string
	Users     []string // ids; none takes every grant back
}

// SetGrants grants a product to exactly these sub-users, at once and on all nodes (business-rules 2.9). Errors: the field
// error "users", ErrProductNotFound, ErrForbidden for a sub-user.
func (s *Service) SetGrants(ctx context.Context, in SetGrantsInput) error {
	if err := s.mayGrant(ctx, s.db.Reader(), in.Actor, in.ProductID); err != nil {
		return err
	}
	users := slices.Clone(in.Users)
	slices.Sort(users)
	users = slices.Compact(users)
	known, err := s.people.Users(ctx, in.Actor)
	if err != nil {
		return err
	}
	for _, id := range users {
		if !isOf(known, id) {
			var f apperr.Fields
			f.Add("users", account.ErrUserNotFound)
			return f.Err()
		}
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := lockProduct(ctx, tx, in.ProductID); err != nil { // two savings come one after the other
			return err
		}
		before, err := listGrants(ctx, tx, in.ProductID)
		if err != nil || slices.Equal(before, users) {
			return err
		}
		if err := replaceGrants(ctx, tx, in.ProductID, users); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didSetGrants, AccountID: in.Actor.ID, Object: in.ProductID,
			Before: map[string]any{"users": before}, After: map[string]any{"users": users}})
	})
}

// mayGrant lets the main account of the product's seller through. Who is no seller has no products.
func (s *Service) mayGrant(ctx context.Context, q storage.Querier, actor account.Actor, productID string) error {
	if err := actor.May(account.MainUser); err != nil {
		return err
	}
	own, err := s.own(ctx, actor)
	if errors.Is(err, account.ErrForbidden) || errors.Is(err, ErrNotASeller) {
		return ErrProductNotFound
	}
	if err != nil {
		return err
	}
	_, err = getProduct(ctx, q, productID, own.ID)
	return err
}
