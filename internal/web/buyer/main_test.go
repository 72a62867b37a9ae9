package buyer_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/wallet/testgateway"
	"github.com/souk-market/souk/internal/web/buyer"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// asCookie names who looks; in the market the session does.
const asCookie = "as"

// site serves the buyer centre of a market, with the payment page that its top-ups lead to.
func site(t testing.TB, m *apptest.Market, people map[string]account.Actor) http.Handler {
	t.Helper()
	mux := door.New(slog.New(slog.DiscardHandler))
	buyer.Mount(mux, buyer.Deps{Orders: m.Orders, Calls: m.Calls, Instances: m.Instances, SaaS: m.SaaS, Wallet: m.Wallet, Catalog: m.Catalog, Feedback: m.Feedback, Files: m.Blobs,
		Sellers: m.Sellers, Promo: m.Promo, Bank: buyer.DemoBank(), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	mux.Add(
		door.Handler(ui.AssetPrefix, account.Public, ui.Assets().ServeHTTP),
		door.Handler(testgateway.Path, account.Public, m.Gateway.ServeHTTP),
		door.Route{Pattern: "GET /pay/return", Needs: account.Public, Do: func(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
			top, err := m.Wallet.ConfirmGateway(r.Context(), r.URL.Query())
			if err == nil {
				buyer.AfterTopUp(w, r, top)
			}
			return err
		}},
		door.Route{Pattern: "GET /files/{id}", Needs: account.Public, Do: func(w http.ResponseWriter, r *http.Request, _ account.Actor) error {
			return m.Blobs.Serve(w, r, r.PathValue("id"), "inline")
		}},
	)
	who := func(r *http.Request) (account.Actor, bool) {
		c, err := r.Cookie(asCookie)
		if err != nil {
			return account.Actor{}, false
		}
		a, ok := people[c.Value]
		return a, ok
	}
	s := &ui.Site{Bundle: uitest.Load(t, buyer.LocaleFS(), opinion.LocaleFS(), promoview.LocaleFS()), Now: m.Clock.Now, Person: func(r *http.Request) *ui.Person {
		if a, ok := who(r); ok {
			return &ui.Person{ID: a.ID, Name: a.Name, Kind: string(a.Kind)}
		}
		return nil
	}}
	inner := s.Middleware(mux)
	return ui.Secure(http.NewCrossOriginProtection().Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a, ok := who(r); ok {
			r = r.WithContext(account.WithActor(r.Context(), a))
		}
		inner.ServeHTTP(w, r)
	})))
}

// browser is one person at the site.
type browser struct {
	t    testing.TB
	site http.Handler
	as   string
	lang string
}

func newBrowser(t testing.TB, m *apptest.Market, who account.Actor) browser {
	return browser{t: t, site: site(t, m, map[string]account.Actor{"me": who}), as: "me", lang: i18n.EN}
}

func (b browser) in(lang string) browser { b.lang = lang; return b }

func (b browser) send(r *http.Request) *httptest.ResponseRecorder {
	b.t.Helper()
	r.AddCookie(&http.Cookie{Name: "souk_lang", Value: b.lang})
	r.AddCookie(&http.Cookie{Name: asCookie, Value: b.as})
	w := httptest.NewRecorder()
	b.site.ServeHTTP(w, r.WithContext(b.t.Context()))
	return w
}

func (b browser) get(path string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (b browser) post(path string, form url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

// page gets a page, and checks its markup and that no text is missing.
func (b browser) page(path string) *goquery.Document {
	b.t.Helper()
	return b.sound(path, b.get(path), http.StatusOK)
}

func (b browser) sound(what string, w *httptest.ResponseRecorder, status int) *goquery.Document {
	b.t.Helper()
	if w.Code != status {
		b.t.Fatalf("%s: status %d, want %d (to %q): %s", what, w.Code, status, w.Header().Get("Location"), short(w.Body.String()))
	}
	body := w.Body.String()
	doc := uitest.Parse(b.t, body)
	if strings.Contains(body, "<html") {
		uitest.Markup(b.t, doc)
	}
	doc.Find("script, style").Remove()
	if text := doc.Text(); strings.Contains(text, "buyer.") {
		at := strings.Index(text, "buyer.")
		b.t.Errorf("%s (%s) shows a missing text: %q", what, b.lang, text[at:min(len(text), at+40)])
	}
	return doc
}

func (b browser) wantStatus(path string, w *httptest.ResponseRecorder, status int) {
	b.t.Helper()
	if w.Code != status {
		b.t.Errorf("%s: status %d, want %d: %s", path, w.Code, status, short(w.Body.String()))
	}
}

func (b browser) wantRedirect(w *httptest.ResponseRecorder, to string) {
	b.t.Helper()
	if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != to {
		b.t.Errorf("answer %d to %q, want a redirect to %q", w.Code, got, to)
	}
}

func short(s string) string { return s[:min(len(s), 300)] }

func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// place makes an unpaid order of the smallest kind.
func place(t testing.TB, m *apptest.Market, who account.Actor, productID string) order.Order {
	t.Helper()
	o, err := m.Orders.Place(t.Context(), m.OrderInput(who, productID))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// opened buys a product and waits until it is open.
func opened(t testing.TB, m *apptest.Market, productID string) order.Order {
	t.Helper()
	o := m.Buy(productID)
	m.Await("order completed", func() bool { return m.Order(o.ID).State == order.StateCompleted })
	return m.Order(o.ID)
}
