package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

// RowView is a product in a seller's list.
type RowView struct {
	ID            string     `json:"id"`
	SellerID      string     `json:"seller_id"`
	Name          textView   `json:"name"`
	Status        string     `json:"status" enum:"unpublished,on_sale,taken_down,discontinued,deleted" doc:"Taken down by force it may come back, discontinued it is for good."`
	Hidden        bool       `json:"hidden,omitempty" doc:"The version on sale is not sold publicly."`
	LiveVersion   int64      `json:"live_version,omitempty" doc:"Version on sale."`
	Category      string     `json:"category,omitempty"`
	LogoURL       string     `json:"logo_url,omitempty"`
	From          *moneyView `json:"from,omitempty" doc:"The lowest price."`
	FromUnit      string     `json:"from_unit,omitempty"`
	ApplicationID string     `json:"application_id,omitempty" doc:"The open application, when there is one."`
	State         string     `json:"application_state,omitempty" doc:"Its state."`
	Stock         *int64     `json:"stock,omitempty" doc:"Pieces left of the limited spec of which the fewest are left; left out: none is limited or on sale."`
	StockLow      bool       `json:"stock_low" doc:"A spec is below what its seller wants to be warned of."`
	CreatedAt     time.Time  `json:"created_at"`
	UpdatedAt     time.Time  `json:"updated_at"`
}

type managedProductView struct {
	RowView
	SellerName textView         `json:"seller_name"`
	Live       *contentView     `json:"live,omitempty" doc:"What is on sale."`
	Open       *draftView       `json:"open,omitempty" doc:"The open application."`
	Moves      []statusMoveView `json:"moves" nullable:"false" doc:"How its status changed, the first change first."`
}

type stockView struct {
	SpecID    string `json:"spec_id"`
	Available int64  `json:"available" doc:"Pieces left."`
	WarnAt    int64  `json:"warn_at" doc:"Below how many pieces the seller wants a message; 0: never."`
}

type stockChangeView struct {
	ID        string    `json:"id"`
	SpecID    string    `json:"spec_id"`
	At        time.Time `json:"at"`
	Delta     int64     `json:"delta"`
	Available int64     `json:"available" doc:"Pieces left after it."`
	Note      string    `json:"note,omitempty"`
	ActorName string    `json:"actor_name" doc:"Who changed it."`
}

type managedInput struct {
	PageInput
	Status   string `query:"status" enum:"unpublished,on_sale,taken_down,discontinued,deleted" doc:"Left out: all but deleted ones."`
	SellerID string `query:"seller_id" maxLength:"64" doc:"For operators: one seller's only."`
	Q        string `query:"q" maxLength:"200" doc:"Words that must all be in the name, the overview, the seller's name or the id."`
}

type pagedIDInput struct {
	IDInput
	PageInput
}

type setStockInput struct {
	IDInput
	Body struct {
		SpecID string `json:"spec_id" maxLength:"64" doc:"The spec of the product."`
		Delta  int64  `json:"delta" doc:"Pieces to add, or with a minus to take; not 0."`
		Note   string `json:"note,omitempty" maxLength:"2000" doc:"For your own history."`
	}
}

func (s *server) products() {
	gone := []*apperr.Error{catalog.ErrProductNotFound, catalog.ErrNotASeller}
	register(s, operation{id: "list-managed-products", method: get, path: "/seller/products", tag: tagProducts, summary: "List products",
		description: "A seller's own products, the newest first; an operator sees everybody's.", needs: need(account.SellerProducts, account.OperatorApplications),
		service: []string{"catalog.MyProducts"}, errors: []*apperr.Error{catalog.ErrNotASeller, page.ErrBadCursor}}, s.managed)
	register(s, operation{id: "get-managed-product", method: get, path: "/seller/products/{id}", tag: tagProducts, summary: "Get a product with its versions",
		description: "The version on sale and the open application.", needs: need(account.SellerProducts, account.OperatorApplications), service: []string{"catalog.Get"}, errors: gone}, s.managedProduct)
	register(s, operation{id: "get-product-grants", method: get, path: "/seller/products/{id}/grants", tag: tagProducts, summary: "List who works with a product",
		description: "The sub-users that the product is granted to. For the main account.", needs: need(account.MainUser), service: []string{"catalog.Grants"}, errors: gone},
		func(ctx context.Context, in *IDInput) (*output[grantsView], error) {
			users, err := s.Catalog.Grants(ctx, actor(ctx), in.ID)
			return answer(grantsView{append([]string{}, users...)}, err)
		})
	register(s, operation{id: "set-product-grants", method: put, path: "/seller/products/{id}/grants", tag: tagProducts, summary: "Grant a product to sub-users",
		description: "To exactly these; a sub-user without a grant does not see the product, its orders and its calls.", needs: need(account.MainUser),
		service: []string{"catalog.SetGrants"}, errors: append(gone, account.ErrUserNotFound)},
		func(ctx context.Context, in *grantsInput) (*none, error) {
			return nil, s.Catalog.SetGrants(ctx, catalog.SetGrantsInput{Actor: actor(ctx), ProductID: in.ID, Users: in.Body.Users})
		})
	register(s, operation{id: "open-modification", method: post, path: "/seller/products/{id}/modification", tag: tagProducts,
		summary: "Open a modification", description: "Makes a draft from the version on sale, which stays on sale meanwhile.", needs: need(account.SellerApplications),
		service: []string{"catalog.OpenModification"}, errors: append(gone, catalog.ErrNotOnSale, catalog.ErrVersionOpen), status: 201},
		func(ctx context.Context, in *IDInput) (*output[draftView], error) {
			d, err := s.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: actor(ctx), ProductID: in.ID})
			return answer(draftOf(d), err)
		})
	register(s, operation{id: "set-stock", method: post, path: "/seller/products/{id}/stock", tag: tagProducts, summary: "Change the stock",
		description: "Adds or takes pieces of a spec on sale.", needs: need(account.SellerStock), service: []string{"catalog.SetStock"},
		errors: append(gone, catalog.ErrNotOnSale, catalog.ErrSpecNotFound, catalog.ErrStockUnlimited, catalog.ErrStockBelowZero, catalog.ErrDelta, catalog.ErrFieldTooLong)},
		func(ctx context.Context, in *setStockInput) (*output[stockView], error) {
			st, err := s.Catalog.SetStock(ctx, catalog.SetStockInput{Actor: actor(ctx), ProductID: in.ID, SpecID: in.Body.SpecID,
				Delta: in.Body.Delta, Note: in.Body.Note})
			return answer(stockView(st), err)
		})
	register(s, operation{id: "list-stock-changes", method: get, path: "/seller/products/{id}/stock", tag: tagProducts, summary: "List changes of the stock",
		description: "The changes that the seller made, the latest first.", needs: need(account.SellerStock, account.OperatorApplications), service: []string{"catalog.StockHistory"},
		errors: append(gone, page.ErrBadCursor)},
		func(ctx context.Context, in *pagedIDInput) (*listOutput[stockChangeView], error) {
			p, err := s.Catalog.StockHistory(ctx, actor(ctx), in.ID, in.request())
			return listed(p, func(c catalog.StockChange) stockChangeView {
				return stockChangeView{c.ID, c.SpecID, c.At.UTC(), c.Delta, c.Available, c.Note, c.ActorName}
			}), err
		})
}

func (s *server) managed(ctx context.Context, in *managedInput) (*listOutput[RowView], error) {
	p, err := s.Catalog.MyProducts(ctx, actor(ctx), catalog.ProductFilter{Status: in.Status, SellerID: in.SellerID, Text: in.Q}, in.request())
	return listed(p, rowOf), err
}

func (s *server) managedProduct(ctx context.Context, in *IDInput) (*output[managedProductView], error) {
	p, err := s.Catalog.Get(ctx, actor(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	v := managedProductView{RowView: rowOf(p.ProductRow), SellerName: textOf(p.SellerName), Live: contentOrNil(p.Live), Moves: all(p.Moves, statusMoveOf)}
	if p.Open != nil {
		d := draftOf(*p.Open)
		v.Open = &d
	}
	return answer(v, nil)
}

func rowOf(p catalog.ProductRow) RowView {
	v := RowView{ID: p.ID, SellerID: p.SellerID, Name: textOf(p.Name), Status: p.Status, Hidden: p.Hidden, LiveVersion: p.LiveVersion, Category: p.Category,
		LogoURL: fileURL(p.Logo), FromUnit: string(p.FromUnit), ApplicationID: p.OpenID, State: p.OpenState, Stock: p.Stock, StockLow: p.StockLow,
		CreatedAt: p.CreatedAt.UTC(), UpdatedAt: p.UpdatedAt.UTC()}
	if p.From.Currency != "" {
		from := moneyOf(p.From)
		v.From = &from
	}
	return v
}

type grantsView struct {
	Users []string `json:"users" nullable:"false" maxItems:"50" doc:"Ids of sub-users."`
}

type grantsInput struct {
	IDInput
	Body grantsView
}
