package api

import (
	"maps"
	"time"

	"github.com/souk-market/souk/internal/order"
)

type orderView struct {
	ID             string            `json:"id" example:"CS2611221000ABCDE"`
	Kind           string            `json:"kind" enum:"new,trial"`
	State          string            `json:"state" enum:"pending_payment,processing,completed,cancelled"`
	Cause          string            `json:"cause,omitempty" doc:"Why it is cancelled: buyer, timeout or opening_failed."`
	Failure        *textView         `json:"failure,omitempty" doc:"Why it could not be opened."`
	BuyerID        string            `json:"buyer_id"`
	BuyerName      string            `json:"buyer_name"`
	SellerID       string            `json:"seller_id"`
	ProductID      string            `json:"product_id"`
	ProductVersion int64             `json:"product_version"`
	ProductName    textView          `json:"product_name"`
	Total          moneyView         `json:"total"`
	Params         map[string]string `json:"params" doc:"What the seller asked the buyer for."`
	Agreements     []string          `json:"agreements" doc:"What the buyer accepted."`
	Line           orderLineView     `json:"line"`
	CreatedAt      time.Time         `json:"created_at"`
	DueAt          *time.Time        `json:"due_at,omitempty" doc:"When it is cancelled unless it is paid."`
	PaidAt         *time.Time        `json:"paid_at,omitempty"`
	EndedAt        *time.Time        `json:"ended_at,omitempty"`
}

type orderLineView struct {
	ID         string        `json:"id" example:"CS2611221000ABCDE-000001"`
	SpecID     string        `json:"spec_id"`
	SpecName   textView      `json:"spec_name"`
	SKUID      string        `json:"sku_id"`
	Selection  selectionView `json:"selection" doc:"What was chosen of the spec,"`
	Choice     textView      `json:"choice" doc:"and the same for people; empty where nothing can be chosen."`
	Term       orderTermView `json:"term"`
	Price      breakdownView `json:"price"`
	Amount     moneyView     `json:"amount"`
	InstanceID string        `json:"instance_id,omitempty" doc:"The service, once it is open."`
}

func orderOf(o order.Order) orderView {
	l := o.Line
	params := maps.Clone(o.Params)
	if params == nil {
		params = map[string]string{}
	}
	return orderView{ID: o.ID, Kind: o.Kind, State: o.State, Cause: o.Cause, Failure: textOrNil(o.Failure), BuyerID: o.BuyerID, BuyerName: o.BuyerName,
		SellerID: o.SellerID, ProductID: o.ProductID, ProductVersion: o.ProductVersion, ProductName: textOf(o.ProductName), Total: moneyOf(o.Total),
		Params: params, Agreements: all(o.Agreements, func(a string) string { return a }),
		Line: orderLineView{l.ID, l.SpecID, textOf(l.SpecName), l.SKUID, selectionView(l.Selection), textOf(l.Choice), orderTermView{string(l.Unit), l.Periods},
			breakdownOf(l.Breakdown()), moneyOf(l.Amount), l.InstanceID},
		CreatedAt: o.CreatedAt.UTC(), DueAt: timeOrNil(o.DueAt), PaidAt: timeOrNil(o.PaidAt), EndedAt: timeOrNil(o.EndedAt)}
}

type orderTermView struct {
	Unit  string `json:"unit" enum:"day,month,year,once" doc:"Days of a trial."`
	Count int    `json:"count"`
}
