package order

import (
	"cmp"
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
	buyer, sellerID, err := s.whose(ctx, actor)
	if err != nil {
		return page.Of[Order]{}, err
	}
	products, err := s.granted(ctx, actor, sellerID)
	if err != nil {
		return page.Of[Order]{}, err
	}
	return listOrders(ctx, s.d.DB.Reader(), scope{buyer, sellerID, products}, f, p)
}

// Get shows an order to its buyer, its seller and operators. Errors: ErrNotFound.
func (s *Service) Get(ctx context.Context, actor account.Actor, orderID string) (Order, error) {
	buyer, sellerID, err := s.whose(ctx, actor)
	if err != nil {
		return Order{}, err
	}
	o, err := getOrder(ctx, s.d.DB.Reader(), orderID)
	if errors.Is(err, storage.ErrNoRows) || err == nil && (buyer != "" && o.BuyerID != buyer || sellerID != "" && o.SellerID != sellerID) {
		return Order{}, ErrNotFound
	}
	if err != nil {
		return Order{}, err
	}
	if products, err := s.granted(ctx, actor, sellerID); err != nil || !products.Has(o.ProductID) {
		return Order{}, cmp.Or(err, error(ErrNotFound))
	}
	return o, nil
}

// granted are the products whose orders a sub-user of a seller sees (business-rules 2.9): those that it has a grant of.
func (s *Service) granted(ctx context.Context, actor account.Actor, sellerID string) (storage.Among, error) {
	if sellerID == "" {
		return "", nil
	}
	ids, all, err := s.d.Catalog.Granted(ctx, actor)
	if err != nil || all {
		return "", err
	}
	return storage.AmongIDs(ids), nil
}

// scope is what a list may show; empty members do not narrow.
type scope struct {
	buyerID, sellerID string
	products          storage.Among
}

// whose is whose orders the actor sees; both empty means all.
func (s *Service) whose(ctx context.Context, actor account.Actor) (buyerID, sellerID string, err error) {
	switch actor.Kind {
	case account.Operator:
		return "", "", nil
	case account.Seller:
		own, err := s.d.Sellers.ByAccount(ctx, actor.ID)
		return "", own.ID, err
	}
	return actor.ID, "", actor.Is(account.Buyer)
}
