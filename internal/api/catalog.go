package api

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/search"
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
	Delivery    string    `json:"delivery" doc:"How it is delivered."`
	Tags        []string  `json:"tags,omitempty" doc:"Certification tags."`
	From        moneyView `json:"from" doc:"The lowest price."`
	FromUnit    string    `json:"from_unit,omitempty" enum:"month,year,once" doc:"The period of the lowest price; left out where all is charged by use."`
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
	ID          string            `json:"id"`
	Version     int64             `json:"version" doc:"Version on sale."`
	Seller      sellerView        `json:"seller"`
	Content     PresentationView  `json:"content"`
	From        moneyView         `json:"from" doc:"The lowest price."`
	FromUnit    string            `json:"from_unit,omitempty" enum:"month,year,once"`
	Available   map[string]int64  `json:"available,omitempty" doc:"Pieces left of each limited spec, by its id."`
	Upgrades    []upgradeRuleView `json:"upgrades,omitempty" doc:"What who owns a SKU can change to; see the quote of an upgrade."`
	PublishedAt time.Time         `json:"published_at"`
	UpdatedAt   time.Time         `json:"updated_at"`
}

type browseInput struct {
	PageInput
	Category string   `query:"category" maxLength:"64" doc:"Code of a category; those below it are included."`
	Q        string   `query:"q" maxLength:"200" doc:"Words that must all be there: in Chinese or English, by pinyin or initials; typing errors are forgiven."`
	Sort     string   `query:"sort" enum:"relevance,newest,price,price-desc" default:"relevance" doc:"The best match first (without words, the latest), the latest, the lowest price, the highest price first."`
	Seller   []string `query:"seller" maxItems:"20" doc:"Ids of sellers, separated by commas: one of them."`
	Delivery []string `query:"delivery" maxItems:"20" doc:"Delivery types: one of them."`
	Charge   []string `query:"charge" maxItems:"20" doc:"Ways to pay: one of them."`
	Period   []string `query:"period" maxItems:"20" doc:"Periods that can be bought: one of them."`
	Trial    []string `query:"trial" maxItems:"1" enum:"yes" doc:"yes: what can be tried."`
	Region   []string `query:"region" maxItems:"20" doc:"Sales regions: what is sold in one of them."`
	Tag      []string `query:"tag" maxItems:"20" doc:"Certification tags: one of them."`
	PriceMin string   `query:"price_min" pattern:"^[0-9]{1,12}(\\.[0-9]{1,2})?$" patternDescription:"a decimal with at most two places, such as 12.30" doc:"Least of the lowest price, in CNY."`
	PriceMax string   `query:"price_max" pattern:"^[0-9]{1,12}(\\.[0-9]{1,2})?$" patternDescription:"a decimal with at most two places, such as 12.30" doc:"Most of the lowest price, in CNY."`
}

type countView struct {
	Code   string    `json:"code"`
	Label  *textView `json:"label,omitempty" doc:"Left out where the code speaks for itself."`
	Count  int       `json:"count" doc:"Products with it, given all that was chosen in other fields."`
	Chosen bool      `json:"chosen,omitempty"`
}

type facetView struct {
	Field  string      `json:"field" enum:"category,seller,delivery,charge,period,trial,region,tag"`
	Counts []countView `json:"counts" doc:"The most frequent first, at most 50."`
}

type foundView struct {
	Items     []cardView  `json:"items" doc:"The entries of this page."`
	Next      string      `json:"next,omitempty" doc:"The cursor of the next page; left out on the last one."`
	Counted   bool        `json:"counted" doc:"Whether total and facets are there: not while the search index of the node is being built."`
	Total     int         `json:"total,omitempty" doc:"Products on all pages."`
	Facets    []facetView `json:"facets,omitempty"`
	Corrected string      `json:"corrected,omitempty" doc:"The words as they were understood, where they were not as typed."`
}

type suggestInput struct {
	Q string `query:"q" required:"true" minLength:"1" maxLength:"200" doc:"What was typed so far: a beginning of a name or of a word in it, of its pinyin or its initials."`
}

type suggestionView struct {
	Kind  string   `json:"kind" enum:"product,category,seller"`
	ID    string   `json:"id" doc:"The product, the code of the category, or the seller."`
	Label textView `json:"label"`
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
		description: "What is on sale, by words and choices, with the counts of each field.", needs: need(account.Public), service: []string{"catalog.Find"},
		errors: []*apperr.Error{catalog.ErrCategoryNotFound, page.ErrBadCursor, search.ErrStarting}}, s.browse)
	register(s, operation{id: "suggest", method: get, path: "/search-suggestions", tag: tagStore, summary: "Complete what is being typed",
		description: "Products, categories and sellers with something on sale; a few of each.", needs: need(account.Public), service: []string{"catalog.Suggest"}},
		func(ctx context.Context, in *suggestInput) (*listOutput[suggestionView], error) {
			found, err := s.Catalog.Suggest(ctx, in.Q)
			return listed(page.Of[search.Suggestion]{Items: found}, func(x search.Suggestion) suggestionView {
				kind := x.Field
				if kind == "" {
					kind = "product"
				}
				return suggestionView{kind, x.Code, textOf(x.Label)}
			}), err
		})
	register(s, operation{id: "get-product", method: get, path: "/products/{id}", tag: tagStore, summary: "Get a product on sale",
		description: "All that a buyer may know before ordering: texts, prices, what is asked for.",
		needs:       need(account.Public), service: []string{"catalog.Live", "catalog.Available"}, errors: []*apperr.Error{catalog.ErrProductNotFound}}, s.product)
}

func (s *server) browse(ctx context.Context, in *browseInput) (*output[foundView], error) {
	find := catalog.FindInput{Query: in.Q, Category: in.Category, Sort: in.Sort, Limit: in.Limit, Cursor: in.Cursor, Values: map[string][]string{
		catalog.FieldSeller: in.Seller, catalog.FieldDelivery: in.Delivery, catalog.FieldCharge: in.Charge, catalog.FieldPeriod: in.Period,
		catalog.FieldTrial: in.Trial, catalog.FieldRegion: in.Region, catalog.FieldTag: in.Tag}}
	for _, bound := range []struct {
		text string
		into **int64
	}{{in.PriceMin, &find.PriceMin}, {in.PriceMax, &find.PriceMax}} {
		if bound.text != "" {
			amount, err := money.Parse(bound.text, "CNY")
			if err != nil {
				return nil, err
			}
			*bound.into = &amount.Minor
		}
	}
	f, err := s.Catalog.Find(ctx, find)
	v := foundView{Items: all(f.Items, cardOf), Next: f.Next, Counted: f.Counted, Total: f.Total, Corrected: f.Corrected}
	for _, x := range f.Facets {
		v.Facets = append(v.Facets, facetView{x.Field, all(x.Counts, countOf)})
	}
	return answer(v, err)
}

func countOf(c search.Count) countView {
	v := countView{Code: c.Code, Count: c.N, Chosen: c.Chosen}
	if !c.Label.Empty() {
		label := textOf(c.Label)
		v.Label = &label
	}
	return v
}

func cardOf(c catalog.Card) cardView {
	return cardView{ID: c.ProductID, SellerID: c.SellerID, SellerName: textOf(c.SellerName), Name: textOf(c.Name), Overview: textOf(c.Overview),
		LogoURL: fileURL(c.Logo), Category: c.Category, Delivery: string(c.Delivery), Tags: c.Tags, From: moneyOf(c.From), FromUnit: string(c.FromUnit), PublishedAt: c.PublishedAt.UTC()}
}

type productInput struct {
	IDInput
	Spec string `query:"spec" maxLength:"64" doc:"A spec that is sold through its link only: it is shown when it is named."`
}

func (s *server) product(ctx context.Context, in *productInput) (*output[productView], error) {
	l, err := s.Catalog.Live(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	l.Specs = l.Offered(in.Spec)
	v := productView{ID: l.ProductID, Version: l.Version, Content: presentationOf(l.Content), From: moneyOf(l.From), FromUnit: string(l.FromUnit), Upgrades: upgradesOf(l),
		PublishedAt: l.PublishedAt.UTC(), UpdatedAt: l.UpdatedAt.UTC(),
		Seller: sellerView{l.Seller.ID, textOf(l.Seller.Name), textOf(l.Seller.Intro), l.Seller.SupportEmail, l.Seller.SupportPhone, textOf(l.Seller.SupportHours), l.Seller.Line.Extension}}
	for _, x := range l.Specs {
		if x.Stock == nil {
			continue
		}
		n, limited, err := s.Catalog.Available(ctx, x.ID)
		if err != nil {
			return nil, err
		}
		if limited {
			if v.Available == nil {
				v.Available = map[string]int64{}
			}
			v.Available[x.ID] = n
		}
	}
	return answer(v, nil)
}
