package store_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/store"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAndIconsAreComplete(t *testing.T) {
	t.Parallel()
	b := uitest.Load(t, store.LocaleFS())
	uitest.Catalogs(t, store.LocaleFS(), "store.")
	uitest.Keys(t, b, ".")
	uitest.Unused(t, store.LocaleFS(), "store.", ".")
	uitest.Icons(t, ".")
}

// business-rules 6.1, 6.3, 13.2
func TestEveryPageIsWholeInBothLanguages(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0, catalog.ExtParam{Code: "adminEmail", Label: i18n.Text{ZH: "管理员邮箱", EN: "Administrator"}, Required: true, MaxLen: 40})
	product := "/products/" + id
	nobody := account.Actor{}
	for _, page := range []struct {
		address string
		actor   account.Actor
		status  int
	}{
		{"/", nobody, 200}, {"/", f.Buyer, 200}, {"/category/office", nobody, 200}, {"/category/office-meeting", nobody, 200},
		{"/category/industry", nobody, 200}, {"/category/none", nobody, 404}, {"/search", nobody, 200}, {"/search?q=会议", nobody, 200},
		{"/search?q=nosuchword", nobody, 200}, {"/search?q=meet&category=data", nobody, 200}, {"/search?cursor=x", nobody, 422},
		{product, nobody, 200}, {product, f.Seller, 200}, {product + "?spec=" + f.listing(id).Specs[0].ID, nobody, 200}, {product + "?period=year&periods=2", nobody, 200}, {product + "?periods=x", nobody, 200},
		{"/products/prd_none", nobody, 404}, {"/products/prd_01m81c7n16k7te7f27jkm6s9nn", nobody, 404}, {"/products/%00", nobody, 404},
		{product + "/agreement", nobody, 200}, {"/products/x/agreement", nobody, 404}, {product + "/order", f.Buyer, 200},
		{product + "/order?periods=x&quantity=-1&spec=y", f.Buyer, 422}, {product + "/order", f.Seller, 200}, {product + "/order", f.Operator, 403},
		{"/products/prd_none/order", f.Buyer, 404}, {"/agreements/buyer", nobody, 200}, {"/penalties", nobody, 200}, {"/penalties?cursor=x", nobody, 422}, {"/agreements/privacy", nobody, 200}, {"/agreements/none", nobody, 404},
	} {
		for _, lang := range i18n.Langs() {
			doc := f.get(page.address, page.actor, page.status, "Cookie", "souk_lang="+lang)
			uitest.Markup(t, doc)
			if text := doc.Find("body").Text(); strings.Contains(text, "store.") && page.status != 404 {
				t.Errorf("%s in %s shows a key: %s", page.address, lang, text[strings.Index(text, "store."):])
			}
			if doc.Find("title").Text() == "" || t.Failed() {
				t.Fatalf("%s in %s", page.address, lang)
			}
		}
	}
}

func TestAProductPageTellsWhatABuyerNeeds(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	l := f.listing(id)
	doc := f.get("/products/"+id, account.Actor{}, 200, "Cookie", "souk_lang=en")
	text := doc.Find("main").Text()
	for _, want := range []string{l.Name.EN, l.Overview.EN, l.Seller.Name.EN, l.Seller.SupportEmail, l.Seller.SupportPhone, l.Support.Content.EN,
		l.Highlights[0].EN, l.Guide.Name, l.Specs[0].Name.EN, "¥28.00 × 5", "¥140.00"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if got := doc.Find("meta[name=description]").AttrOr("content", ""); got != l.Overview.EN {
		t.Errorf("description %q", got)
	}
	doc = f.get("/products/"+id+"?period=year", account.Actor{}, 200, "Cookie", "souk_lang=en")
	if text := doc.Find("main").Text(); !strings.Contains(text, "¥1,400.00") || !strings.Contains(text, "Save ¥280.00") {
		t.Error("the yearly price or its saving is not shown")
	}
	buy := doc.Find("form[action='/products/" + id + "/order']")
	if buy.AttrOr("method", "") != "get" || buy.Find("input[name=period][value=year][checked]").Length() != 1 || buy.Find("button[type=submit]").Length() != 1 {
		t.Error("the choice does not lead to the order")
	}
}

func TestWhatASellerWroteCannotRun(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	const bad = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	const short = `<script>a()</script>`
	f.modify(id, func(c *catalog.Content) {
		c.Overview = i18n.Text{ZH: bad, EN: bad}
		c.Highlights[0] = i18n.Text{ZH: short, EN: short}
		c.Introduction.ZH += bad + `<a href="javascript:alert(1)">x</a><p style="x" onclick="alert(1)">y</p>`
		c.Terms.ZH += bad
		c.Support.Content = i18n.Text{ZH: bad, EN: bad}
		c.Params = []catalog.ExtParam{{Code: "a", Label: i18n.Text{ZH: short, EN: short}, Help: i18n.Text{ZH: bad, EN: bad}, MaxLen: 9}}
	})
	for _, address := range []string{"/", "/search", "/products/" + id, "/products/" + id + "/agreement", "/products/" + id + "/order"} {
		doc := f.get(address, f.Buyer, 200)
		data := `script[type="application/ld+json"]` // what search engines read: no browser runs it
		if n := doc.Find(`script:not([src]), [onerror], [onclick], [style], a[href^='javascript']`).Not(data).Length(); n != 0 || doc.Find(data).Length() > 1 {
			t.Errorf("%s: %d places run what the seller wrote", address, n)
		}
	}
	if doc := f.get("/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", account.Actor{}, 200); doc.Find("script:not([src])").Length() != 0 {
		t.Error("the search runs what was typed")
	}
}

func TestSearchFindsWordsAndSuggestsWhenItDoesNot(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.publish(0)
	f.publish(1)
	en := []string{"Cookie", "souk_lang=en"}
	if n := f.get("/search?q=reedbridge+meet", account.Actor{}, 200, en...).Find("article.product").Length(); n != 1 {
		t.Errorf("found %d", n)
	}
	doc := f.get("/search?q=nosuchword", account.Actor{}, 200, en...)
	if doc.Find(".empty").Length() != 1 || doc.Find("article.product").Length() != 2 || doc.Find("a[href='/category/office']").Length() < 2 {
		t.Error("no empty state with suggestions and categories")
	}
	long := f.get("/search?q="+strings.Repeat("ab", 100), account.Actor{}, 200, en...)
	if got := long.Find("#store-q").AttrOr("value", ""); len(got) != 64 {
		t.Errorf("the box holds %d characters", len(got))
	}
	cheap := f.get("/search?sort=price", account.Actor{}, 200, en...).Find("article.product h3").First().Text()
	if !strings.Contains(cheap, "Meet") {
		t.Errorf("cheapest first: %q", cheap)
	}
}

func TestALongListHasANextPage(t *testing.T) {
	t.Parallel()
	f := open(t)
	for range 25 {
		f.publish(0)
	}
	first := f.get("/search", account.Actor{}, 200)
	next, ok := first.Find("main nav a[href*='cursor=']").Attr("href")
	if !ok || first.Find("article.product").Length() != 24 {
		t.Fatalf("%d products, next page %v", first.Find("article.product").Length(), ok)
	}
	if n := f.get(next, account.Actor{}, 200).Find("article.product").Length(); n != 1 {
		t.Errorf("second page has %d", n)
	}
}

// Part of business-rules 4.4: guides are for buyers of what is on sale; a draft's guide is nobody's but its seller's.
func TestFilesAreServedToWhomTheyConcern(t *testing.T) {
	t.Parallel()
	f := open(t)
	id, other := f.publish(0), f.publish(1)
	l := f.listing(id)
	for _, c := range []struct {
		name, address string
		actor         account.Actor
		want          int
	}{
		{"logo", "/files/" + l.Logo, account.Actor{}, 200},
		{"guide of the product", "/files/" + l.Guide.Blob + "?product=" + id, account.Actor{}, 200},
		{"guide without its product", "/files/" + l.Guide.Blob, account.Actor{}, 404},
		{"guide under another product", "/files/" + l.Guide.Blob + "?product=" + other, f.Buyer, 404},
		{"guide by its owner", "/files/" + l.Guide.Blob, f.Seller, 200},
		{"guide by an operator", "/files/" + l.Guide.Blob, f.Operator, 200},
		{"unknown", "/files/blb_x", f.Seller, 404},
		{"hero", f.get("/", account.Actor{}, 200).Find("img.when-light").AttrOr("src", ""), account.Actor{}, 200},
		{"no such hero", "/hero/x.svg", account.Actor{}, 404},
	} {
		w := f.ask(http.MethodGet, c.address, c.actor, nil)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.want)
		}
	}
	w := f.ask(http.MethodGet, "/files/"+l.Guide.Blob+"?product="+id, account.Actor{}, nil)
	if d := w.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
		t.Errorf("the guide is %q", d)
	}
}
