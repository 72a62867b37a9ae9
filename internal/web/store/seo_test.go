package store_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// business-rules 4.4 (SEO): what a seller writes cannot leave the element of the facts, and what search engines read says the same as the page.
func TestAProductTellsSearchEnginesWhatItsPageShows(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.Publish(f.Server.Address(misseller.Behaviour{}), func(p *content.Product) {
		p.Name = i18n.Text{ZH: "苇桥会议", EN: `Meet </script><script>alert(1)</script> & "more"`}
	})
	for lang, locale := range map[string]string{"en": "en_US", "zh": "zh_CN"} {
		res := f.ask(http.MethodGet, "/products/"+id+"?utm=x&lang="+lang, account.Actor{}, nil)
		if strings.Contains(res.Body.String(), "<script>alert") {
			t.Error("the name left its element")
		}
		doc := uitest.Parse(t, res.Body.String())
		uitest.Markup(t, doc)
		at := base + "/products/" + id
		for selector, want := range map[string]string{`link[rel=canonical]`: at + "?lang=" + lang, `link[hreflang="zh-CN"][rel=alternate]`: at + "?lang=zh",
			`link[hreflang=en][rel=alternate]`: at + "?lang=en", `link[hreflang=x-default]`: at} {
			if got := doc.Find("head").Find(selector).AttrOr("href", ""); got != want {
				t.Errorf("%s: %q, want %q", selector, got, want)
			}
		}
		for property, want := range map[string]string{"og:type": "product", "og:locale": locale, "og:url": at + "?lang=" + lang} {
			if got := doc.Find(`meta[property="`+property+`"]`).AttrOr("content", ""); got != want {
				t.Errorf("%s: %q, want %q", property, got, want)
			}
		}
		var facts struct {
			Type   string `json:"@type"`
			Name   string
			SKU    string
			Offers struct {
				Price, PriceCurrency, Availability string

				PriceSpecification struct{ Price, UnitCode string }
			}
			AggregateRating *struct{}
		}
		if err := json.Unmarshal([]byte(doc.Find(`script[type="application/ld+json"]`).Text()), &facts); err != nil {
			t.Fatal(err)
		}
		l, err := f.Catalog.Live(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if facts.Type != "Product" || facts.Name != l.Name.In(lang) || facts.SKU != id || facts.Offers.Price != l.From.String() || facts.Offers.PriceCurrency != "CNY" ||
			facts.Offers.Availability != "https://schema.org/InStock" || facts.Offers.PriceSpecification.Price != l.From.String() || facts.Offers.PriceSpecification.UnitCode != "MON" || facts.AggregateRating != nil {
			t.Errorf("facts %+v", facts)
		}
	}
}

func TestAHiddenProductTellsSearchEnginesNothing(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.Publish(f.Server.Address(misseller.Behaviour{}), nil)
	f.modify(id, func(c *catalog.Content) { c.Hidden = true })
	doc := f.get("/products/"+id, account.Actor{}, http.StatusOK)
	if n := doc.Find(`link[rel=canonical], link[rel=alternate], script[type="application/ld+json"], meta[property^="og:"]`).Length(); n != 0 {
		t.Errorf("%d elements tell of it", n)
	}
	if doc.Find(`meta[name=robots][content=noindex]`).Length() != 1 {
		t.Error("it may be indexed")
	}
	if strings.Contains(f.ask(http.MethodGet, "/sitemap-products.xml", account.Actor{}, nil).Body.String(), id) {
		t.Error("it is in the sitemap")
	}
}

func TestTheSitemapNamesEveryPageInBothLanguages(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.Publish(f.Server.Address(misseller.Behaviour{}), nil)
	type file struct {
		Files []string `xml:"sitemap>loc"`
		Pages []struct {
			Loc     string `xml:"loc"`
			Changed string `xml:"lastmod"`
			Links   []struct {
				Lang string `xml:"hreflang,attr"`
				URL  string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"url"`
	}
	read := func(path string) (out file) {
		t.Helper()
		res := f.ask(http.MethodGet, path, account.Actor{}, nil)
		if err := xml.Unmarshal(res.Body.Bytes(), &out); err != nil || res.Code != http.StatusOK || !strings.HasPrefix(res.Header().Get("Content-Type"), "application/xml") {
			t.Fatalf("%s: %d %v %s", path, res.Code, err, res.Body)
		}
		return out
	}
	found := map[string]int{}
	for _, at := range read("/sitemap.xml").Files {
		for _, p := range read(strings.TrimPrefix(at, base)).Pages {
			found[p.Loc]++
			if len(p.Links) != 2 {
				t.Errorf("%s has %d languages", p.Loc, len(p.Links))
			}
		}
	}
	category := f.Catalog.Categories()[0].Code
	for _, path := range []string{"/", "/products/" + id, "/sellers/" + f.listing(id).SellerID, "/category/" + category} {
		for _, lang := range []string{"zh", "en"} {
			if n := found[base+path+"?lang="+lang]; n != 1 {
				t.Errorf("%s in %s is there %d times", path, lang, n)
			}
		}
	}
	robots := f.ask(http.MethodGet, "/robots.txt", account.Actor{}, nil).Body.String()
	for _, line := range []string{"Disallow: /buyer\n", "Disallow: /search\n", "Sitemap: " + base + "/sitemap.xml\n"} {
		if !strings.Contains(robots, line) {
			t.Errorf("robots.txt does not say %q", line)
		}
	}
}

// business-rules 2.7: a storefront tells search engines who sells and what stands on the page.
func TestAStorefrontTellsSearchEnginesWhoSellsWhat(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	l := f.listing(id)
	for _, lang := range i18n.Langs() {
		doc := f.get("/sellers/"+l.SellerID+"?lang="+lang, account.Actor{}, http.StatusOK)
		var facts struct {
			Graph []struct {
				Type, Name, URL string
				Items           []struct {
					Position  int
					Name, URL string
				} `json:"itemListElement"`
			} `json:"@graph"`
		}
		raw := strings.ReplaceAll(doc.Find(`script[type="application/ld+json"]`).Text(), `"@type"`, `"type"`)
		if err := json.Unmarshal([]byte(raw), &facts); err != nil || len(facts.Graph) != 2 {
			t.Fatalf("facts %s: %v", raw, err)
		}
		who, list := facts.Graph[0], facts.Graph[1]
		if who.Type != "Organization" || who.Name != l.Seller.Name.In(lang) || who.URL != base+"/sellers/"+l.SellerID+"?lang="+lang {
			t.Errorf("in %s: %+v", lang, who)
		}
		if list.Type != "ItemList" || len(list.Items) != 1 || list.Items[0].Position != 1 || list.Items[0].Name != l.Name.In(lang) || list.Items[0].URL != base+"/products/"+id+"?lang="+lang {
			t.Errorf("in %s: %+v", lang, list)
		}
		if got := doc.Find("link[rel=canonical]").AttrOr("href", ""); got != who.URL {
			t.Errorf("canonical %s, want %s", got, who.URL)
		}
	}
}
