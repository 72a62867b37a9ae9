package store_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// business-rules 6.1, 12.8: floors and banners. The page shows what was published, the preview what will be.
func TestTheHomePageShowsBannersAndFloors(t *testing.T) {
	t.Parallel()
	f := open(t)
	product := f.publish(0)
	var b bytes.Buffer
	f.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, 1200, 500))))
	file, err := f.Blobs.Put(t.Context(), blob.PutInput{Owner: f.Operator.ID, Purpose: blob.PurposeBanner, Name: "b.png", Reader: &b})
	f.must(err)
	tomorrow := f.Clock.Now().In(period.Shanghai()).AddDate(0, 0, 1).Format(time.DateOnly)
	banner := func(title, link, from string) shopwindow.Banner {
		return shopwindow.Banner{On: true, Picture: file.ID, Title: i18n.Text{ZH: title, EN: title}, Link: link, From: from}
	}
	home := shopwindow.Home{Banners: []shopwindow.Banner{banner("Here & now", "/products/"+product, ""), banner("Elsewhere", "https://example.com/", ""), banner("Later", "/search", tomorrow)},
		Floors: []shopwindow.Floor{{On: true, Kind: shopwindow.KindProducts, Products: []string{product}, Size: 4, Title: i18n.Text{ZH: "严选", EN: "Our choice"}},
			{On: true, Kind: shopwindow.KindMostBought, Size: 4}, {On: false, Kind: shopwindow.KindNewest, Size: 4}}}
	d, err := f.Window.SaveDraft(t.Context(), shopwindow.SaveDraftInput{Actor: f.Operator, Home: home})
	f.must(err)
	english := []string{"Cookie", "souk_lang=en"}
	before := f.get("/", account.Actor{}, 200, english...)
	if before.Find(".banner").Length() != 0 || before.Find("#flr_newest").Length() != 1 || before.Find(".hero-band img").Length() == 0 {
		t.Error("the built-in page is not as it was")
	}
	preview := f.get("/operator/home/preview", f.Operator, 200, english...)
	uitest.Markup(t, preview)
	if preview.Find(".preview-bar").Length() != 1 || preview.Find("meta[name=robots]").AttrOr("content", "") == "" || preview.Find("link[rel=canonical]").Length() != 0 {
		t.Error("the preview does not say that it is one, or tells search engines of itself")
	}
	if got := f.get("/operator/home/preview?day="+tomorrow, f.Operator, 200, english...).Find(".banner").Length(); got != 3 {
		t.Errorf("%d banners tomorrow", got)
	}
	for address, status := range map[string]int{"/operator/home/preview?version=0": 200, "/operator/home/preview?version=9": 404, "/operator/home/preview?version=x&day=y": 200} {
		f.get(address, f.Operator, status)
	}
	if got := f.ask(http.MethodGet, "/operator/home/preview", f.Buyer, nil).Code; got != http.StatusForbidden {
		t.Errorf("a buyer previews: %d", got)
	}
	_, err = f.Window.Publish(t.Context(), shopwindow.DraftInput{Actor: f.Operator, Rev: d.Rev})
	f.must(err)
	page := f.get("/", account.Actor{}, 200, english...)
	uitest.Markup(t, page)
	visible, drawn := page.Find(".store-main").Text(), preview.Find(".store-main").Text()
	if visible != drawn {
		t.Error("the preview showed something else than the page")
	}
	if got := page.Find(".hero-band .banner-title").Text(); !strings.Contains(got, "Here & now") || page.Find(".banner").Length() != 2 {
		t.Errorf("%d banners, the first is %q", page.Find(".banner").Length(), got)
	}
	if away := page.Find(`.banner a[href="https://example.com/"]`); away.AttrOr("rel", "") != "noopener" || !strings.Contains(away.Text(), "another website") {
		t.Error("who is led out of the store is not told")
	}
	headings := page.Find(".store-main section[aria-labelledby^=flr_] h2")
	if headings.Length() != 1 || headings.Text() != "Our choice" || page.Find(`a[href="/products/`+product+`"]`).Length() != 2 {
		t.Errorf("the floors are %q", headings.Text())
	}
}
