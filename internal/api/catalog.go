package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

type categoryView struct {
	Code    string   `json:"code" doc:"Stable name of the category."`
	Parent  string   `json:"parent,omitempty" doc:"Code of the category above; left out at the top."`
	Name    textView `json:"name"`
	Summary textView `json:"summary"`
	Leaf    bool     `json:"leaf" doc:"Whether products may be put into it."`
}

type cardView struct {
	ID          string    `json:"id" doc:"The product." example:"prd_01kb3v0000000000000000000"`
	SellerID    string    `json:"seller_id"`
	SellerName  textView  `json:"seller_name"`
	Name        textView  `json:"name"`
	Overview    textView  `json:"overview"`
	LogoURL     string    `json:"logo_url,omitempty"`
	Category    string    `json:"category"`
	From        moneyView `json:"from" doc:"The lowest price."`
	FromUnit    string    `json:"from_unit" enum:"month,year" doc:"The period of the lowest price."`
	PublishedAt time.Time `json:"published_at" doc:"When it was first on sale."`
}

type sellerView struct {
	ID           string   `json:"id"`
	Name         textView `json:"name"`
	Intro        textView `json:"intro"`
	SupportEmail string   `json:"support_email"`
	SupportPhone string   `json:"support_phone"`
	SupportHours textView `json:"support_hours"`
	Extension    int64    `json:"extension,omitempty" doc:"On the marketplace's pre-sale line; left out: none."`
}

type productView struct {
	ID          string           `json:"id"`
	Version     int64            `json:"version" doc:"Version on sale."`
	Seller      sellerView       `json:"seller"`
	Content     PresentationView `json:"content"`
	From        moneyView        `json:"from" doc:"The lowest price."`
	FromUnit    string           `json:"from_unit" enum:"month,year"`
	Available   *int64           `json:"available,omitempty" doc:"Pieces left; left out: unlimited."`
	PublishedAt time.Time        `json:"published_at"`
	UpdatedAt   time.Time        `json:"updated_at"`
}

type browseInput struct {
	PageInput
	Category string `query:"category" maxLength:"64" doc:"Code of a category; those below it are included."`
	Q        string `query:"q" maxLength:"200" doc:"Words that must all be in the name, the overview or the seller's name."`
	Sort     string `query:"sort" enum:"newest,price" default:"newest" doc:"The latest first, or the lowest price first."`
}

func (s *server) catalog() {
	register(s, operation{id: "list-categories", method: get, path: "/categories", tag: tagStore, summary: "List categories",
		description: "The whole tree in its order.", needs: need(account.Public), service: []string{"catalog.Categories", "catalog.Leaf"}},
		func(context.Context, *none) (*listOutput[categoryView], error) {
			return listed(page.Of[catalog.Category]{Items: s.Catalog.Categories()}, func(c catalog.Category) categoryView {
				return categoryView{c.Code, c.Parent, textOf(c.Name), textOf(c.Summary), s.Catalog.Leaf(c.Code)}
			}), nil
		})
	register(s, operation{id: "browse-products", method: get, path: "/products", tag: tagStore, summary: "Browse products",
		description: "What is on sale, by category and words.", needs: need(account.Public), service: []string{"catalog.Browse"},
		errors: []*apperr.Error{catalog.ErrCategoryNotFound, page.ErrBadCursor}}, s.browse)
	register(s, operation{id: "get-product", method: get, path: "/products/{id}", tag: tagStore, summary: "Get a product on sale",
		description: "All that a buyer may know before ordering: texts, prices, what is asked for.",
		needs:       need(account.Public), service: []string{"catalog.Live", "catalog.Available"}, errors: []*apperr.Error{catalog.ErrProductNotFound}}, s.product)
}

func (s *server) browse(ctx context.Context, in *browseInput) (*listOutput[cardView], error) {
	p, err := s.Catalog.Browse(ctx, catalog.BrowseInput{Category: in.Category, Query: in.Q, Sort: in.Sort, Limit: in.Limit, Cursor: in.Cursor})
	return listed(p, func(c catalog.Card) cardView {
		return cardView{ID: c.ProductID, SellerID: c.SellerID, SellerName: textOf(c.SellerName), Name: textOf(c.Name), Overview: textOf(c.Overview),
			LogoURL: fileURL(c.Logo), Category: c.Category, From: moneyOf(c.From), FromUnit: string(c.FromUnit), PublishedAt: c.PublishedAt.UTC()}
	}), err
}

func (s *server) product(ctx context.Context, in *IDInput) (*output[productView], error) {
	l, err := s.Catalog.Live(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	v := productView{ID: l.ProductID, Version: l.Version, Content: presentationOf(l.Content), From: moneyOf(l.From), FromUnit: string(l.FromUnit),
		PublishedAt: l.PublishedAt.UTC(), UpdatedAt: l.UpdatedAt.UTC(),
		Seller: sellerView{l.Seller.ID, textOf(l.Seller.Name), textOf(l.Seller.Intro), l.Seller.SupportEmail, l.Seller.SupportPhone, textOf(l.Seller.SupportHours), l.Seller.Line.Extension}}
	n, limited, err := s.Catalog.Available(ctx, l.Spec.ID)
	if limited {
		v.Available = &n
	}
	return answer(v, err)
}
