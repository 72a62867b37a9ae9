package api

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

// StockRowView is the stock of a spec in a list.
type StockRowView struct {
	stockView
	ProductID string   `json:"product_id"`
	Product   textView `json:"product"`
	Spec      textView `json:"spec"`
}

type stocksInput struct {
	PageInput
	State string `query:"state" enum:"low,out" doc:"Below its warning but not sold out, or sold out; left out: all."`
	Q     string `query:"q" maxLength:"200" doc:"Words that must all be in the product's name, overview or id."`
}

type stockWarningInput struct {
	IDInput
	Body struct {
		SpecID string `json:"spec_id" maxLength:"64" doc:"The spec of the product."`
		WarnAt int64  `json:"warn_at" doc:"Below how many pieces you want a message; 0: never."`
	}
}

func (s *server) stocks() {
	own := need(account.SellerStock)
	register(s, operation{id: "list-stocks", method: get, path: "/seller/stocks", tag: tagProducts, summary: "List stocks",
		description: "The limited specs of your products on sale, those of the newest product first.", needs: own, service: []string{"catalog.StockList"},
		errors: []*apperr.Error{catalog.ErrNotASeller, page.ErrBadCursor}},
		func(ctx context.Context, in *stocksInput) (*listOutput[StockRowView], error) {
			p, err := s.Catalog.StockList(ctx, actor(ctx), catalog.StockFilter{State: in.State, Text: in.Q}, in.request())
			return listed(p, func(x catalog.StockRow) StockRowView {
				return StockRowView{stockView(x.Stock), x.ProductID, textOf(x.Name), textOf(x.Spec)}
			}), err
		})
	register(s, operation{id: "set-stock-warning", method: put, path: "/seller/products/{id}/stock-warning", tag: tagProducts, summary: "Set the warning of a low stock",
		description: "You get one message when an order takes the stock below it, and the next after you have replenished it.", needs: own, service: []string{"catalog.SetStockWarning"},
		errors: []*apperr.Error{catalog.ErrProductNotFound, catalog.ErrNotASeller, catalog.ErrNotOnSale, catalog.ErrSpecNotFound, catalog.ErrStockUnlimited, catalog.ErrWarnAt}},
		func(ctx context.Context, in *stockWarningInput) (*output[stockView], error) {
			st, err := s.Catalog.SetStockWarning(ctx, catalog.SetStockWarningInput{Actor: actor(ctx), ProductID: in.ID, SpecID: in.Body.SpecID, WarnAt: in.Body.WarnAt})
			return answer(stockView(st), err)
		})
}
