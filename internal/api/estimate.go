package api

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/price"
)

type estimateInput struct {
	IDInput
	Body struct {
		SpecID string    `json:"spec_id" maxLength:"64" doc:"One of the product's on-demand specs."`
		Use    []useView `json:"use" maxItems:"50" doc:"What is used; a charging item that is left out is not used."`
	}
}

type useView struct {
	Item     string `json:"item" maxLength:"64" doc:"Code of a charging item."`
	Quantity string `json:"quantity" maxLength:"40" doc:"In each span, in the unit of the item; at most 4 decimals." example:"8"`
	Times    int64  `json:"times,omitempty" doc:"Spans a month; left out: as many as 30 days have, and one record."`
}

type estimateView struct {
	ProductID string             `json:"product_id"`
	Version   int64              `json:"version" doc:"Version of the product that was asked about."`
	SpecID    string             `json:"spec_id"`
	Lines     []estimateLineView `json:"lines" doc:"One for each charging item that is used."`
	Total     moneyView          `json:"total" doc:"What the month comes to, without packages."`
}

type estimateLineView struct {
	Item        string     `json:"item"`
	Name        textView   `json:"name"`
	Quantity    string     `json:"quantity"`
	Span        string     `json:"span" enum:"hour,day,month,record" doc:"What the quantity is of: a month under fixed, a record under a tier, the accumulation cycle under a step. One of a year is looked at in its first month."`
	Times       int64      `json:"times"`
	Computation []textView `json:"computation" doc:"How it comes about, step by step."`
	Amount      moneyView  `json:"amount"`
}

func (s *server) estimates() {
	register(s, operation{id: "estimate-use", method: post, path: "/products/{id}/estimate", tag: tagOrders, summary: "Estimate what use costs",
		description: "What a month of use of an on-demand spec costs, with its computation. What is charged later depends on what the seller's service reports.",
		needs:       need(account.Public), service: []string{"catalog.Live", "price.Estimate"},
		errors: []*apperr.Error{catalog.ErrProductNotFound, catalog.ErrSpecNotFound, price.ErrEstimateCharge, price.ErrUseItem, price.ErrUsageNegative, price.ErrDecimals,
			price.ErrNumber, price.ErrNumberRange, price.ErrTwice, price.ErrOutOfRange}}, s.estimate)
}

func (s *server) estimate(ctx context.Context, in *estimateInput) (*output[estimateView], error) {
	l, err := s.Catalog.Live(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	spec, ok := l.Spec(in.Body.SpecID)
	if !ok {
		return nil, catalog.ErrSpecNotFound
	}
	var r reading
	uses := make([]price.Use, len(in.Body.Use))
	for i, u := range in.Body.Use {
		uses[i] = price.Use{Item: u.Item, Quantity: r.number(fmt.Sprintf("use_%s", u.Item), u.Quantity, price.ParseUsage), Times: u.Times}
	}
	if err := r.bad.Err(); err != nil {
		return nil, err
	}
	e, err := spec.Plan.Estimate(uses)
	if err != nil {
		return nil, err
	}
	return answer(estimateView{ProductID: l.ProductID, Version: l.Version, SpecID: spec.ID, Lines: all(e.Lines, estimateLineOf), Total: moneyOf(e.Total)}, nil)
}

func estimateLineOf(l price.EstimateLine) estimateLineView {
	v := estimateLineView{Item: l.Item.Code, Name: textOf(l.Item.Name), Quantity: l.Use.Quantity.String(), Span: string(l.Span), Times: l.Use.Times, Amount: moneyOf(l.Amount)}
	zh, en := l.Computation(i18n.ZH), l.Computation(i18n.EN)
	for i := range zh {
		v.Computation = append(v.Computation, textView{zh[i], en[i]})
	}
	return v
}
