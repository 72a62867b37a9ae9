package order

import (
	"context"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/storage"
)

// maySell refuses what nobody can order yet, such as whatever no server opens at once, and what the seller's rules leave the
// buyer out of (business-rules 5.3 to 5.5), and an add-on by who has nothing to add it to (4.15). Errors:
// catalog.ErrNotOrderable, those of salesrule.Service.AllowTx, ErrParentNeeded, ErrParentGone.
func (s *Service) maySell(ctx context.Context, tx *storage.Tx, in PlaceInput, offer catalog.Offer) error {
	if !offer.AtOnce {
		return catalog.ErrNotOrderable
	}
	if err := offer.Spec.Orderable(); err != nil {
		return err
	}
	kind := salesrule.KindNew
	if in.Trial {
		kind = salesrule.KindTrial
	}
	if err := s.d.Rules.AllowTx(ctx, tx, salesrule.Purchase{Kind: kind, Buyer: salesrule.BuyerOf(in.Actor), ProductID: in.ProductID, SpecID: in.SpecID,
		Selection: in.Selection}); err != nil {
		return err
	}
	if offer.Spec.Parent == "" {
		return nil
	}
	return s.mayAdd(ctx, tx, in.Actor.ID, offer.Spec.Parent, offer.Orphaned)
}

// mayAdd refuses an add-on to who has no service in use that it could be added to. Once its parent is delisted, who has it in use
// still may: what was bought is served on (business-rules 4.2, 4.15). q is the order's transaction, or a reader for a page.
func (s *Service) mayAdd(ctx context.Context, q storage.Querier, buyerID, parent string, gone bool) error {
	opened, err := listOpened(ctx, q, buyerID, parent)
	if err != nil {
		return err
	}
	n, err := s.d.Instances.Usable(ctx, q, buyerID, opened)
	switch {
	case err != nil || n > 0:
		return err
	case gone:
		return ErrParentGone
	}
	return ErrParentNeeded
}

// MayAdd is why a buyer cannot order an add-on, or nil; for a visitor only that its parent is gone counts. Errors: ErrParentGone,
// ErrParentNeeded.
func (s *Service) MayAdd(ctx context.Context, buyerID string, l catalog.Listing, spec catalog.Spec) error {
	gone := l.Orphaned(spec)
	switch {
	case spec.Parent == "":
		return nil
	case buyerID == "" && gone:
		return ErrParentGone
	case buyerID == "":
		return nil
	}
	return s.mayAdd(ctx, s.d.DB.Reader(), buyerID, spec.Parent, gone)
}
