package catalog

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/storage"
)

// DelistAllTx takes every product of a seller off sale and says how many: a penalty, or the seller leaves (business-rules
// 2.10, 2.1). Nobody orders one from the commit on. What was ordered goes on: see ProductionURL. A delisted product comes
// back when a new version of it is approved.
func (s *Service) DelistAllTx(ctx context.Context, tx *storage.Tx, sellerID string) (int, error) {
	to, err := ProductMachine.Next(StatusOnSale, EventDelist)
	if err != nil {
		return 0, fmt.Errorf("delist products of %s: %w", sellerID, err)
	}
	n, err := delistAll(ctx, tx, sellerID, to)
	if err != nil || n == 0 {
		return 0, err
	}
	if err := bumpRevision(ctx, tx); err != nil {
		return 0, err
	}
	if err := noteOffSale(ctx, tx, sellerID); err != nil {
		return 0, err
	}
	tx.OnCommit(s.changed)
	return n, nil
}

// lastURL is the production address of a product that is off sale, as it was last approved.
func (s *Service) lastURL(ctx context.Context, productID string) (string, error) {
	c, err := getLiveContent(ctx, s.db.Reader(), productID)
	if err != nil {
		return "", err
	}
	if c == nil {
		return "", ErrProductNotFound
	}
	return c.ProductionURL, nil
}

// off reports whether Live found nothing on sale.
func off(err error) bool { return errors.Is(err, ErrProductNotFound) }

// DelistTx takes one product off sale, as DelistAllTx does: an operator acted on a report of it. ErrNotInState when it is not
// on sale.
func (s *Service) DelistTx(ctx context.Context, tx *storage.Tx, productID string) error {
	if err := s.moveProduct(ctx, tx, productID, EventDelist); err != nil {
		return err
	}
	if err := unlist(ctx, tx, productID); err != nil {
		return err
	}
	if err := bumpRevision(ctx, tx, productID); err != nil {
		return err
	}
	tx.OnCommit(s.changed)
	return nil
}
