package store_test

import (
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// business-rules 4.4, 4.5, 6.1: a product page has every part that a buyer looks for; its attributes go by their names, and search
// engines read what the seller wrote for them.
func TestAProductPageHasAllPartsAndNames(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	f.modify(id, func(c *catalog.Content) {
		c.Specs[0].Plan.Attributes[0].Name = i18n.Text{ZH: "并发席位", EN: "Concurrent seats"}
		c.SEO = catalog.SEO{Title: i18n.Text{ZH: "视频会议软件", EN: "Video meetings"}, Description: i18n.Text{ZH: "打开浏览器就能开会，会后即有纪要。", EN: "Meet in the browser; minutes follow."}}
	})
	l := f.listing(id)
	at := "/products/" + id
	for lang, want := range map[string][3]string{"zh": {"视频会议软件", "打开浏览器就能开会，会后即有纪要。", "并发席位"}, "en": {"Video meetings", "Meet in the browser; minutes follow.", "Concurrent seats"}} {
		doc := f.get(at, account.Actor{}, 200, "Cookie", "souk_lang="+lang)
		if title := doc.Find("title").Text(); !strings.HasPrefix(title, want[0]) || doc.Find("meta[name=description]").AttrOr("content", "") != want[1] {
			t.Errorf("in %s search engines read %q", lang, title)
		}
		if buy := doc.Find("section[aria-labelledby=buy]").Text(); !strings.Contains(buy, want[2]) {
			t.Errorf("in %s the attribute has no name: %s", lang, buy)
		}
		if got := doc.Find("#introduction .prose-box").Text(); len([]rune(got)) < 400 {
			t.Errorf("in %s the introduction is %q", lang, got)
		}
		for what, selector := range map[string]string{
			"the price":         "#quote input[name=expect], #quote .price-total",
			"the order":         "form[action='" + at + "/order'] button[type=submit]",
			"the agreement":     "a[href='" + at + "/agreement']",
			"the guide":         "#guide a[href*='" + l.Guide.Blob + "']",
			"the pictures":      ".gallery-stage img",
			"the support":       "#support a[href='tel:" + l.Support.Phone + "']",
			"the seller's card": "section[aria-labelledby=seller] a[href='/sellers/" + l.SellerID + "']",
			"the ratings":       "#ratings", "the questions": "#questions",
			"the favourite": "form[action='" + at + "/favourite'] button",
		} {
			if doc.Find(selector).Length() == 0 {
				t.Errorf("in %s the page lacks %s", lang, what)
			}
		}
	}
}
