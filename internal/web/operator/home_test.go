package operator_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// bannerForm posts the form of a banner with a picture, as a browser does.
func (m *market) bannerForm(path string, width, height int, kv ...string) answer {
	m.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(kv); i += 2 {
		m.fine(w.WriteField(kv[i], kv[i+1]))
	}
	part, err := w.CreateFormFile("picture", "banner.png")
	m.fine(err)
	m.fine(png.Encode(part, image.NewGray(image.Rect(0, 0, width, height))))
	m.fine(w.Close())
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("X-As", m.olga.ID)
	r.AddCookie(&http.Cookie{Name: "souk_lang", Value: "en"})
	out := httptest.NewRecorder()
	m.handler.ServeHTTP(out, r)
	a := answer{ResponseRecorder: out}
	if out.Code != http.StatusSeeOther {
		a.doc = uitest.Parse(m.t, out.Body.String())
		uitest.Markup(m.t, a.doc)
	}
	return a
}

func (m *market) fine(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

// business-rules 12.8: homepage floors and banners, by a draft that is looked at and published.
func TestAnOperatorPublishesTheHomePage(t *testing.T) {
	t.Parallel()
	m := setup(t)
	product := m.approved(m.good("苇桥会议", "Reedbridge Meet")).ProductID
	draft := func() shopwindow.Draft {
		t.Helper()
		return must[shopwindow.Draft](t)(m.window.Draft(t.Context(), m.olga))
	}
	rev := func() string { return strconv.FormatInt(draft().Rev, 10) }
	good := []string{"title_zh", "开业大促", "title_en", "Opening <sale>", "link", "/products/" + product, "on", "1"}

	for _, lang := range []string{"zh", "en"} {
		for _, path := range []string{"/operator/home", "/operator/home/banners/new", "/operator/home/floors/new"} {
			if a := m.send(m.olga, lang, "GET", path, nil); a.Code != 200 || strings.Contains(a.doc.Find("main").Text(), "operator.") {
				t.Errorf("%s in %s: %d, or it shows a key", path, lang, a.Code)
			}
		}
	}
	if a := m.bannerForm("/operator/home/banners/new", 1200, 400, append(good, "rev", "0")...); a.Code != http.StatusUnprocessableEntity || a.doc.Find(`[name=title_en][value="Opening <sale>"]`).Length() != 1 {
		t.Errorf("a picture of the wrong size: %d, or what was typed is lost", a.Code)
	}
	a := m.bannerForm("/operator/home/banners/new", 1200, 500, append(good, "rev", "0", "from", "2026-02-30")...)
	picture := a.doc.Find("[name=picture_blob]").AttrOr("value", "")
	if a.Code != http.StatusUnprocessableEntity || picture == "" || a.doc.Find("#f-item-from-err").Length() != 1 {
		t.Fatalf("a day that is none: %d, the picture that was sent is kept as %q", a.Code, picture)
	}
	if a := m.post("/operator/home/banners/new", append(good, "rev", "0", "picture_blob", picture)...); a.Code != http.StatusSeeOther {
		t.Fatalf("a banner: %d %s", a.Code, a.doc.Find("main").Text())
	}
	floor := []string{"kind", "products", "products", "https://souk.example.com/products/" + product + "?spec=x\n", "size", "4", "on", "1", "category", "office"}
	if a := m.post("/operator/home/floors/new", append(floor, "rev", rev())...); a.Code != http.StatusSeeOther {
		t.Fatalf("a floor: %d %s", a.Code, a.doc.Find("main").Text())
	}
	d := draft()
	if len(d.Banners) != 1 || len(d.Floors) != 2 || d.Floors[1].Products[0] != product || d.Floors[1].Category != "" {
		t.Fatalf("the draft is %+v", d)
	}

	// Somebody else is quicker: nothing is lost, and the next attempt goes through.
	stale := rev()
	if a := m.post("/operator/home/items/"+d.Floors[1].ID, "rev", stale, "do", "up"); a.Code != http.StatusSeeOther || draft().Floors[0].Kind != shopwindow.KindProducts {
		t.Fatalf("moved up: %d", a.Code)
	}
	a = m.post("/operator/home/floors/"+d.Floors[0].ID, "rev", stale, "kind", "newest", "size", "8", "title_zh", "新", "title_en", "New & shiny")
	if a.Code != http.StatusConflict || a.doc.Find(`[name=title_en][value="New & shiny"]`).Length() != 1 || !strings.Contains(a.doc.Find("[role=alert]").Text(), m.olga.Name) ||
		a.doc.Find("[name=rev]").AttrOr("value", "") != rev() {
		t.Fatalf("over a draft that changed: %d %s", a.Code, a.doc.Find("[role=alert]").Text())
	}
	if a := m.post("/operator/home/items/"+d.Floors[0].ID, "rev", rev(), "do", "remove"); a.Code != http.StatusSeeOther {
		t.Fatalf("removed: %d", a.Code)
	}
	a = m.post("/operator/home/floors/"+d.Floors[0].ID, "rev", stale, "kind", "newest", "size", "8")
	if a.Code != http.StatusConflict || a.doc.Find("form#item").AttrOr("action", "") != "/operator/home/floors/new" {
		t.Errorf("of a floor that somebody took out: %d, the form goes to %s", a.Code, a.doc.Find("form#item").AttrOr("action", ""))
	}
	for path, status := range map[string]int{"/operator/home/items/flr_none": 404, "/operator/home/floors/flr_none": 404, "/operator/home/banners/bnr_none": 404} {
		if a := m.post(path, append(good, "rev", rev(), "do", "up", "picture_blob", picture, "kind", "newest", "size", "8")...); a.Code != status {
			t.Errorf("POST %s: %d", path, a.Code)
		}
	}

	page := m.get("/operator/home")
	if page.doc.Find("#publish").Length() != 1 || !strings.Contains(page.doc.Find("#banners").Text(), "Opening <sale>") {
		t.Error("the page does not show the draft, or no way to publish it")
	}
	published := rev()
	for range 2 { // sent twice
		if a := m.post("/operator/home/publish", "rev", published); a.Code != http.StatusSeeOther {
			t.Fatalf("publish: %d", a.Code)
		}
	}
	if a := m.post("/operator/home/items/"+d.Banners[0].ID, "rev", rev(), "do", "switch"); a.Code != http.StatusSeeOther || draft().Banners[0].On {
		t.Errorf("switched off: %d", a.Code)
	}
	if a := m.post("/operator/home/publish", "rev", published); a.Code != http.StatusConflict || !strings.Contains(a.doc.Find("[role=alert]").Text(), m.olga.Name) {
		t.Errorf("published what somebody did not see: %d", a.Code)
	}
	if a := m.post("/operator/home/versions/0/restore", "live", "1"); a.Code != http.StatusSeeOther {
		t.Errorf("restored: %d", a.Code)
	}
	if a := m.post("/operator/home/versions/1/restore", "live", "1"); a.Code != http.StatusConflict {
		t.Errorf("restored over a version that was not seen: %d", a.Code)
	}
	if a := m.post("/operator/home/versions/x/restore", "live", "2"); a.Code != http.StatusNotFound {
		t.Errorf("restored nothing: %d", a.Code)
	}
	if a := m.post("/operator/home/discard", "rev", rev()); a.Code != http.StatusSeeOther || draft().Changed {
		t.Errorf("discarded: %d", a.Code)
	}
	if text := m.get("/operator/home").doc.Find("#versions").Text(); !strings.Contains(text, "Version 2") || !strings.Contains(text, "from version 0") || !strings.Contains(text, "Built-in page") {
		t.Errorf("the history says %s", text)
	}

	must[catalog.ProductRow](t)(m.catalog.TakeDown(t.Context(), catalog.ForceInput{Actor: m.olga, ProductID: product, Reason: "misleading words on the page"}))
	must[shopwindow.Draft](t)(m.window.SaveDraft(t.Context(), shopwindow.SaveDraftInput{Actor: m.olga, Rev: draft().Rev,
		Home: shopwindow.Home{Floors: []shopwindow.Floor{{On: true, Kind: shopwindow.KindHot, Products: []string{product}, Size: 4}}}}))
	if text := m.get("/operator/home").doc.Find("#floors").Text(); !strings.Contains(text, "off sale or hidden") || !strings.Contains(text, "left out") {
		t.Errorf("the page does not warn: %s", text)
	}
	for _, who := range []account.Actor{m.buyer, m.seller} {
		if a := m.send(who, "en", "GET", "/operator/home", nil); a.Code != http.StatusForbidden {
			t.Errorf("%s sees it: %d", who.Kind, a.Code)
		}
	}
}
