package salesrule

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
)

// List is what a list of named customers is for.
type List string

// The lists. A target has one for the product and one for each spec; a trial one for each spec; credit two for the product.
const (
	ListTarget List = "target"
	ListTrial  List = "trial"
	ListCash   List = "credit_cash"
	ListLine   List = "credit_line"
)

// Of names one list of a product; SpecID is empty for the product's.
type Of struct {
	List   List
	SpecID string
}

// lists are those on which a buyer is.
type lists map[Of]bool

// needs is the permission to work with a list.
func (l List) needs() account.Permission {
	if l == ListCash || l == ListLine {
		return account.SellerCredit
	}
	return account.SellerSalesConfig
}

// check refuses a list that the product does not have.
func (o Of) check(p Product) error {
	offered, sold := p.Spec(o.SpecID)
	switch {
	case o.SpecID != "" && !sold:
		return ErrSpecNotFound
	case o.List == ListTarget:
		return nil
	case o.List == ListTrial:
		switch {
		case !sold:
			return ErrSpecNotFound
		case !offered.Trial:
			return fieldError("spec", ErrNoTrial.With("name", offered.Name))
		}
		return nil
	case (o.List == ListCash || o.List == ListLine) && o.SpecID == "":
		if !p.Joint {
			return ErrCreditJoint
		}
		return nil
	}
	return fieldError("list", ErrChoice)
}

func fieldError(name string, e *apperr.Error) error {
	var f apperr.Fields
	f.Add(name, e)
	return f.Err()
}

// Named is a customer on a list.
type Named struct {
	ID        string // of its account
	Name      string // as the seller gave it
	AddedAt   time.Time
	AddedName string // who added it
}

// MaxUsers is the most customers of one list (our choice).
const MaxUsers = 10_000

// UsersInput names a list of a product.
type UsersInput struct {
	Actor     account.Actor
	ProductID string
	Of
}

// ListUsers lists the customers of a list by the ids of their accounts; text is a part of an id or a name. Errors:
// ErrProductNotFound, ErrSpecNotFound, bad_cursor, field errors of list and spec.
func (s *Service) ListUsers(ctx context.Context, in UsersInput, text string, r page.Request) (page.Of[Named], error) {
	d, err := s.open(ctx, in.Actor, in.List.needs(), in.ProductID)
	if err != nil {
		return page.Of[Named]{}, err
	}
	if err := in.Of.check(d.product); err != nil && !errors.Is(err, ErrCreditJoint) { // a general product has nobody on it
		return page.Of[Named]{}, err
	}
	return listUsers(ctx, s.d.DB.Reader(), in, text, r)
}

// AddUsers puts customers on a list, and returns how many were not there before: it holds for them at once (business-rules 5.2,
// 5.3, 5.5). All of them or, when one is unknown, none. Errors: field errors of users, list and spec, ErrProductNotFound,
// ErrSpecNotFound, ErrCreditJoint, ErrNotSelling.
func (s *Service) AddUsers(ctx context.Context, in UsersInput, users []promo.User) (int, error) {
	d, err := s.open(ctx, in.Actor, in.List.needs(), in.ProductID)
	if err != nil {
		return 0, err
	}
	if err := in.Of.check(d.product); err != nil {
		return 0, err
	}
	if len(users) == 0 || len(users) > promo.MaxNamed {
		return 0, fieldError("users", promo.ErrUsersMissing.With("max", promo.MaxNamed))
	}
	bad, err := promo.FirstUnknown(ctx, s.d.People, users)
	if err != nil {
		return 0, err
	}
	if bad > 0 {
		return 0, fieldError("users", promo.ErrUserUnknown.With("line", bad))
	}
	added := 0
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		added = 0
		var fresh []string
		for _, u := range users {
			inserted, err := insertUser(ctx, tx, in, u)
			if err != nil {
				return err
			}
			if inserted {
				fresh = append(fresh, u.ID)
			}
		}
		if added = len(fresh); added == 0 {
			return nil
		}
		// Two who fill a list at the same time may together pass the most by what they add: it bounds a table, not a right.
		n, err := countList(ctx, tx, in)
		if err != nil {
			return err
		}
		if n > MaxUsers {
			return fieldError("users", ErrListFull.With("max", MaxUsers))
		}
		return audit.Record(ctx, tx, audit.Change{Action: didAddUsers, AccountID: d.own.AccountID, Object: in.ProductID,
			After: map[string]any{"list": in.List, "spec": in.SpecID, "customers": fresh}})
	})
	return added, err
}

// RemoveUser takes a customer off a list: what it was there for ends at once (business-rules 5.3: deleting revokes). Errors:
// ErrUserNotListed, ErrProductNotFound, ErrSpecNotFound, ErrNotSelling.
func (s *Service) RemoveUser(ctx context.Context, in UsersInput, accountID string) error {
	d, err := s.open(ctx, in.Actor, in.List.needs(), in.ProductID)
	if err != nil {
		return err
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		removed, err := deleteUser(ctx, tx, in, accountID)
		if err == nil && !removed {
			err = ErrUserNotListed
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didRemoveUser, AccountID: d.own.AccountID, Object: in.ProductID,
			Before: map[string]any{"list": in.List, "spec": in.SpecID, "customer": accountID}})
	})
}
