package order

import (
	"context"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/storage"
)

// maySell refuses what nobody can order yet, such as any delivery type but SaaS, and an add-on by who has nothing to add it to
// (business-rules 4.15). Errors: catalog.ErrNotOrderable, ErrParentNeeded.
func (s *Service) maySell(ctx context.Context, tx *storage.Tx, in PlaceInput, offer catalog.Offer) error {
	if offer.Delivery != catalog.DeliverySaaS {
		return catalog.ErrNotOrderable
	}
	if err := offer.Spec.Orderable(); err != nil {
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
