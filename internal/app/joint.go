package app

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/storage"
)

// jointProducts shows the catalogue to the room of joint products.
type jointProducts struct{ catalog *catalog.Service }

// Joint are the joint products on sale that a person works with for its seller, the newest first.
func (p jointProducts) Joint(ctx context.Context, actor account.Actor) (out []joint.Product, err error) {
	if joined, err := p.catalog.JoinedJoint(ctx, actor); err != nil || !joined { // business-rules 3.1: without the plan there are none
		return nil, err
	}
	r := page.Request{Limit: page.MaxLimit}
	for {
		list, err := p.catalog.MyProducts(ctx, actor, catalog.ProductFilter{Status: catalog.StatusOnSale}, r)
		if err != nil {
			return nil, err
		}
		for _, row := range list.Items {
			x, ok, err := p.onSale(ctx, row.ID)
			if err != nil {
				return nil, err
			}
			if ok {
				out = append(out, x)
			}
		}
		if r.Cursor = list.Next; r.Cursor == "" {
			return out, nil
		}
	}
}

// onSale is a joint product on sale; ok is false for any other.
func (p jointProducts) onSale(ctx context.Context, productID string) (joint.Product, bool, error) {
	l, err := p.catalog.Live(ctx, productID)
	if errors.Is(err, catalog.ErrProductNotFound) || err == nil && l.Family != catalog.FamilyJoint {
		return joint.Product{}, false, nil
	}
	if err != nil {
		return joint.Product{}, false, err
	}
	return joint.Product{ID: l.ProductID, SellerID: l.SellerID, Name: l.Name, Logo: l.Logo, Currency: l.From.Currency}, true, nil
}

// jointOrders tells the room of joint products, which is below the orders, what was sold.
type jointOrders struct{ app *App }

// Yearly is what a product brought in a calendar year.
func (o jointOrders) Yearly(ctx context.Context, p joint.Product, year int) (joint.Sales, error) {
	start := time.Date(year, time.January, 1, 0, 0, 0, 0, period.Shanghai())
	t, err := o.app.Orders.Turnover(ctx, order.Sold{ProductID: p.ID, Currency: p.Currency, From: start, Until: start.AddDate(1, 0, 0)})
	return joint.Sales{Total: t.Total, Customers: t.Buyers}, err
}

// Monthly is what a product brought in each month of a calendar year.
func (o jointOrders) Monthly(ctx context.Context, p joint.Product, year int) ([12]money.Amount, error) {
	return o.app.Orders.MonthlyTurnover(ctx, order.Sold{ProductID: p.ID, Currency: p.Currency}, year)
}

// jointDeliveries are the delivery types that may be sold as joint products (business-rules 1).
func jointDeliveries() (out []joint.Delivery) {
	for _, t := range catalog.Types() {
		if t.Joint {
			out = append(out, joint.Delivery{Code: string(t.Delivery), Name: t.Name})
		}
	}
	return out
}

// jointCertifications tells the catalogue, which is built before, which joint products are certified.
type jointCertifications struct{ app *App }

// Certified is nil, or why a product cannot be published as a joint one.
func (c jointCertifications) Certified(ctx context.Context, q storage.Querier, l catalog.JointListing) error {
	return c.app.Joint.Certified(ctx, q, joint.Listing(l))
}

// ClaimTx makes a certification that of the product.
func (c jointCertifications) ClaimTx(ctx context.Context, tx *storage.Tx, l catalog.JointListing) error {
	return c.app.Joint.ClaimTx(ctx, tx, joint.Listing(l))
}
