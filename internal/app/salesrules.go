package app

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/storage"
)

// ruledProducts shows the catalogue to the room of sales rules.
type ruledProducts struct{ catalog *catalog.Service }

// OnSale is a product on sale with the plans of its specs.
func (p ruledProducts) OnSale(ctx context.Context, productID string) (salesrule.Product, bool, error) {
	l, err := p.catalog.Live(ctx, productID)
	if errors.Is(err, catalog.ErrProductNotFound) {
		return salesrule.Product{}, false, nil
	}
	if err != nil {
		return salesrule.Product{}, false, err
	}
	out := salesrule.Product{ID: l.ProductID, SellerID: l.SellerID, Name: l.Name, Joint: l.Family == catalog.FamilyJoint}
	for _, s := range l.Specs {
		out.Specs = append(out.Specs, salesrule.Offered{ID: s.ID, Name: s.Name, Plan: s.Plan, Trial: s.Trial > 0})
	}
	return out, true, nil
}

// placedOrders tells the room of sales rules, which is below the orders, what an account has bought.
type placedOrders struct{ app *App }

// Taken is what an account has of a spec.
func (o placedOrders) Taken(ctx context.Context, q storage.Querier, buyerID, specID string) (salesrule.Taken, error) {
	t, err := o.app.Orders.Taken(ctx, q, buyerID, specID)
	return salesrule.Taken(t), err
}
