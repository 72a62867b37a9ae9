package store

import (
	"context"

	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// productFacts is a product as schema.org says it. Everything of it is on the page as well.
type productFacts struct {
	Context     string       `json:"@context"`
	Type        string       `json:"@type"`
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	SKU         string       `json:"sku"`
	URL         string       `json:"url"`
	Image       string       `json:"image,omitempty"`
	Category    string       `json:"category,omitempty"`
	Brand       namedFacts   `json:"brand"`
	Offers      *offerFacts  `json:"offers,omitempty"`
	Rating      *ratingFacts `json:"aggregateRating,omitempty"`
}

type namedFacts struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type offerFacts struct {
	Type         string     `json:"@type"`
	URL          string     `json:"url"`
	Price        string     `json:"price"`
	Currency     string     `json:"priceCurrency"`
	Availability string     `json:"availability"`
	Seller       namedFacts `json:"seller"`
	Per          *perFacts  `json:"priceSpecification,omitempty"`
}

// perFacts says what a price is for: a month or a year, by the codes of UN/CEFACT. A price that is paid once has none.
type perFacts struct {
	Type     string `json:"@type"`
	Price    string `json:"price"`
	Currency string `json:"priceCurrency"`
	Unit     string `json:"unitCode"`
}

// sellerFacts is a storefront: who sells, and what stands on the page, in its order.
type sellerFacts struct {
	Context string `json:"@context"`
	Graph   [2]any `json:"@graph"`
}

type organisationFacts struct {
	Type        string       `json:"@type"`
	Name        string       `json:"name"`
	URL         string       `json:"url"`
	Description string       `json:"description,omitempty"`
	Logo        string       `json:"logo,omitempty"`
	Rating      *ratingFacts `json:"aggregateRating,omitempty"`
}

type listFacts struct {
	Type  string      `json:"@type"`
	Name  string      `json:"name"`
	Items []itemFacts `json:"itemListElement"`
}

type itemFacts struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	URL      string `json:"url"`
}

type ratingFacts struct {
	Type  string `json:"@type"`
	Value string `json:"ratingValue"`
	Count int64  `json:"ratingCount"`
	Best  int    `json:"bestRating"`
	Worst int    `json:"worstRating"`
}

// publicProduct is what search engines and previews of links are told of a product. The offer is the lowest price; what is
// charged by use alone has none.
func (a *area) publicProduct(ctx context.Context, v productView, score feedback.Summary) ui.Public {
	l := v.Listing
	p := ui.Public{URL: a.BaseURL + productURL(l.ProductID), Kind: "product"}
	if l.Logo != "" {
		p.Image = a.BaseURL + fileURL(l.Logo)
	}
	seller := ui.In(ctx, l.Seller.Name)
	facts := productFacts{Context: "https://schema.org", Type: "Product", Name: ui.In(ctx, l.Name), Description: ui.In(ctx, l.Overview), SKU: l.ProductID,
		URL: p.In(ui.Lang(ctx)), Image: p.Image, Category: ui.In(ctx, v.Category.Name), Brand: namedFacts{Type: "Brand", Name: seller}}
	if l.From.Positive() {
		facts.Offers = &offerFacts{Type: "Offer", URL: facts.URL, Price: l.From.String(), Currency: l.From.Currency, Availability: "https://schema.org/InStock",
			Seller: namedFacts{Type: "Organization", Name: seller, URL: a.BaseURL + sellerURL(l.SellerID)}, Per: per(l.From, l.FromUnit)}
		if v.SoldOut {
			facts.Offers.Availability = "https://schema.org/OutOfStock"
		}
	}
	facts.Rating = rating(score)
	p.Facts = facts
	return p
}

// rating is what ratings come to; nil without any (business-rules 10).
func rating(score feedback.Summary) *ratingFacts {
	if score.Ratings == 0 {
		return nil
	}
	return &ratingFacts{Type: "AggregateRating", Value: score.Average(), Count: score.Ratings, Best: 5, Worst: 1}
}

// per is what a price is for, or nil.
func per(price money.Amount, unit period.Unit) *perFacts {
	codes := map[period.Unit]string{period.Month: "MON", period.Year: "ANN"}
	if codes[unit] == "" {
		return nil
	}
	return &perFacts{Type: "UnitPriceSpecification", Price: price.String(), Currency: price.Currency, Unit: codes[unit]}
}

// publicSeller is what search engines and previews of links are told of a storefront (business-rules 2.7).
func (a *area) publicSeller(ctx context.Context, v sellerView) ui.Public {
	p := ui.Public{URL: a.BaseURL + sellerURL(v.Seller.ID), Kind: "profile"}
	if v.Seller.Info.Logo != "" {
		p.Image = a.BaseURL + sellerFileURL(v.Seller.ID, v.Seller.Info.Logo)
	}
	list := listFacts{Type: "ItemList", Name: ui.T(ctx, "store.seller.products"), Items: []itemFacts{}}
	for i, x := range v.Products {
		list.Items = append(list.Items, itemFacts{"ListItem", i + 1, x.Name, ui.Public{URL: a.BaseURL + x.Href}.In(ui.Lang(ctx))})
	}
	p.Facts = sellerFacts{Context: "https://schema.org", Graph: [2]any{organisationFacts{Type: "Organization", Name: ui.In(ctx, v.Seller.Name), URL: p.In(ui.Lang(ctx)),
		Description: v.About, Logo: p.Image, Rating: rating(v.Score)}, list}}
	return p
}
