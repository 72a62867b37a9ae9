package store_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/search"
)

// told is what a page tells search engines: its own address, or that they leave it out.
func told(doc *goquery.Document) string {
	if doc.Find(`meta[name=robots][content=noindex]`).Length() == 1 {
		if n := doc.Find(`link[rel=canonical], link[rel=alternate], meta[property^="og:"]`).Length(); n > 0 {
			return "noindex, and yet an address"
		}
		return "noindex"
	}
	return doc.Find(`link[rel=canonical]`).AttrOr("href", "nothing")
}

// business-rules 6.1: each category page says in a line what it is about, in the language of the page, and no two say the same.
func TestEachCategoryDescribesItselfToSearchEngines(t *testing.T) {
	t.Parallel()
	f := open(t)
	for _, lang := range i18n.Langs() {
		said := map[string]string{}
		for _, c := range f.Catalog.Categories() {
			doc := f.get("/category/"+c.Code, account.Actor{}, http.StatusOK, "Cookie", "souk_lang="+lang)
			line := doc.Find("meta[name=description]").AttrOr("content", "")
			if !strings.HasPrefix(line, c.Name.In(lang)) || !strings.Contains(line, c.Summary.In(lang)) || utf8.RuneCountInString(line) > 160 {
				t.Errorf("%s in %s: %q", c.Code, lang, line)
			}
			if other := said[line]; other != "" {
				t.Errorf("%s and %s both say %q", c.Code, other, line)
			}
			said[line] = c.Code
			if title := doc.Find("title").Text(); !strings.HasPrefix(title, c.Name.In(lang)) {
				t.Errorf("%s in %s has the title %q", c.Code, lang, title)
			}
		}
	}
}

// business-rules 6.1: the first page of a list is what search engines keep, in each language and in any order. What shows other
// products than that (a later page, a choice, a search), or none, they leave out; they find the products by the sitemap.
func TestOnlyTheFirstPageOfAWholeListIsForSearchEngines(t *testing.T) {
	t.Parallel()
	f := open(t).searchable()
	first := f.listing(f.publish(0))
	f.Publish("http://127.0.0.1:8090/produce", nil) // one more in the same category
	at, shop := "/category/"+first.Category, "/sellers/"+first.SellerID
	empty := ""
	for _, c := range f.Catalog.Categories() {
		if list, err := f.Catalog.Browse(t.Context(), catalog.BrowseInput{Category: c.Code}); err == nil && len(list.Items) == 0 {
			empty = "/category/" + c.Code
		}
	}
	found, err := f.Catalog.Find(t.Context(), catalog.FindInput{Category: first.Category, Sort: search.SortNewest, Limit: 1})
	f.must(err)
	sold, err := f.Catalog.Browse(t.Context(), catalog.BrowseInput{SellerID: first.SellerID, Limit: 1})
	f.must(err)
	for address, want := range map[string]string{
		at: base + at + "?lang=en", at + "?utm_source=x": base + at + "?lang=en", at + "?sort=price": base + at + "?lang=en", at + "?lang=en": base + at + "?lang=en",
		at + "?cursor=" + found.Next: "noindex", at + "?region=cn": "noindex", at + "?price_min=1": "noindex", at + "?delivery=license": "noindex", empty: "noindex",
		"/search": "noindex", "/search?q=meet": "noindex",
		shop: base + shop + "?lang=en", shop + "?cursor=" + sold.Next: "noindex",
	} {
		if got := told(f.en(address)); got != want {
			t.Errorf("%s tells %q, want %q", address, got, want)
		}
	}
}

// facts is what schema.org is told of a product.
type facts struct {
	Offers *struct {
		Price              string
		Currency           string `json:"priceCurrency"`
		PriceSpecification *struct{ Price, UnitCode string }
	}
	AggregateRating *struct {
		Value string `json:"ratingValue"`
		Count int    `json:"ratingCount"`
		Best  int    `json:"bestRating"`
		Worst int    `json:"worstRating"`
	}
}

func (f *front) facts(productID string) (out facts) {
	f.t.Helper()
	f.must(json.Unmarshal([]byte(f.en("/products/"+productID).Find(`script[type="application/ld+json"]`).Text()), &out))
	return out
}

// business-rules 4.6, 4.7: the offer is the lowest price and what it is for, of what can be tried as well: nothing is sold for nothing.
// What is charged by use alone has none.
func TestTheOfferIsThePriceOfEachKindOfCharge(t *testing.T) {
	t.Parallel()
	f := open(t)
	terms := func(prices ...content.Price) func(*content.Product) {
		return func(p *content.Product) { p.Spec.Quantity, p.Spec.Prices = nil, prices }
	}
	once := price.Plan{Currency: "CNY", Charge: price.ChargeOneTime, Terms: []price.TermRange{{Unit: price.Once, Max: 1}},
		SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{price.Once: price.Whole(99)}}}}
	use := price.Plan{Currency: "CNY", Charge: price.ChargeOnDemand, Factors: []price.Factor{{Code: "calls", Name: both("通话", "Calls"), Items: []price.Item{{Code: "minutes",
		Name: both("时长", "Duration"), Unit: both("分钟", "min"), Cycle: price.CycleHour, Model: price.Model{Kind: price.ModelTier, Brackets: []price.Bracket{{UpTo: price.Whole(3), Price: price.Whole(2)}, {Over: price.Whole(3), Price: price.Whole(1)}}}}}}}}
	for _, c := range []struct {
		charge, price, unit string
		id                  string
	}{
		{"month", "68.00", "MON", f.Publish("http://127.0.0.1:8090/produce", terms(content.Price{Period: content.PeriodMonth, Minor: 6800}))},
		{"year", "680.00", "ANN", f.Publish("http://127.0.0.1:8090/produce", terms(content.Price{Period: content.PeriodYear, Minor: 68000}))},
		{"month or year", "50.00", "MON", f.Publish("http://127.0.0.1:8090/produce", terms(content.Price{Period: content.PeriodYear, Minor: 48000}, content.Price{Period: content.PeriodMonth, Minor: 5000}))},
		{"to be tried", "60.00", "MON", f.Publish("http://127.0.0.1:8090/produce", func(p *content.Product) {
			terms(content.Price{Period: content.PeriodMonth, Minor: 6000})(p)
			p.Spec.Trial = 14
		})},
		{"one-time", "99.00", "", f.Publish("http://127.0.0.1:8090/produce", func(p *content.Product) {
			p.Spec, p.More = content.Spec{}, []content.PlanSpec{{Name: both("买断版", "For good"), Plan: once}}
		})},
		{"use", "", "", f.Joint(func(c *catalog.Content) { c.Specs = []catalog.Spec{{Name: both("按需", "By use"), Plan: use}} }).ProductID},
	} {
		got := f.facts(c.id)
		if got.Offers == nil {
			if c.price != "" {
				t.Errorf("%s: no offer", c.charge)
			}
			continue
		}
		unit := ""
		if per := got.Offers.PriceSpecification; per != nil {
			unit = per.UnitCode
			if per.Price != got.Offers.Price {
				t.Errorf("%s: %s and %s", c.charge, per.Price, got.Offers.Price)
			}
		}
		if got.Offers.Price != c.price || got.Offers.Currency != "CNY" || unit != c.unit {
			t.Errorf("%s: %+v for %q, want %s for %q", c.charge, got.Offers, unit, c.price, c.unit)
		}
	}
}

// business-rules 10: an average is told only of ratings that everybody can read: none before the first, none of one that is being
// talked about, and of the storefront the same. Pages about a part of the ratings, or about a hidden product (4.2), are left out.
func TestAnAverageIsToldOnlyWithRatings(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	at, shop := "/products/"+id, "/sellers/"+f.listing(id).SellerID
	if got := f.facts(id).AggregateRating; got != nil {
		t.Errorf("without a rating: %+v", got)
	}
	f.rated(id, "CS1-000001", 1)
	if got := f.facts(id).AggregateRating; got != nil {
		t.Errorf("while a bad rating is talked about: %+v", got)
	}
	if strings.Contains(f.en(shop).Find(`script[type="application/ld+json"]`).Text(), "AggregateRating") {
		t.Error("the storefront tells an average of nothing")
	}
	f.rated(id, "CS2-000001", 5)
	f.rated(id, "CS3-000001", 4)
	if got := f.facts(id).AggregateRating; got == nil || got.Value != "4.5" || got.Count != 2 || got.Best != 5 || got.Worst != 1 {
		t.Errorf("with two ratings: %+v", got)
	}
	if text := f.en(shop).Find(`script[type="application/ld+json"]`).Text(); !strings.Contains(text, `"ratingValue":"4.5","ratingCount":2`) {
		t.Errorf("the storefront tells %s", text)
	}
	for path, want := range map[string]string{"/ratings": base + at + "/ratings?lang=en", "/ratings?stars=5": "noindex", "/ratings?pictures=1": "noindex", "/questions": base + at + "/questions?lang=en"} {
		if got := told(f.en(at + path)); got != want {
			t.Errorf("%s tells %q, want %q", path, got, want)
		}
	}
	f.modify(id, func(c *catalog.Content) { c.Hidden = true })
	for _, path := range []string{"", "/ratings", "/questions", "/agreement"} {
		if got := told(f.en(at + path)); got != "noindex" {
			t.Errorf("a hidden product's page %q tells %q", path, got)
		}
	}
}
