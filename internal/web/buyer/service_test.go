package buyer_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

func (b browser) fragment(path string) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("HX-Request", "true")
	return b.send(r)
}

// saas-production-interface B.3: resource details are fetched live; the password only when it is asked for.
func TestResourceDetailsAreFetchedLiveWithoutThePassword(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o := opened(t, m, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		b := newBrowser(t, m, m.Buyer)
		service := "/buyer/services/" + o.Line.InstanceID
		real, err := m.SaaS.Access(t.Context(), m.Buyer, o.Line.InstanceID)
		if err != nil || real.Password == "" {
			t.Fatalf("no password to hide: %v", err)
		}
		asked := len(m.Server.Requests())
		for _, lang := range i18n.Langs() {
			doc := b.in(lang).page(service)
			if doc.Find(`#access[hx-get="`+service+`/access"]`).Length() != 1 || doc.Find(`.no-js-only a[href="`+service+`/access"]`).Length() != 1 {
				t.Error("the page does not fetch the details")
			}
		}
		if n := len(m.Server.Requests()); n != asked {
			t.Error("drawing the page asked the seller's server")
		}
		part, whole := b.fragment(service+"/access"), b.get(service+"/access")
		for name, w := range map[string]*httptest.ResponseRecorder{"part": part, "whole": whole} {
			doc := b.sound(name, w, http.StatusOK)
			if strings.Contains(w.Body.String(), real.Password) {
				t.Errorf("%s: the password is in the page", name)
			}
			if !strings.Contains(w.Header().Get("Cache-Control"), "no-store") {
				t.Errorf("%s may be stored: %q", name, w.Header().Get("Cache-Control"))
			}
			link := doc.Find(`a[href="` + real.FrontEndURL + `"]`)
			if rel, _ := link.Attr("rel"); rel != "noopener noreferrer" || link.AttrOr("target", "") != "_blank" {
				t.Errorf("%s: front address rel=%q", name, rel)
			}
			if doc.Find(`[data-secret="`+service+`/password"]`).Length() != 1 || !strings.Contains(doc.Text(), real.UserName) {
				t.Errorf("%s lacks user name or secret", name)
			}
		}
		if strings.Contains(part.Body.String(), "<html") || !strings.Contains(whole.Body.String(), "<html") {
			t.Error("the part is a page, or the page a part")
		}
		w := b.post(service+"/password", nil)
		if w.Code != http.StatusOK || w.Body.String() != real.Password || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") ||
			!strings.Contains(w.Header().Get("Cache-Control"), "no-store") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("password: %d %q %v", w.Code, w.Body, w.Header())
		}
		b.wantStatus("password by GET", b.get(service+"/password"), http.StatusNotFound)
	})
}

func TestASilentSellerIsToldWithAWayToTryAgain(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o := opened(t, m, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		m.Server.Script(o.ID, misseller.Behaviour{Kind: misseller.Status, Status: 500})
		service := "/buyer/services/" + o.Line.InstanceID
		for _, lang := range i18n.Langs() {
			b := newBrowser(t, m, m.Buyer).in(lang)
			part := b.sound("part", b.fragment(service+"/access"), http.StatusServiceUnavailable)
			if part.Find(`a[hx-get="`+service+`/access"][hx-target="#access"]`).Length() != 1 {
				t.Error("no way to try again")
			}
			b.sound("page", b.get(service+"/access"), http.StatusServiceUnavailable)
			w := b.post(service+"/password", nil)
			if w.Code != http.StatusServiceUnavailable || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
				t.Errorf("password: %d %v", w.Code, w.Header())
			}
		}
	})
}

// business-rules 6.6: the list and the page of a service, while its term runs and when it is over.
func TestPurchasedServicesShowTheirTerm(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		o := opened(t, m, m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
		service := "/buyer/services/" + o.Line.InstanceID
		for _, lang := range i18n.Langs() {
			b := newBrowser(t, m, m.Buyer).in(lang)
			doc := b.page("/buyer/services?q=" + url.QueryEscape(o.ProductName.ZH))
			if doc.Find(`tbody a[href="`+service+`"]`).Length() != 1 || doc.Find(`tbody a[href="/buyer/orders/`+o.ID+`"]`).Length() != 1 {
				t.Error("the list lacks the service or its order")
			}
			if b.page(service).Find("progress[max]").Length() != 1 || b.page(service).Find(`a[href^="/files/"]`).Length() != 1 {
				t.Error("no progress, or no user guide")
			}
			b.page("/buyer")
		}
		b := newBrowser(t, m, m.Buyer)
		if body := b.get("/buyer/services.csv").Body.String(); !strings.Contains(body, o.Line.InstanceID) || !strings.Contains(body, "In use") {
			t.Errorf("export: %s", body)
		}
		m.Clock.SetOffset(m.Clock.Offset() + 400*24*time.Hour)
		doc := b.page(service)
		if got := text(doc.Find("main")); !strings.Contains(got, "Expired") || !strings.Contains(got, "Term is over") {
			t.Errorf("after its term: %s", got)
		}
		if bar := doc.Find("progress"); bar.AttrOr("value", "") != bar.AttrOr("max", "none") {
			t.Error("the bar is not full")
		}
	})
}
