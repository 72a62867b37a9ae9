package store_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/ui"
)

func unzip(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	if w.Header().Get("Content-Encoding") != "gzip" {
		return w.Body.String()
	}
	z, err := gzip.NewReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAKeptPageShowsAnApprovedChangeAtOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	ask := func(headers ...string) *httptest.ResponseRecorder {
		return f.ask(http.MethodGet, "/products/"+id, account.Actor{}, nil, append([]string{"Cookie", "souk_lang=en"}, headers...)...)
	}
	first := ask("Accept-Encoding", "gzip")
	tag := first.Header().Get("ETag")
	if tag == "" || first.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("ETag %q, encoding %q", tag, first.Header().Get("Content-Encoding"))
	}
	if again := ask("Accept-Encoding", "gzip"); !bytes.Equal(again.Body.Bytes(), first.Body.Bytes()) {
		t.Error("the page differs from itself")
	}
	if plain := ask(); plain.Body.String() != unzip(t, first) || plain.Header().Get("Content-Encoding") != "" {
		t.Error("a client without gzip gets another page")
	}
	if same := ask("If-None-Match", tag); same.Code != http.StatusNotModified || same.Body.Len() != 0 {
		t.Errorf("unchanged: %d with %d bytes", same.Code, same.Body.Len())
	}
	f.modify(id, func(c *catalog.Content) {
		c.Overview = i18n.Text{ZH: "浏览器里就能开的会议，现在可以自动整理待办。", EN: "Another overview altogether."}
	})
	changed := ask("If-None-Match", tag)
	if changed.Code != http.StatusOK || !strings.Contains(changed.Body.String(), "Another overview altogether.") {
		t.Errorf("after the change: %d", changed.Code)
	}
}

func TestAKeptPageIsKeptForItsKindOfVisitorOnly(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.publish(0)
	f.modify(id, func(c *catalog.Content) {
		more := c.Specs[0]
		more.ID, more.Name = "", i18n.Text{ZH: "旗舰版", EN: "Ultimate"}
		c.Specs = append(c.Specs, more)
	})
	second := f.listing(id).Specs[1].ID
	get := func(query string, actor account.Actor, headers ...string) string {
		return f.ask(http.MethodGet, "/products/"+id+query, actor, nil, headers...).Body.String()
	}
	zh := get("", account.Actor{})
	if !strings.Contains(zh, `lang="zh-CN"`) || !strings.Contains(get("", account.Actor{}, "Accept-Language", "en"), `lang="en"`) {
		t.Error("languages are mixed up")
	}
	if !strings.Contains(get("", account.Actor{}, "Cookie", "souk_theme=dark"), `data-theme="souk-dark"`) || strings.Contains(zh, "data-theme=") {
		t.Error("themes are mixed up")
	}
	if get("?spec="+second, account.Actor{}) == zh || get("?spec=other", account.Actor{}) != zh {
		t.Error("prices are mixed up, or any text makes a page of its own")
	}
	if strings.Contains(get("?utm_source=secret-campaign", account.Actor{}), "secret-campaign") {
		t.Error("the address of one visitor shows to others")
	}
	if buyer := get("", f.Buyer); !strings.Contains(buyer, f.Buyer.Name) || strings.Contains(get("", account.Actor{}), f.Buyer.Name) {
		t.Error("a signed-in visitor's page is mixed up with everybody's")
	}
	note := httptest.NewRecorder()
	ui.SetFlash(note, httptest.NewRequest(http.MethodGet, "/", nil), ui.Info, "only-for-me")
	cookie := note.Result().Cookies()[0]
	if !strings.Contains(get("", account.Actor{}, "Cookie", cookie.Name+"="+cookie.Value), "only-for-me") || strings.Contains(get("", account.Actor{}), "only-for-me") {
		t.Error("a note is lost or kept")
	}
	f.sandbox = &ui.Sandbox{Now: f.Clock.Now(), Action: "/sandbox/clock"}
	if !strings.Contains(get("", account.Actor{}), "sandbox-bar") {
		t.Error("the sandbox bar is missing from the kept page")
	}
	f.sandbox = nil
	if strings.Contains(get("", account.Actor{}), "sandbox-bar") {
		t.Error("the sandbox bar was kept")
	}
}

// BenchmarkProductPage asks for one product's page through the middleware, as an anonymous visitor. "kept" is a page
// asked for before, "unchanged" one that the visitor has, "drawn" the page of a signed-in visitor.
func BenchmarkProductPage(b *testing.B) {
	f := open(b)
	id := f.publish(0)
	for _, c := range []struct {
		name   string
		actor  account.Actor
		header string
	}{{"kept", account.Actor{}, ""}, {"unchanged", account.Actor{}, "If-None-Match"}, {"drawn", f.Buyer, ""}} {
		b.Run(c.name, func(b *testing.B) {
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/products/"+id, nil)
			r.Header.Set("Accept-Encoding", "gzip")
			r.Header.Set(actsAs, c.actor.ID)
			if c.header != "" {
				r.Header.Set(c.header, f.ask(http.MethodGet, "/products/"+id, c.actor, nil).Header().Get("ETag"))
			}
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					w := httptest.NewRecorder()
					f.handler.ServeHTTP(w, r)
					if w.Code >= http.StatusBadRequest {
						b.Error(w.Code)
					}
				}
			})
		})
	}
}
