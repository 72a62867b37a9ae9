package apidocs_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/api"
	"github.com/souk-market/souk/internal/web/apidocs"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func handler(t *testing.T) http.Handler {
	t.Helper()
	mux := door.New(slog.New(slog.DiscardHandler))
	if err := apidocs.Mount(mux, "https://market.test/"); err != nil {
		t.Fatal(err)
	}
	site := &ui.Site{Bundle: uitest.Load(t, apidocs.LocaleFS())}
	return ui.Secure(site.Middleware(mux))
}

func get(t *testing.T, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.Code)
	}
	return w
}

func TestTheTextsOfTheAreaAreComplete(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, apidocs.LocaleFS(), "apidocs.")
	uitest.Keys(t, uitest.Load(t, apidocs.LocaleFS()), ".")
	uitest.Unused(t, apidocs.LocaleFS(), "apidocs.", ".")
	uitest.Icons(t, ".")
}

func TestThePageShowsEveryOperationAndError(t *testing.T) {
	t.Parallel()
	h := handler(t)
	raw, err := api.DocumentJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		doc := uitest.Parse(t, get(t, h, "/api/docs?lang="+lang).Body.String())
		uitest.Markup(t, doc)
		if got, want := doc.Find("main details[id]").Length(), strings.Count(string(raw), `"operationId"`); got != want {
			t.Errorf("%s: %d operations on the page, %d in the document", lang, got, want)
		}
		if text := doc.Find("main").Text(); strings.Contains(text, "apidocs.") {
			t.Errorf("%s: a text is missing", lang)
		}
		doc.Find(`main a[href^="#"]`).Each(func(_ int, a *goquery.Selection) {
			if id := a.AttrOr("href", "")[1:]; doc.Find(`[id="`+id+`"]`).Length() != 1 {
				t.Errorf("%s: #%s leads nowhere", lang, id)
			}
		})
	}
}

func TestAnOperationIsShownInFull(t *testing.T) {
	t.Parallel()
	doc := uitest.Parse(t, get(t, handler(t), "/api/docs?lang=en").Body.String())
	op := doc.Find("#place-order")
	text := op.Text()
	for _, want := range []string{"POST", "/orders", "Idempotency-Key", "expected_total", "Answer 201", "order_key_reused", "buyer",
		`curl -sS -X POST "https://market.test/api/v1/orders"`, `-H "Authorization: Bearer $SOUK_TOKEN"`, `"currency": "CNY"`, "Inside expected_total"} {
		if !strings.Contains(text, want) {
			t.Errorf("place-order does not show %s", want)
		}
	}
	if strings.Contains(doc.Find("#get-health").Text(), "SOUK_TOKEN") {
		t.Error("a public operation asks for a token")
	}
	if !strings.Contains(doc.Find("#upload-file").Text(), `-F "file=@logo.png"`) {
		t.Errorf("upload: %s", doc.Find("#upload-file").Text())
	}
}

func TestTheDocumentIsServedInBothForms(t *testing.T) {
	t.Parallel()
	h := handler(t)
	if w := get(t, h, "/api/openapi.yaml"); !strings.Contains(w.Body.String(), "openapi: 3.1.0") || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/openapi+yaml") {
		t.Errorf("yaml: %v", w.Header())
	}
	if w := get(t, h, "/api/openapi.json"); !strings.HasPrefix(w.Body.String(), "{") || w.Header().Get("Content-Type") != "application/openapi+json" {
		t.Errorf("json: %v", w.Header())
	}
}
