package api

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
)

type quoteInput struct {
	IDInput
	Body struct {
		SpecID    string        `json:"spec_id" maxLength:"64" doc:"One of the product's specs."`
		Selection selectionView `json:"selection" required:"false" doc:"What is chosen of it."`
		Term      termView      `json:"term" doc:"For how long."`
	}
}

type quoteView struct {
	ProductID  string        `json:"product_id"`
	Version    int64         `json:"version" doc:"Version of the product that was quoted."`
	SpecID     string        `json:"spec_id"`
	SKUID      string        `json:"sku_id" doc:"The combination that was chosen."`
	Price      breakdownView `json:"price" doc:"With its computation; send its pay as expected_total of the order."`
	Agreements []string      `json:"agreements" doc:"What the buyer has to accept; send it with the order."`
}

func (s *server) quotes() {
	register(s, operation{id: "quote-order", method: post, path: "/products/{id}/quote", tag: tagOrders, summary: "Quote an order",
		description: "The price with its computation and the agreements to accept. Nothing is stored, and the price is not held.",
		needs:       need(account.Public), service: []string{"catalog.Live", "order.Agreements", "price.Quote"},
		errors: append(choiceErrors(), catalog.ErrProductNotFound, catalog.ErrSpecNotFound, price.ErrOutOfRange)}, s.quote)
}

// choiceErrors are what may be wrong with a selection and a term.
func choiceErrors() []*apperr.Error {
	return []*apperr.Error{price.ErrTermNotOffered, price.ErrTermTooLong, price.ErrBadPeriods, price.ErrPiecesRange, price.ErrCombination,
		price.ErrAttributeMissing, price.ErrAttributeUnknown, price.ErrAttributeRange, price.ErrValueUnknown}
}

// quote refuses what order.Place would refuse, so that its total is one that can be ordered.
func (s *server) quote(ctx context.Context, in *quoteInput) (*output[quoteView], error) {
	l, err := s.Catalog.Live(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	spec, ok := l.Spec(in.Body.SpecID)
	if !ok {
		return nil, catalog.ErrSpecNotFound
	}
	sel := in.Body.Selection.selection()
	b, err := spec.Plan.Quote(sel, in.Body.Term.term(), price.Buyer{})
	if err != nil {
		return nil, err
	}
	sku, _ := spec.Plan.SKUFor(sel)
	marks, err := s.Orders.Agreements(ctx, l.ProductID, l.Version)
	if err != nil {
		return nil, err
	}
	return answer(quoteView{ProductID: l.ProductID, Version: l.Version, SpecID: spec.ID, SKUID: sku.ID, Price: breakdownOf(b), Agreements: marks}, nil)
}
