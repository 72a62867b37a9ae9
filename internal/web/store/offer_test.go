package store_test

import (
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// show publishes a product of the demo that is no SaaS.
func (f *front) show(p content.Product) string {
	f.t.Helper()
	return f.Publish("http://127.0.0.1:8090/produce", func(x *content.Product) { *x = p })
}

// business-rules 4.4, 4.8, 7.1: the page says how a product arrives, what is accepted, and shows nothing that is for the review.
func TestAProductPageSaysWhatItsTypeMeans(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.AllowHardware()
	for _, p := range f.Content.Showcase {
		if p.Key == "addresses" {
			continue // data need the letter of their seller: see the demo
		}
		id := f.show(p)
		l := f.listing(id)
		for _, lang := range i18n.Langs() {
			doc := f.get("/products/"+id, account.Actor{}, 200, "Cookie", "souk_lang="+lang)
			uitest.Markup(t, doc)
			text := strings.Join(strings.Fields(doc.Find("main").Text()), " ")
			if !strings.Contains(text, l.Delivery.Name().In(lang)) || strings.Contains(text, "store.") || strings.Contains(text, "catalog.") {
				t.Errorf("%s in %s: %s", p.Key, lang, text)
			}
			for _, s := range l.Standard {
				if !strings.Contains(text, s.Item.In(lang)) || !strings.Contains(text, s.Accept.In(lang)) {
					t.Errorf("%s in %s does not say %q", p.Key, lang, s.Item.In(lang))
				}
			}
			if doc.Find(".gallery-stage img").Length() != 2 || doc.Find(".gallery-choice").Length() != 2 {
				t.Errorf("%s: no gallery of two pictures", p.Key)
			}
			if doc.Find(`form[action$="/order"] button[type="submit"]`).Length() != 0 {
				t.Errorf("%s can be ordered", p.Key)
			}
			for _, hidden := range []string{"苇桥售后仓", "示例路", "img-dbwatch", "geocode-1", "model-invoices"} {
				if strings.Contains(text, hidden) {
					t.Errorf("%s shows %s", p.Key, hidden)
				}
			}
		}
	}
}

// business-rules 6.1: the delivery type is a facet with names in both languages; a chip leads to more of the same.
func TestDeliveryTypesAreAFacet(t *testing.T) {
	t.Parallel()
	f := open(t).searchable()
	f.publish(0)
	id := f.show(f.Content.Showcase[1])
	want := map[string]string{i18n.ZH: "镜像", i18n.EN: "Image"}
	for _, lang := range i18n.Langs() {
		doc := f.get("/search", account.Actor{}, 200, "Cookie", "souk_lang="+lang)
		if link := doc.Find(`a.facet-value[href="/search?delivery=image"]`); !strings.Contains(link.Text(), want[lang]) || link.Find(".facet-count").Text() != "1" {
			t.Errorf("in %s: %q", lang, link.Text())
		}
	}
	doc := f.get("/search?delivery="+string(catalog.DeliveryImage), account.Actor{}, 200)
	if doc.Find(`main a[href="/products/`+id+`"]`).Length() == 0 || doc.Find(`main a[href^="/products/"]`).Length() > 2 {
		t.Error("the facet does not narrow")
	}
	if f.get("/products/"+id, account.Actor{}, 200).Find(`a.chip[href="/search?delivery=image"]`).Length() != 1 {
		t.Error("no chip leads to more of the same")
	}
}
