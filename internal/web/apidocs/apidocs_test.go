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
	apidocs.Mount(mux, "https://market.test/")
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

func TestThePagesShowEveryOperationAndError(t *testing.T) {
	t.Parallel()
	h := handler(t)
	raw, err := api.DocumentJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		ids, operations, links := map[string]bool{}, 0, []string{}
		for _, path := range append([]string{"/api/docs"}, areas(t, h)...) {
			doc := uitest.Parse(t, get(t, h, path+"?lang="+lang).Body.String())
			uitest.Markup(t, doc)
			operations += doc.Find("main details[id]").Length()
			if text := doc.Find("main").Text(); strings.Contains(text, "apidocs.") {
				t.Errorf("%s %s: a text is missing", path, lang)
			}
			doc.Find("main [id]").Each(func(_ int, x *goquery.Selection) { ids[path+"#"+x.AttrOr("id", "")] = true })
			doc.Find(`main a[href^="/api/docs"][href*="#"]`).Each(func(_ int, x *goquery.Selection) { links = append(links, x.AttrOr("href", "")) })
		}
		if want := strings.Count(string(raw), `"operationId"`); operations != want {
			t.Errorf("%s: %d operations on the pages, %d in the document", lang, operations, want)
		}
		for _, link := range links {
			if !ids[link] {
				t.Errorf("%s: %s leads nowhere", lang, link)
			}
		}
		if len(links) < operations {
			t.Errorf("%s: %d links to %d operations", lang, len(links), operations)
		}
	}
}

// areas are the addresses of the pages of operations.
func areas(t *testing.T, h http.Handler) []string {
	t.Helper()
	var out []string
	uitest.Parse(t, get(t, h, "/api/docs").Body.String()).Find(`main nav a[href^="/api/docs/"]`).Each(func(_ int, a *goquery.Selection) {
		out = append(out, a.AttrOr("href", ""))
	})
	if len(out) < 10 {
		t.Fatalf("only %d areas", len(out))
	}
	return out
}

func TestAnUnknownAreaIsNotFound(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	handler(t).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/api/docs/nothing", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
}

func TestAnOperationIsShownInFull(t *testing.T) {
	t.Parallel()
	h := handler(t)
	page := func(area string) *goquery.Document {
		return uitest.Parse(t, get(t, h, "/api/docs/"+area+"?lang=en").Body.String())
	}
	text := page("orders").Find("#place-order").Text()
	for _, want := range []string{"POST", "/orders", "Idempotency-Key", "expected_total", "Answer 201", "order_key_reused", "buyer",
		`curl -sS -X POST "https://market.test/api/v1/orders"`, `-H "Authorization: Bearer $SOUK_TOKEN"`, `"currency": "CNY"`, "Inside expected_total"} {
		if !strings.Contains(text, want) {
			t.Errorf("place-order does not show %s", want)
		}
	}
	if strings.Contains(page("health").Find("#get-health").Text(), "SOUK_TOKEN") {
		t.Error("a public operation asks for a token")
	}
	if upload := page("products").Find("#upload-file").Text(); !strings.Contains(upload, `-F "file=@logo.png"`) {
		t.Errorf("upload: %s", upload)
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
