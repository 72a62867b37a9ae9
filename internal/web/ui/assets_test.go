package ui_test

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/web/ui"
)

func TestAnAssetHasAHashedAddressThatMayBeCachedForEver(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"app.css", "app.js", "matrix.js", "passkey.js", "htmx.js", "favicon.svg"} {
		address := ui.Asset(name)
		if !regexp.MustCompile(`^/assets/\w+\.[0-9a-f]{10}\.\w+$`).MatchString(address) {
			t.Errorf("address %q of %s has no hash", address, name)
		}
		r := httptest.NewRequest("GET", address, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		ui.Assets().ServeHTTP(w, r)
		h := w.Header()
		if w.Code != 200 || !strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("Content-Encoding") != "gzip" || h.Get("Content-Type") == "" {
			t.Errorf("%s: %d %v", address, w.Code, h)
		}
	}
}

func TestAnAssetWithoutItsHashIsNotFound(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/assets/app.css", "/assets/", "/assets/../doc.go", "/assets/app.0000000000.css"} {
		w := httptest.NewRecorder()
		ui.Assets().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 404 {
			t.Errorf("%s answers %d, want 404", path, w.Code)
		}
	}
}

func TestTheStyleSheetLoadsNothingElse(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	ui.Assets().ServeHTTP(w, httptest.NewRequest("GET", ui.Asset("app.css"), nil))
	css := w.Body.String()
	for _, m := range regexp.MustCompile(`(?:url\(|@import)[^;)]*`).FindAllString(css, -1) {
		if !strings.Contains(m, "data:") {
			t.Errorf("the style sheet loads %q", m)
		}
	}
}
