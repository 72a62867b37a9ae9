package gallery_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/gallery"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestEveryPageOfTheGalleryIsSoundMarkupInBothLanguages(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	site := &ui.Site{
		Bundle: uitest.Load(t), Now: func() time.Time { return now },
		Person: func(*http.Request) *ui.Person { return &ui.Person{Name: "Lin", Kind: ui.KindSeller} },
		Unread: func(context.Context, *ui.Person) int { return 120 },
		Sandbox: func(context.Context) *ui.Sandbox {
			return &ui.Sandbox{Now: now, Offset: time.Hour, Action: "/dev/clock"}
		},
	}
	handler := ui.Secure(site.Middleware(gallery.Handler()))
	for path, status := range map[string]int{
		"": 200, "store": 200, "product": 200, "table": 200, "table?state=failed&cursor=b&trail=a&sort=-created": 200, "empty": 200,
		"form": 200, "form-errors": 200, "auth": 200, "missing": 404, "conflict": 409,
	} {
		for _, lang := range []string{"zh", "en"} {
			t.Run(lang+" "+path, func(t *testing.T) {
				t.Parallel()
				r := httptest.NewRequest("GET", gallery.Prefix+path, nil)
				r.AddCookie(&http.Cookie{Name: "souk_lang", Value: lang})
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, r)
				if w.Code != status {
					t.Fatalf("status %d, want %d", w.Code, status)
				}
				body, err := io.ReadAll(w.Body)
				if err != nil {
					t.Fatal(err)
				}
				uitest.Markup(t, uitest.Parse(t, string(body)))
			})
		}
	}
}
