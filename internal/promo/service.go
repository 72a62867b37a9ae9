package promo

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// People knows accounts by their ids; unknown ones are left out.
type People interface {
	GetMany(ctx context.Context, ids []string) (map[string]account.Account, error)
}

// Grants knows which products a sub-user of a seller works with (business-rules 2.9).
type Grants interface {
	Granted(ctx context.Context, actor account.Actor) (ids []string, all bool, err error)
}

// Deps are what the room needs.
type Deps struct {
	DB       *storage.DB
	Queue    *job.Queue
	Sellers  *seller.Service
	Notify   *notify.Service
	People   People
	Products Products
	Grants   Grants
}

// Service is the room. It is safe for concurrent use.
type Service struct{ d Deps }

// New makes the room.
func New(d Deps) *Service { return &Service{d} }

// own is the seller for which somebody with the permission acts.
func (s *Service) own(ctx context.Context, actor account.Actor, needs account.Permission) (seller.Seller, error) {
	if err := actor.May(needs); err != nil {
		return seller.Seller{}, err
	}
	own, err := s.d.Sellers.ByAccount(ctx, actor.ID)
	if errors.Is(err, seller.ErrSellerNotFound) {
		return seller.Seller{}, ErrNotSelling
	}
	return own, err
}

// worksWith reports whether the person may work with a product of its seller.
func (s *Service) worksWith(ctx context.Context, actor account.Actor) (func(productID string) bool, error) {
	ids, all, err := s.d.Grants.Granted(ctx, actor)
	return func(productID string) bool { return all || slices.Contains(ids, productID) }, err
}

// customers are the accounts of the ids that buy: main accounts, no operators, not closed.
func customers(ctx context.Context, people People, ids []string) (map[string]account.Account, error) {
	found, err := people.GetMany(ctx, ids)
	for id, a := range found {
		if a.OwnerID != "" || a.Kind == account.Operator || a.State == account.StateClosed {
			delete(found, id)
		}
	}
	return found, err
}

// customer is one account of a field of a form.
func (s *Service) customer(ctx context.Context, f *apperr.Fields, field, id string) (account.Account, error) {
	found, err := customers(ctx, s.d.People, []string{id})
	if err != nil {
		return account.Account{}, err
	}
	a, ok := found[id]
	if !ok {
		f.Add(field, ErrAccountUnknown)
	}
	return a, nil
}

// The lengths of texts, in characters.
const (
	minName, maxName     = 2, 60
	minReason, maxReason = 5, 500
	maxNote              = 200
)

// line is a text of one line, without what no table keeps.
func line(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")), " ")
}

func within(s string, least, most int) bool {
	n := utf8.RuneCountInString(s)
	return n >= least && n <= most
}

// reasonFault is what is wrong with a reason, or nil.
func reasonFault(s string) *apperr.Error {
	if !within(s, minReason, maxReason) {
		return ErrReason.With("min", minReason, "max", maxReason)
	}
	return nil
}

// fieldError is the error of one field.
func fieldError(name string, e *apperr.Error) error {
	var f apperr.Fields
	f.Add(name, e)
	return f.Err()
}
