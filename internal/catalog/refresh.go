package catalog

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// Register subscribes the room to what happens elsewhere. Call it before the queue starts.
func (s *Service) Register(q *job.Queue) {
	job.Subscribe(q, "catalog.seller_changed", s.refreshSeller)
	job.Subscribe(q, "catalog.machine_check", s.runCheck)
}

// refreshSeller brings what lists and pages show of a seller's products up to date after the seller changed: its name and
// contacts stand beside each of them. Doing it again changes nothing but revisions.
func (s *Service) refreshSeller(ctx context.Context, e seller.Changed) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		from, err := s.sellers.GetBy(ctx, tx, e.SellerID)
		if err != nil {
			return err
		}
		ids, err := onSale(ctx, tx, from.ID)
		if err != nil {
			return err
		}
		for _, productID := range ids {
			if err := refreshProduct(ctx, tx, productID, from); err != nil {
				return err
			}
		}
		tx.OnCommit(s.changed)
		return bumpRevision(ctx, tx, ids...)
	})
}

// refreshProduct writes the card and the search text of a product on sale anew.
func refreshProduct(ctx context.Context, tx *storage.Tx, productID string, from seller.Seller) error {
	c, err := getLiveContent(ctx, tx, productID)
	if err != nil || c == nil {
		return err
	}
	published, err := refreshLive(ctx, tx, productID, searchText(productID, from, *c))
	if errors.Is(err, storage.ErrNoRows) {
		return nil // taken off sale in this moment
	}
	if err != nil {
		return err
	}
	return list(ctx, tx, productID, from, *c, storage.FromMicros(published))
}
