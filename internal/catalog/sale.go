package catalog

import (
	"context"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// Offer is what an order takes from the catalogue, as it is live at the instant of the order's transaction. Limited
// says that the spec has a stock: then ReserveTx. It is shared: nobody changes what it points to.
type Offer struct {
	ProductID       string
	SellerID        string
	SellerAccountID string
	Version         int64
	Delivery        Delivery
	AtOnce          bool // the seller's server opens it: the only kind that can be ordered yet
	Family          Family
	Name            i18n.Text
	Spec            Spec
	Params          []ExtParam
	ProductionURL   string
	Limited         bool
	Orphaned        bool     // it hangs on a spec that was delisted
	Regions         []string // where it is sold; see SoldTo
	Shares          []Option // what the buyer consents to share with the seller
}

// Orderable refuses what cannot be ordered yet: use, which is paid for after it, and packages of it (open-apis B1).
func (s Spec) Orderable() error {
	if s.Plan.Charge != price.ChargePeriod && s.Plan.Charge != price.ChargeOneTime {
		return ErrNotOrderable
	}
	return nil
}

// SaleTx reads a product for an order inside the order's transaction: one statement when this node has the listing in
// its cache. Errors: ErrNotOnSale (also for a product that is not there), ErrSpecNotFound.
func (s *Service) SaleTx(ctx context.Context, tx *storage.Tx, productID, specID string) (Offer, error) {
	if !validID("prd", productID) {
		return Offer{}, ErrNotOnSale
	}
	m, err := getMark(ctx, tx, productID)
	if err != nil {
		return Offer{}, err
	}
	if m.status != StatusOnSale {
		return Offer{}, ErrNotOnSale
	}
	var l *Listing
	if e := s.cache.get(productID); e != nil && e.listing.Revision == m.revision && e.listing.Version == m.version {
		l = e.listing
	} else {
		var size int64
		if l, size, err = s.loadListing(ctx, tx, productID); err != nil {
			return Offer{}, err
		}
		// Not before the commit: what this transaction saw may be undone with the group it shares a commit with.
		tx.OnCommit(func() { s.cache.put(l, size, 0) })
	}
	spec, ok := l.Spec(specID)
	if !ok {
		return Offer{}, ErrSpecNotFound
	}
	return Offer{ProductID: productID, SellerID: l.SellerID, SellerAccountID: l.Seller.AccountID, Version: l.Version, Delivery: l.Delivery, AtOnce: l.OpensAtOnce(), Family: l.Family, Name: l.Name,
		Spec: spec, Params: l.Params, ProductionURL: l.ProductionURL, Limited: spec.Stock != nil, Orphaned: l.Orphaned(spec), Regions: l.Regions, Shares: l.Shares()}, nil
}
