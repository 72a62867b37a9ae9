package store_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
)

// searchable waits until the index of the node answers.
func (f *front) searchable() *front {
	f.t.Helper()
	for !f.Catalog.SearchStatus().Ready {
		if err := f.t.Context().Err(); err != nil {
			f.t.Fatal(err)
		}
	}
	return f
}

func (f *front) en(address string) *goquery.Document {
	f.t.Helper()
	return f.get(address, account.Actor{}, 200, "Cookie", "souk_lang=en")
}

// business-rules 6.1
func TestAListIsNarrowedByLinksThatSayHowMany(t *testing.T) {
	t.Parallel()
	f := open(t).searchable()
	years, months, both := 0, 0, 0
	for i := range 8 {
		year, month := false, false
		for _, spec := range f.listing(f.publish(i)).Specs {
			for _, r := range spec.Plan.Terms {
				year, month = year || r.Unit == period.Year, month || r.Unit == period.Month
			}
		}
		if year {
			years++
		}
		if month {
			months++
		}
		if year && month {
			both++
		}
	}
	if years == months || both == years {
		t.Fatalf("the products cannot tell: %d by the year, %d by the month, %d by both", years, months, both)
	}
	doc := f.en("/search")
	year := doc.Find(`a.facet-value[href="/search?period=year"]`)
	if year.Find(".facet-count").Text() != strconv.Itoa(years) || year.AttrOr("aria-current", "") != "false" {
		t.Fatalf("the facet of the term: %q, want %d", year.Text(), years)
	}
	doc = f.en("/search?period=year&sort=price&cursor=")
	if n := doc.Find("article.product").Length(); n != years {
		t.Errorf("%d products by the year, want %d", n, years)
	}
	chosen := doc.Find(`a.facet-value[aria-current="true"]`)
	if chosen.Length() != 1 || chosen.AttrOr("href", "") != "/search?sort=price" {
		t.Errorf("taking the choice back leads to %q", chosen.AttrOr("href", ""))
	}
	month := doc.Find(`a.facet-value[href*="period=month"]`)
	if month.Find(".facet-count").Text() != strconv.Itoa(months) || !strings.Contains(month.AttrOr("href", ""), "period=year") {
		t.Errorf("the other value counts %q, want %d, and leads to %q", month.Find(".facet-count").Text(), months, month.AttrOr("href", ""))
	}
	if doc.Find(`input[type=hidden][name=period][value=year]`).Length() != 1 {
		t.Error("the form of the prices forgets the choice")
	}
	doc = f.en("/search?period=week&seller=" + strings.Repeat("x", 65))
	if doc.Find(".empty a[href='/search']").Length() != 1 || doc.Find("article.product").Length() != 0 {
		t.Error("a choice that nothing has leaves no way out")
	}
}

// business-rules 4.7, 6.1: what can be tried is a choice where not all can be, and none where all can.
func TestOneValueIsAChoiceWhereNotAllHaveIt(t *testing.T) {
	t.Parallel()
	f := open(t).searchable()
	f.Publish("http://127.0.0.1:8090/produce", func(p *content.Product) { p.Spec.Trial = 14 })
	const tried = `a.facet-value[href="/search?trial=yes"]`
	if n := f.en("/search").Find(tried).Length(); n != 0 {
		t.Error("what all products have is a choice")
	}
	f.Publish("http://127.0.0.1:8090/produce", nil)
	if got := f.en("/search").Find(tried).Find(".facet-count").Text(); got != "1" {
		t.Errorf("one of two can be tried: %q", got)
	}
}

// business-rules 4.12, 6.1: search and category pages are narrowed by where a product is sold, in both languages, and say how many.
func TestSalesRegionsNarrowSearchAndCategories(t *testing.T) {
	t.Parallel()
	f := open(t).searchable()
	home, abroad := f.publish(0), f.publish(1)
	f.modify(abroad, func(c *catalog.Content) {
		c.Introduction.EN, c.Terms.EN, c.Regions = c.Introduction.ZH, c.Terms.ZH, []string{"cn", "eu"}
	})
	for at, mainland := range map[string]string{"/search": "2", "/category/" + f.listing(abroad).Category: "1"} {
		for lang, name := range map[string]string{i18n.ZH: "欧洲", i18n.EN: "Europe"} {
			doc := f.get(at, account.Actor{}, 200, "Cookie", "souk_lang="+lang)
			europe, china := doc.Find(`a.facet-value[href="`+at+`?region=eu"]`), doc.Find(`a.facet-value[href="`+at+`?region=cn"]`)
			if !strings.Contains(europe.Text(), name) || europe.Find(".facet-count").Text() != "1" || china.Find(".facet-count").Text() != mainland {
				t.Errorf("%s in %s: %q, %q", at, lang, words(europe.Text()), words(china.Text()))
			}
		}
		doc := f.en(at + "?region=eu&sort=price")
		if doc.Find("article.product").Length() != 1 || doc.Find(`article.product a[href="/products/`+abroad+`"]`).Length() == 0 || doc.Find(`main a[href="/products/`+home+`"]`).Length() != 0 {
			t.Errorf("%s: what is sold in Europe: %s", at, words(doc.Find("main").Text()))
		}
		if got := doc.Find(`a.facet-value[aria-current="true"]`).AttrOr("href", ""); got != at+"?sort=price" {
			t.Errorf("%s: taking the choice back leads to %q", at, got)
		}
		if doc.Find(`input[type=hidden][name=region][value=eu]`).Length() != 1 {
			t.Errorf("%s: the form of the prices forgets the choice", at)
		}
		if n := f.en(at + "?region=la").Find("article.product").Length(); n != 0 {
			t.Errorf("%s: %d products are sold in Latin America", at, n)
		}
	}
}

func TestPricesBoundTheListAndABadOneIsSaidBesideTheField(t *testing.T) {
	t.Parallel()
	f := open(t).searchable()
	f.publish(0)
	for _, c := range []struct {
		query, error string
		products     int
	}{
		{"price_min=0.01&price_max=1000000", "", 1}, {"price_max=0.01", "", 0}, {"price_min=1000000", "", 0},
		{"price_min=cheap", "Enter an amount", 1}, {"price_max=-1", "Enter an amount", 1}, {"price_max=1e9", "Enter an amount", 1},
		{"price_min=" + url.QueryEscape(`"><script>`), "Enter an amount", 1}, {"price_min=9&price_max=1", "above the highest", 0},
	} {
		doc := f.en("/search?" + c.query)
		if got := doc.Find("#price-error").Text(); c.error == "" && got != "" || !strings.Contains(got, c.error) {
			t.Errorf("%s says %q", c.query, got)
		}
		if c.error != "" && doc.Find("input[aria-describedby=price-error]").Length() != 2 {
			t.Errorf("%s: the fields do not name their error", c.query)
		}
		if n := doc.Find("article.product").Length(); n != c.products {
			t.Errorf("%s: %d products", c.query, n)
		}
	}
}

func TestWhatMatchedIsMarkedAndWhatASellerWroteStaysText(t *testing.T) {
	t.Parallel()
	f := open(t).searchable()
	f.modify(f.publish(0), func(c *catalog.Content) {
		c.Name = i18n.Text{ZH: "苇桥会议室", EN: "Reedbridge Rooms"}
		c.Overview = i18n.Text{ZH: "<b>会议室</b>预订，一看便知。", EN: "<script>alert(1)</script> rooms for everybody"}
	})
	doc := f.en("/search?q=room")
	if got, _ := doc.Find("article.product h3 a").Html(); got != "Reedbridge <mark>Rooms</mark>" {
		t.Errorf("name %q", got)
	}
	if got := doc.Find("article.product .product-line").Text(); got != "<script>alert(1)</script> rooms for everybody" {
		t.Errorf("overview %q", got)
	}
	doc = f.get("/search?q=会议室", account.Actor{}, 200, "Cookie", "souk_lang=zh")
	if got, _ := doc.Find("article.product h3 a").Html(); got != "苇桥<mark>会议室</mark>" {
		t.Errorf("name %q", got)
	}
	doc = f.en("/search?q=reedbrigde")
	if got := doc.Find("[role=status] a").Text(); got != "reedbridge" {
		t.Errorf("corrected to %q", got)
	}
	if n := doc.Find("mark").Length(); n == 0 {
		t.Error("the corrected word is not marked")
	}
}

func TestTheBoxIsCompletedAndNothingFoundOffersWhatIsNear(t *testing.T) {
	t.Parallel()
	f := open(t).searchable()
	id := f.publish(0)
	l := f.listing(id)
	for typed, want := range map[string]string{
		string([]rune(l.Name.ZH)[:2]): "/products/" + id,
		"reedb":                       "/products/" + id,
		l.Seller.Name.ZH:              "/sellers/" + l.SellerID,
		"":                            "",
		"%25_*":                       "",
		"<script>":                    "",
	} {
		doc := f.en("/search/suggestions?q=" + url.QueryEscape(typed))
		var all []string
		doc.Find("li[role=option]").Each(func(_ int, o *goquery.Selection) { all = append(all, o.AttrOr("data-href", "")) })
		if want == "" && len(all) > 0 || want != "" && !strings.Contains(strings.Join(all, " "), want) {
			t.Errorf("%q is completed to %v, want %q", typed, all, want)
		}
	}
	doc := f.en("/search?q=" + url.QueryEscape("reedbridgezzzzzzzz"))
	if doc.Find(`section[aria-labelledby=meant] a[href="/products/`+id+`"]`).Length() != 1 {
		t.Error("nothing near is offered")
	}
}
