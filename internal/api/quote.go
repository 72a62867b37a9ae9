package api

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/price"
)

type quoteInput struct {
	IDInput
	SKUID    string `query:"sku_id" required:"true" maxLength:"64" doc:"One of the product's SKUs."`
	Periods  int    `query:"periods" default:"1" doc:"Months or years."`
	Quantity int64  `query:"quantity" default:"1" doc:"Pieces; 1 where the product has no quantity."`
}

type stepView struct {
	Kind   string    `json:"kind" enum:"quantity,periods"`
	Each   moneyView `json:"each"`
	Times  int64     `json:"times"`
	Amount moneyView `json:"amount" doc:"each × times."`
}

type quoteView struct {
	ProductID  string     `json:"product_id"`
	Version    int64      `json:"version" doc:"Version of the product that was quoted."`
	SKUID      string     `json:"sku_id"`
	Periods    int        `json:"periods"`
	Quantity   int64      `json:"quantity"`
	UnitPrice  moneyView  `json:"unit_price"`
	Steps      []stepView `json:"steps" doc:"The computation."`
	Total      moneyView  `json:"total" doc:"Send it as expected_total of the order."`
	Agreements []string   `json:"agreements" doc:"What the buyer has to accept; send it with the order."`
}

func (s *server) quotes() {
	register(s, operation{id: "quote-order", method: get, path: "/products/{id}/quote", tag: tagOrders, summary: "Quote an order",
		description: "The price with its computation and the agreements to accept. Nothing is stored, and the price is not held.",
		needs:       need(account.Public), service: []string{"catalog.Live", "order.Agreements", "price.Of"},
		errors: []*apperr.Error{catalog.ErrProductNotFound, catalog.ErrSKUNotFound, order.ErrPeriodsRange, order.ErrQuantityRange,
			order.ErrQuantityOne, price.ErrOutOfRange}}, s.quote)
}

// quote refuses what order.Place would refuse, so that its total is one that can be ordered.
func (s *server) quote(ctx context.Context, in *quoteInput) (*output[quoteView], error) {
	l, err := s.Catalog.Live(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	sku, ok := l.SKU(in.SKUID)
	if !ok {
		return nil, catalog.ErrSKUNotFound
	}
	var f apperr.Fields
	if in.Periods < 1 || in.Periods > sku.MaxPeriods {
		f.Add("periods", order.ErrPeriodsRange.With("max", sku.MaxPeriods))
	}
	if q := l.Spec.Quantity; !q.Allows(in.Quantity) {
		if q == nil {
			f.Add("quantity", order.ErrQuantityOne)
		} else {
			f.Add("quantity", order.ErrQuantityRange.With("min", q.Min, "max", q.Max, "step", q.Step))
		}
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	q, err := price.Of(price.Input{Unit: sku.Price, Periods: in.Periods, Quantity: in.Quantity})
	if err != nil {
		return nil, err
	}
	marks, err := s.Orders.Agreements(ctx, l.ProductID, l.Version)
	if err != nil {
		return nil, err
	}
	return answer(quoteView{ProductID: l.ProductID, Version: l.Version, SKUID: sku.ID, Periods: q.Periods, Quantity: q.Quantity,
		UnitPrice: moneyOf(q.Unit), Total: moneyOf(q.Total), Agreements: marks,
		Steps: all(q.Steps, func(x price.Step) stepView { return stepView{x.Kind, moneyOf(x.Each), x.Times, moneyOf(x.Amount)} })}, nil)
}
