package app

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
)

// promoProducts shows the catalogue to the room of coupons and offers. Every product of this catalogue is a general one.
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
	return promo.Product{ID: l.ProductID, SellerID: l.SellerID, Name: l.Name,
		Specs: []promo.Spec{{ID: l.Spec.ID, Name: l.Spec.Name, Plan: planOf(l.Spec)}}}, true, nil
}

// planOf is a spec as a price plan: one SKU with a price for each period.
func planOf(s catalog.Spec) price.Plan {
	plan := price.Plan{Charge: price.ChargePeriod, MaxCount: 1}
	if s.Quantity != nil {
		plan.MaxCount = s.Quantity.Max
	}
	sku := price.SKU{Prices: map[period.Unit]price.Decimal{}}
	for _, k := range s.SKUs {
		plan.Currency = k.Price.Currency
		plan.Terms = append(plan.Terms, price.TermRange{Unit: k.Period, Max: k.MaxPeriods})
		sku.Prices[k.Period] = price.FromMoney(k.Price)
	}
	plan.SKUs = []price.SKU{sku}
	return plan
}
