package store

import (
	"context"

	"github.com/souk-market/souk/internal/feedback"
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
			Seller: namedFacts{Type: "Organization", Name: seller, URL: a.BaseURL + sellerURL(l.SellerID)}}
		if v.SoldOut {
			facts.Offers.Availability = "https://schema.org/OutOfStock"
		}
	}
	if score.Ratings > 0 {
		facts.Rating = &ratingFacts{Type: "AggregateRating", Value: score.Average(), Count: score.Ratings, Best: 5, Worst: 1}
	}
	p.Facts = facts
	return p
}
