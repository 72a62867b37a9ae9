package feedback

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// Deps are what the room needs.
type Deps struct {
	DB        *storage.DB
	Catalog   *catalog.Service
	Sellers   *seller.Service
	Instances *instance.Service
	Files     *blob.Store
	Notify    *notify.Service
}

// Service is the room. It is safe for concurrent use.
type Service struct{ d Deps }

// New makes the room.
func New(d Deps) *Service { return &Service{d} }

// scope is whose things somebody sees; empty members do not narrow.
type scope struct {
	buyerID  string
	sellerID string
	products storage.Among // of the seller, that a sub-user has a grant of (business-rules 2.9)
}

// scope finds it: buyers and sellers see their own, operators everything. What of the three somebody may is asked here too.
func (s *Service) scope(ctx context.Context, actor account.Actor, buyer, sells account.Permission) (scope, error) {
	switch {
	case actor.Kind == account.Operator:
		return scope{}, actor.May(account.OperatorFeedback)
	case actor.Kind == account.Seller && actor.Can(sells):
		own, products, err := s.own(ctx, actor, sells)
		return scope{sellerID: own.ID, products: products}, err
	}
	return scope{buyerID: actor.ID}, actor.May(buyer)
}

// holds reports whether something of these is within the scope.
func (c scope) holds(buyerID, sellerID, productID string) bool {
	return (c.buyerID == "" || c.buyerID == buyerID) && (c.sellerID == "" || c.sellerID == sellerID) && c.products.Has(productID)
}

// own is the actor's seller with the products that it may work with.
func (s *Service) own(ctx context.Context, actor account.Actor, needs account.Permission) (seller.Seller, storage.Among, error) {
	if err := actor.May(needs); err != nil {
		return seller.Seller{}, "", err
	}
	own, err := s.d.Sellers.ByAccount(ctx, actor.ID)
	if err != nil {
		return seller.Seller{}, "", err
	}
	ids, all, err := s.d.Catalog.Granted(ctx, actor)
	if err != nil || all {
		return own, "", err
	}
	return own, storage.AmongIDs(ids), nil
}

// sells reports whether an account is the seller.
func (s *Service) sells(ctx context.Context, accountID, sellerID string) (bool, error) {
	own, err := s.d.Sellers.ByAccount(ctx, accountID)
	if errors.Is(err, seller.ErrSellerNotFound) {
		return false, nil
	}
	return own.ID == sellerID, err
}
