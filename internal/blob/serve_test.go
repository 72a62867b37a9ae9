package blob_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/blob"
)

func TestAFileIsServedSoThatItCannotDoAnything(t *testing.T) {
	t.Parallel()
	s := setup(t)
	guide, err := put(t, s, blob.PurposeGuide, `使用"指南" 100%.pdf`, []byte("%PDF-1.4 hello"))
	if err != nil {
		t.Fatal(err)
	}
	logo, err := put(t, s, blob.PurposeLogo, "l.png", pngOf(t, 120, 120))
	if err != nil {
		t.Fatal(err)
	}
	get := func(id string, d blob.Disposition, header ...string) *httptest.ResponseRecorder {
		t.Helper()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, blob.URL(id), nil)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		if err := s.Serve(w, r, id, d); err != nil {
			t.Fatal(err)
		}
		return w
	}

	w := get(guide.ID, blob.Inline)
	want := map[string]string{
		"Content-Type":            "application/pdf",
		"X-Content-Type-Options":  "nosniff",
		"Content-Security-Policy": "default-src 'none'; sandbox",
		// The quotes became "_" when the name was stored, the rest of the ASCII form when it was sent.
		"Content-Disposition": `attachment; filename="______ 100_.pdf"; filename*=UTF-8''%E4%BD%BF%E7%94%A8_%E6%8C%87%E5%8D%97_%20100%25.pdf`,
		"Cache-Control":       "private, max-age=31536000, immutable",
		"Etag":                `"` + guide.SHA256 + `"`,
	}
	got := map[string]string{}
	for k := range want {
		got[k] = w.Header().Get(k)
	}
	if diff := cmp.Diff(want, got); diff != "" || w.Body.String() != "%PDF-1.4 hello" {
		t.Error(diff, w.Body.String())
	}

	w = get(logo.ID, blob.Inline)
	if d := w.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "inline;") || !strings.HasPrefix(w.Header().Get("Cache-Control"), "public") {
		t.Errorf("logo: %q, %q", d, w.Header().Get("Cache-Control"))
	}
	if w := get(guide.ID, blob.Attachment, "Range", "bytes=0-3"); w.Code != http.StatusPartialContent || w.Body.String() != "%PDF" {
		t.Errorf("range: %d %q", w.Code, w.Body)
	}
	if w := get(guide.ID, blob.Attachment, "If-None-Match", `"`+guide.SHA256+`"`); w.Code != http.StatusNotModified {
		t.Errorf("conditional: %d", w.Code)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/files/blb_x", nil)
	empty := httptest.NewRecorder()
	if err := s.Serve(empty, r, "blb_x", blob.Inline); !errors.Is(err, blob.ErrNotFound) || len(empty.Header()) != 0 {
		t.Errorf("missing: %v, %v", err, empty.Header())
	}
}
