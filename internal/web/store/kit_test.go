package store_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/shopfront"
	"github.com/souk-market/souk/internal/web/store"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// front is the storefront of a whole marketplace, without sessions: a request acts as whom it is told to.
type front struct {
	*apptest.Market
	t       testing.TB
	bundle  *i18n.Bundle
	handler http.Handler
	sandbox *ui.Sandbox // what the bar shows; nil without
}

// base is the address of the marketplace in what search engines are told.
const base = "https://souk.example.com"

// actsAs is the header that names the account a request acts as.
const actsAs = "Test-Actor"

func open(t testing.TB) *front {
	t.Helper()
	f := &front{Market: apptest.New(t, app.Settings{}), t: t, bundle: uitest.Load(t, store.LocaleFS(), catalog.LocaleFS(), shopfront.LocaleFS(), opinion.LocaleFS(), promoview.LocaleFS())}
	actors := map[string]account.Actor{}
	for _, a := range []account.Actor{f.Buyer, f.Seller, f.Operator} {
		actors[a.ID] = a
	}
	d := store.Deps{Sellers: f.Sellers, Catalog: f.Catalog, Orders: f.Orders, Files: f.Blobs, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Home: homeCopy(f), Agreements: f.Agreements,
		Feedback: f.Feedback, Promo: f.Promo, Rules: f.Rules, Window: f.Window, Box: secret.FreshBox(), BaseURL: base}
	mux := door.New(slog.New(slog.DiscardHandler))
	store.Mount(mux, d)
	site := &ui.Site{Bundle: f.bundle, Now: f.Clock.Now, Person: func(r *http.Request) *ui.Person {
		a, ok := actors[r.Header.Get(actsAs)]
		if !ok {
			return nil
		}
		return &ui.Person{ID: a.ID, Name: a.Name, Kind: string(a.Kind)}
	}}
	site.Sandbox = func(context.Context) *ui.Sandbox { return f.sandbox }
	pages := site.Middleware(mux)
	f.handler = ui.Secure(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a, ok := actors[r.Header.Get(actsAs)]; ok {
			r = r.WithContext(account.WithActor(r.Context(), a))
		}
		pages.ServeHTTP(w, r)
	}))
	return f
}

func homeCopy(f *front) store.HomeCopy {
	h := f.Content.Home
	c := store.HomeCopy{Title: h.Title, Subtitle: h.Subtitle, HeroLight: h.HeroLight, HeroDark: h.HeroDark,
		Buyers: store.Points{Title: h.Buyers.Title}, Sellers: store.Points{Title: h.Sellers.Title}, Steps: store.Points{Title: h.Steps.Title},
		FAQ: store.Questions{Title: h.FAQ.Title}}
	for _, p := range h.Buyers.Points {
		c.Buyers.Items = append(c.Buyers.Items, store.Point(p))
	}
	for _, p := range h.Sellers.Points {
		c.Sellers.Items = append(c.Sellers.Items, store.Point(p))
	}
	for _, p := range h.Steps.Items {
		c.Steps.Items = append(c.Steps.Items, store.Point(p))
	}
	for _, q := range h.FAQ.Items {
		c.FAQ.Items = append(c.FAQ.Items, store.Question(q))
	}
	return c
}

// publish puts the n-th sample product on sale, with the extension parameters given.
func (f *front) publish(n int, params ...catalog.ExtParam) string {
	f.t.Helper()
	f.Content.Products[0], f.Content.Products[n] = f.Content.Products[n], f.Content.Products[0]
	id := f.Publish("http://127.0.0.1:8090/produce", nil)
	f.Content.Products[0], f.Content.Products[n] = f.Content.Products[n], f.Content.Products[0]
	if len(params) > 0 {
		f.modify(id, func(c *catalog.Content) { c.Params = params })
	}
	return id
}

// modify changes a product on sale the way its seller and an operator do it.
func (f *front) modify(productID string, change func(*catalog.Content)) {
	f.t.Helper()
	ctx := f.t.Context()
	d, err := f.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: f.Seller, ProductID: productID})
	f.must(err)
	change(&d.Content)
	d, err = f.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: f.Seller, ApplicationID: d.ID, Rev: d.Rev, Content: d.Content})
	f.must(err)
	a, err := f.Catalog.Submit(ctx, catalog.SubmitInput{Actor: f.Seller, ApplicationID: d.ID, Rev: d.Rev})
	f.must(err)
	_, err = f.Catalog.Approve(ctx, catalog.ApproveInput{Actor: f.Operator, ApplicationID: a.ID, Rev: a.Rev})
	f.must(err)
}

func (f *front) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *front) listing(id string) catalog.Listing {
	f.t.Helper()
	l, err := f.Catalog.Live(f.t.Context(), id)
	f.must(err)
	return l
}

// ask sends a request; headers are name, value pairs.
func (f *front) ask(method, address string, actor account.Actor, form url.Values, headers ...string) *httptest.ResponseRecorder {
	f.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(f.t.Context(), method, address, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set(actsAs, actor.ID)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	f.handler.ServeHTTP(w, r)
	return w
}

// get fetches a page and checks its status.
func (f *front) get(address string, actor account.Actor, status int, headers ...string) *goquery.Document {
	f.t.Helper()
	w := f.ask(http.MethodGet, address, actor, nil, headers...)
	if w.Code != status {
		f.t.Fatalf("GET %s: status %d, want %d", address, w.Code, status)
	}
	return uitest.Parse(f.t, w.Body.String())
}

// fields are the values that a browser would send for the order form as it was drawn.
func fields(doc *goquery.Document) url.Values {
	v := url.Values{}
	doc.Find("form.form").Find("input[name], select[name], textarea[name]").Each(func(_ int, s *goquery.Selection) {
		kind := s.AttrOr("type", "text")
		if _, on := s.Attr("checked"); (kind == "radio" || kind == "checkbox") && !on {
			return
		}
		v.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	return v
}
