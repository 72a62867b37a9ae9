package order

import (
	"context"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/storage"
)

// maySell refuses what nobody can order yet, such as whatever no server opens at once, and what the seller's rules leave the
// buyer out of (business-rules 5.3 to 5.5), and an add-on by who has nothing to add it to (4.15). Errors:
// catalog.ErrNotOrderable, those of salesrule.Service.AllowTx, ErrParentNeeded.
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
	opened, err := listOpened(ctx, tx, in.Actor.ID, offer.Spec.Parent)
	if err != nil {
		return err
	}
	n, err := s.d.Instances.Usable(ctx, tx, in.Actor.ID, opened)
	if err == nil && n == 0 {
		err = ErrParentNeeded
	}
	return err
}
