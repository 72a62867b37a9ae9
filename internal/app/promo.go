package app

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
)

// promoProducts shows the catalogue to the room of coupons and offers.
type promoProducts struct{ catalog *catalog.Service }

// OnSale is a product on sale with the plans of its specs.
func (p promoProducts) OnSale(ctx context.Context, _ storage.Querier, productID string) (promo.Product, bool, error) {
	l, err := p.catalog.Live(ctx, productID)
	if errors.Is(err, catalog.ErrProductNotFound) {
		return promo.Product{}, false, nil
	}
	if err != nil {
		return promo.Product{}, false, err
	}
	out := promo.Product{ID: l.ProductID, SellerID: l.SellerID, Name: l.Name, Joint: l.Family == catalog.FamilyJoint}
	for _, s := range l.Specs {
		out.Specs = append(out.Specs, promo.Spec{ID: s.ID, Name: s.Name, Plan: s.Plan})
	}
	return out, true, nil
}
