package order

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Filter narrows a list of orders; empty members do not.
type Filter struct {
	State     string
	ProductID string
	Text      string // an order id, or part of the product's name
}

// List shows orders, the newest first: buyers and sellers their own, operators all.
func (s *Service) List(ctx context.Context, actor account.Actor, f Filter, p page.Request) (page.Of[Order], error) {
	buyer, sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return page.Of[Order]{}, err
	}
	return listOrders(ctx, s.d.DB.Reader(), buyer, sellerID, f, p)
}

// Get shows an order to its buyer, its seller and operators. Errors: ErrNotFound.
func (s *Service) Get(ctx context.Context, actor account.Actor, orderID string) (Order, error) {
	buyer, sellerID, err := s.scope(ctx, actor)
	if err != nil {
		return Order{}, err
	}
	o, err := getOrder(ctx, s.d.DB.Reader(), orderID)
	if errors.Is(err, storage.ErrNoRows) || err == nil && (buyer != "" && o.BuyerID != buyer || sellerID != "" && o.SellerID != sellerID) {
		return Order{}, ErrNotFound
	}
	return o, err
}

// scope is whose orders the actor sees; both empty means all.
func (s *Service) scope(ctx context.Context, actor account.Actor) (buyerID, sellerID string, err error) {
	switch actor.Kind {
	case account.Operator:
		return "", "", nil
	case account.Seller:
		own, err := s.d.Sellers.ByAccount(ctx, actor.ID)
		return "", own.ID, err
	}
	return actor.ID, "", actor.Is(account.Buyer)
}
