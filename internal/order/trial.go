package order

import (
	"context"

	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// trialPrice is nothing, for who may try the spec (business-rules 4.7).
func (b bought) trialPrice(in QuoteInput) (price.Breakdown, error) {
	w := in.Wish
	switch {
	case b.spec.Trial == 0:
		return price.Breakdown{}, ErrNoTrial
	case in.Term != price.Term{} || w.OfferID != "" || w.CouponID != "" || len(w.Cash) > 0:
		return price.Breakdown{}, ErrTrialFree
	}
	return b.spec.Plan.Trial(in.Selection, b.spec.Trial)
}

// tryTx remembers that the buyer tries the spec. Errors: ErrTriedBefore.
func (s *Service) tryTx(ctx context.Context, tx *storage.Tx, o Order) error {
	first, err := insertTrial(ctx, tx, o)
	if err == nil && !first {
		err = ErrTriedBefore
	}
	return err
}

// onceTx remembers that the buyer has the package (business-rules 4.6: a 0-price package must be once per user). Errors: ErrOnce.
func onceTx(ctx context.Context, tx *storage.Tx, o Order) error {
	first, err := insertOnce(ctx, tx, o)
	if err == nil && !first {
		err = ErrOnce
	}
	return err
}

// Tried reports whether the buyer has tried a spec, or is about to.
func (s *Service) Tried(ctx context.Context, buyerID, specID string) (bool, error) {
	return hasTried(ctx, s.d.DB.Reader(), buyerID, specID)
}
