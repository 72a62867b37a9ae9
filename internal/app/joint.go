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
