package catalog

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/storage"
)

// UserGrants returns the ids of the products that a sub-user works with, to its main account. Errors: ErrUserNotFound,
// ErrForbidden for a sub-user.
func (s *Service) UserGrants(ctx context.Context, actor account.Actor, userID string) ([]string, error) {
	if err := s.knows(ctx, actor, userID); err != nil {
		return nil, err
	}
	return listUserGrants(ctx, s.db.Reader(), userID)
}

// SetUserGrantsInput names the products that a sub-user may work with.
type SetUserGrantsInput struct {
	Actor    account.Actor // the main account
	UserID   string
	Products []string // ids; none takes every grant back
}

// SetUserGrants grants exactly these products to a sub-user, at once and on all nodes: SetGrants from the other side
// (business-rules 2.9). Errors: the field error "products", ErrUserNotFound, ErrNotASeller, ErrForbidden.
func (s *Service) SetUserGrants(ctx context.Context, in SetUserGrantsInput) error {
	if err := s.knows(ctx, in.Actor, in.UserID); err != nil {
		return err
	}
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return err
	}
	wanted := slices.Clone(in.Products)
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		all, err := listOwnIDs(ctx, tx, own.ID)
		if err != nil {
			return err
		}
		if len(without(wanted, all)) > 0 {
			var f apperr.Fields
			f.Add("products", ErrProductNotFound)
			return f.Err()
		}
		before, err := lockUserGrants(ctx, tx, in.UserID, wanted)
		if err != nil || slices.Equal(before, wanted) {
			return err
		}
		for _, id := range without(wanted, before) {
			if err := insertGrant(ctx, tx, id, in.UserID); err != nil {
				return err
			}
		}
		for _, id := range without(before, wanted) {
			if err := deleteGrant(ctx, tx, id, in.UserID); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, audit.Change{Action: didGrantUser, AccountID: in.Actor.ID, Object: in.UserID,
			Before: map[string]any{"products": before}, After: map[string]any{"products": wanted}})
	})
}

// lockUserGrants returns what a sub-user works with, after it locked those products and the wanted ones, always in the same
// order: whoever grants one of them at the same time comes before or after.
func lockUserGrants(ctx context.Context, tx *storage.Tx, userID string, wanted []string) ([]string, error) {
	has, err := listUserGrants(ctx, tx, userID)
	if err != nil {
		return nil, err
	}
	touched := slices.Concat(has, wanted)
	slices.Sort(touched)
	for _, id := range slices.Compact(touched) {
		if err := lockProduct(ctx, tx, id); err != nil {
			return nil, err
		}
	}
	return listUserGrants(ctx, tx, userID)
}

// without are the ids of list that are not in other, which is sorted.
func without(list, other []string) (rest []string) {
	for _, id := range list {
		if _, found := slices.BinarySearch(other, id); !found {
			rest = append(rest, id)
		}
	}
	return rest
}

// knows lets the main account of a sub-user through.
func (s *Service) knows(ctx context.Context, actor account.Actor, userID string) error {
	users, err := s.people.Users(ctx, actor)
	if err == nil && !isOf(users, userID) {
		err = account.ErrUserNotFound
	}
	return err
}
