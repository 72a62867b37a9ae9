package sandbox_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/storage/storetest"
	"github.com/souk-market/souk/internal/web/door"
	web "github.com/souk-market/souk/internal/web/sandbox"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

var bing = account.Account{ID: "acc_bing", Kind: account.Buyer, Name: "Bing"}.Actor()

// gate is a room with one due instant that plays when it is opened.
type gate struct {
	mu   sync.Mutex
	due  time.Time
	clk  *clock.Clock
	open chan struct{}
}

func (g *gate) NextDue(context.Context) (time.Time, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.due, nil
}

func (g *gate) RunDue(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.due.IsZero() || g.due.After(g.clk.Now()) {
		return nil
	}
	select {
	case <-g.open:
		g.due = time.Time{}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

type site struct {
	t       *testing.T
	clk     *clock.Clock
	rooms   *sandbox.Service
	handler http.Handler
}

func setup(t *testing.T, on bool, sources ...sandbox.Source) *site {
	t.Helper()
	clk := clock.New()
	db := storetest.OpenSQLite(t, clk)
	s := &site{t: t, clk: clk, rooms: sandbox.New(db, clk, slog.New(slog.DiscardHandler), on)}
	for _, src := range sources {
		src.(*gate).clk = clk
	}
	s.rooms.Watch(sources, nil)
	if err := s.rooms.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.rooms.Stop)
	mux := door.New(slog.New(slog.DiscardHandler))
	web.Mount(mux, web.Deps{Sandbox: s.rooms, Clock: clk, Log: slog.New(slog.DiscardHandler)})
	pages := ui.Secure((&ui.Site{Bundle: uitest.Load(t, web.LocaleFS()), Now: clk.Now,
		Person: func(r *http.Request) *ui.Person {
			if a, ok := account.ActorFrom(r.Context()); ok {
				return &ui.Person{ID: a.ID, Name: a.Name, Kind: string(a.Kind)}
			}
			return nil
		},
		Sandbox: func(context.Context) *ui.Sandbox {
			return &ui.Sandbox{Now: clk.Now(), Offset: clk.Offset(), Action: web.Action, Page: web.Page}
		}}).Middleware(mux))
	s.handler = pages
	return s
}

func (s *site) send(as account.Actor, lang, method, path string, form url.Values) (*httptest.ResponseRecorder, *goquery.Document) {
	s.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "souk_lang", Value: lang})
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r.WithContext(account.WithActor(r.Context(), as)))
	if w.Code == http.StatusSeeOther || w.Code == http.StatusMethodNotAllowed {
		return w, nil
	}
	doc := uitest.Parse(s.t, w.Body.String())
	uitest.Markup(s.t, doc)
	return w, doc
}

func (s *site) post(as account.Actor, kv ...string) (*httptest.ResponseRecorder, *goquery.Document) {
	s.t.Helper()
	return s.send(as, "en", "POST", web.Action, ui.Values(kv...))
}

// flash is the note that an answer leaves for the next page.
func (s *site) flash(w *httptest.ResponseRecorder) string {
	s.t.Helper()
	r := httptest.NewRequest("GET", web.Page, nil)
	for _, c := range w.Result().Cookies() {
		r.AddCookie(c)
	}
	r.AddCookie(&http.Cookie{Name: "souk_lang", Value: "en"})
	next := httptest.NewRecorder()
	s.handler.ServeHTTP(next, r)
	return strings.TrimSpace(uitest.Parse(s.t, next.Body.String()).Find("#toasts").Text())
}

func TestTheBarMovesTheClockAndReturns(t *testing.T) {
	t.Parallel()
	s := setup(t, true)
	before := s.clk.Now()
	w, _ := s.post(bing, "advance", "3h", "back", "/buyer/orders?state=processing")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/buyer/orders?state=processing" {
		t.Fatalf("status %d to %q", w.Code, w.Header().Get("Location"))
	}
	if got := s.clk.Now().Sub(before); got < 3*time.Hour || got > 4*time.Hour {
		t.Errorf("the clock moved by %s", got)
	}
	if note := s.flash(w); !strings.Contains(note, "The sandbox time is now") {
		t.Errorf("the note says %q", note)
	}
}

func TestAMoveThatTakesLongShowsItsProgress(t *testing.T) {
	t.Parallel()
	g := &gate{open: make(chan struct{}), due: clock.Wall().Add(time.Hour)}
	s := setup(t, true, g)
	w, _ := s.post(bing, "advance", "2h", "back", "/buyer")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sandbox?back=%2Fbuyer" {
		t.Fatalf("status %d to %q", w.Code, w.Header().Get("Location"))
	}
	_, doc := s.send(bing, "en", "GET", "/sandbox?back=%2Fbuyer", nil)
	box := doc.Find("#clock-now")
	if box.AttrOr("hx-trigger", "") != "every 1s" || box.AttrOr("hx-get", "") != "/sandbox?back=%2Fbuyer" {
		t.Error("the progress does not fetch itself")
	}
	if v := box.Find("progress").AttrOr("value", ""); v != "50" && v != "49" {
		t.Errorf("progress %s%%, want about 50", v)
	}
	w, _ = s.post(bing, "advance", "1m", "back", "/buyer")
	if note := s.flash(w); !strings.Contains(note, "moving already") || w.Header().Get("Location") != "/buyer" {
		t.Errorf("a second move: %q, to %q", note, w.Header().Get("Location"))
	}
	w, doc = s.post(bing, "advance", "1m", "from", "page")
	if w.Code != http.StatusConflict || doc.Find("#f-advance-advance").AttrOr("value", "") != "1m" {
		t.Errorf("a second move from the page: status %d", w.Code)
	}
	close(g.open)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for m, err := s.rooms.Last(t.Context()); m.State == sandbox.StateRunning; m, err = s.rooms.Last(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		<-tick.C
	}
	_, doc = s.send(bing, "en", "GET", "/sandbox?back=%2Fbuyer", nil)
	if box := doc.Find("#clock-now"); box.AttrOr("hx-trigger", "") != "" || box.Find(`a[href="/buyer"]`).Length() != 1 || !strings.Contains(box.Text(), "Arrived") {
		t.Error("the page of a move that arrived still fetches itself, or does not lead back")
	}
}

func TestBadNewsIsANoteForTheBarAndStandsBesideTheFieldOnThePage(t *testing.T) {
	t.Parallel()
	s := setup(t, true)
	for _, c := range []struct{ field, value, says string }{
		{"advance", "-1h", "only moves forward"}, {"advance", "0s", "only moves forward"}, {"to", "2020-01-01T00:00", "only moves forward"},
		{"advance", "9999d", "10 years"}, {"advance", "9999y", "10 years"}, {"to", "9999-12-31T23:59", "10 years"},
		{"advance", "soon", "Write a span"}, {"advance", "1h; DROP", "Write a span"}, {"advance", "99999999999h", "Write a span"},
		{"to", "tomorrow", "Write a time"}, {"to", "2026-13-40T99:00", "Write a time"}, {"advance", "", "how far"},
	} {
		w, doc := s.post(bing, c.field, c.value, "from", "page")
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s=%q: status %d, want 422", c.field, c.value, w.Code)
			continue
		}
		input := doc.Find("#f-" + c.field + "-" + c.field)
		if !strings.Contains(doc.Find(".field-error").Text(), c.says) || input.AttrOr("aria-invalid", "") != "true" || input.AttrOr("value", "") != c.value {
			t.Errorf("%s=%q: %q beside the field, which holds %q", c.field, c.value, doc.Find(".field-error").Text(), input.AttrOr("value", ""))
		}
		w, _ = s.post(bing, c.field, c.value, "back", "/seller")
		if note := s.flash(w); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/seller" || !strings.Contains(note, c.says) {
			t.Errorf("%s=%q from the bar: status %d, note %q", c.field, c.value, w.Code, note)
		}
	}
	if w, _ := s.post(bing, "advance", "1h", "to", "2030-01-01T00:00", "from", "page"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("both at once: status %d", w.Code)
	}
	if s.clk.Offset() != 0 {
		t.Errorf("the clock moved by %s", s.clk.Offset())
	}
	if w, _ := s.post(bing, "advance", strings.Repeat("1", ui.MaxForm)); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a huge form: status %d", w.Code)
	}
}

func TestNobodyIsSentToAnotherSite(t *testing.T) {
	t.Parallel()
	s := setup(t, true)
	for _, back := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "/\t/evil.example", "/a\r\nSet-Cookie: x=1", "javascript:alert(1)",
		"evil", "", "/%0a", " /buyer", `/x\..\y`, "/" + strings.Repeat("a", 3000), "/sandbox/clock", "/sandbox"} {
		w, _ := s.post(bing, "advance", "1ms", "back", back)
		if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/sandbox" && to != "/%0a" {
			t.Errorf("back %q: status %d to %q", back, w.Code, to)
		}
		_, doc := s.send(bing, "en", "GET", "/sandbox?back="+url.QueryEscape(back), nil)
		for _, link := range doc.Find("main a").EachIter() {
			if to := link.AttrOr("href", ""); !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`) {
				t.Errorf("back %q: a link to %q", back, to)
			}
		}
	}
}

func TestVisitorsSignInFirst(t *testing.T) {
	t.Parallel()
	s := setup(t, true)
	w, _ := s.post(account.Actor{}, "advance", "1h", "back", "/products/prd_1")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/login" || s.clk.Offset() != 0 {
		t.Errorf("status %d to %q", w.Code, w.Header().Get("Location"))
	}
	_, doc := s.send(account.Actor{}, "en", "GET", "/sandbox?q=1", nil)
	if doc.Find(`form[action="/sandbox/clock"]`).Length() != 0 {
		t.Error("a visitor is offered to move the clock")
	}
	if to := doc.Find(".sandbox-bar a").AttrOr("href", ""); to != "/login?next=%2Fsandbox%3Fq%3D1" {
		t.Errorf("the bar leads a visitor to %q", to)
	}
	for _, kind := range account.Kinds() {
		if w, _ := s.post(account.Account{ID: "acc_1", Kind: kind}.Actor(), "advance", "1m"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sandbox" {
			t.Errorf("%s: status %d", kind, w.Code)
		}
	}
}

func TestOutsideASandboxThereIsNothing(t *testing.T) {
	t.Parallel()
	s := setup(t, false)
	if w, _ := s.send(bing, "en", "GET", web.Page, nil); w.Code != http.StatusNotFound {
		t.Errorf("GET: status %d", w.Code)
	}
	if w, _ := s.post(bing, "advance", "1h"); w.Code != http.StatusNotFound {
		t.Errorf("POST: status %d", w.Code)
	}
}

func TestThePageIsWholeInBothLanguages(t *testing.T) {
	t.Parallel()
	s := setup(t, true)
	for _, lang := range []string{"zh", "en"} {
		for _, who := range []account.Actor{bing, {}} {
			w, doc := s.send(who, lang, "GET", "/sandbox?back=/buyer", nil)
			if w.Code != http.StatusOK || strings.Contains(doc.Find("body").Text(), "sandbox.") {
				t.Errorf("%s: status %d\n%s", lang, w.Code, doc.Find("main").Text())
			}
		}
	}
	uitest.Catalogs(t, web.LocaleFS(), "sandbox.")
	uitest.Keys(t, uitest.Load(t, web.LocaleFS()), ".")
	uitest.Unused(t, web.LocaleFS(), "sandbox.", ".")
	uitest.Icons(t, ".")
}
