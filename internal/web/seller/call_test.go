package seller_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
)

// calling buys a product and waits until the first call to address ended.
func (s *site) calling(address string) (order.Order, call.Call) {
	s.t.Helper()
	o := s.Buy(s.Publish(address, nil))
	var c call.Call
	s.Await("the first attempt", func() bool {
		list, err := s.Calls.List(s.t.Context(), s.Seller, call.Filter{OrderID: o.ID, Activity: "newInstance"}, page.Request{})
		if err != nil || len(list.Items) != 1 {
			s.t.Fatalf("%d calls, %v", len(list.Items), err)
		}
		c = list.Items[0]
		return !c.Running() && c.Verdict.Code != ""
	})
	return o, c
}

func TestACallShowsEverythingThatWasSaid(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	o, c := s.calling(s.Server.Address(misseller.Behaviour{Kind: misseller.Code, Code: "000106"}))
	doc := s.page(s.get("/seller/calls/"+c.ID), http.StatusOK)
	text := doc.Find("main").Text()
	for _, want := range []string{"000106", "resources sold out", "businessId", o.ID, "First byte", "left in the window", "Restart", `"activity": "newInstance"`,
		"HTTP/1.1 200 OK", "Content-Type: application/json"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if doc.Find("main svg[role=img] rect").Length() != 5 {
		t.Errorf("%d phases", doc.Find("main svg[role=img] rect").Length())
	}
	if doc.Find("#call[hx-get]").Length() != 1 {
		t.Error("a pending call does not refresh itself")
	}
	// A page that is up to date is left alone.
	r := httptest.NewRequest(http.MethodGet, doc.Find("#call").AttrOr("hx-get", ""), nil)
	r.Header.Set("HX-Request", "true")
	if w := s.ask(s.Seller, r, i18n.EN); w.Code != http.StatusNoContent {
		t.Errorf("unchanged page: %d", w.Code)
	}
}

// The text of a seller's server is shown as text (invariant 5).
func TestMarkupOfASellersServerIsHarmless(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Evil", `"><img src=x onerror=alert(2)>`)
		_, _ = w.Write([]byte(`{"resultCode":"<script>alert(1)</script>","resultMsg":"</pre><img src=x onerror=alert(3)>\u0000\u202e"}`))
	}))
	defer evil.Close()
	_, c := s.calling(evil.URL)
	for _, path := range []string{"/seller/calls/" + c.ID, "/seller/calls", "/seller"} {
		doc := s.page(s.get(path), http.StatusOK)
		if doc.Find("main img[onerror], main script").Length() > 0 {
			t.Errorf("%s: markup of the seller's server became part of the page", path)
		}
	}
	if !strings.Contains(s.get("/seller/calls/"+c.ID).Body.String(), "&lt;script&gt;alert(1)") {
		t.Error("what the server said is not shown")
	}
}

func TestRestartCallsOnceMoreAndAnEndedCallCannotBeRestarted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	o, c := s.calling(s.Server.Address(misseller.Behaviour{Kind: misseller.FailTimes, Times: 1}))
	to, _ := s.follow(s.post(s.Seller, "/seller/calls/"+c.ID+"/restart", nil))
	if to != "/seller/calls/"+c.ID {
		t.Errorf("after restart: %s", to)
	}
	s.Await("the order is completed", func() bool { return s.Order(o.ID).State == order.StateCompleted })
	if w := s.post(s.Seller, "/seller/calls/"+c.ID+"/restart", nil); w.Code != http.StatusSeeOther || !flashed(w) {
		t.Errorf("second restart: %d", w.Code)
	}
	if got := len(s.Server.RequestsFor(o.ID, "newInstance")); got != 2 {
		t.Errorf("%d calls, want 2", got)
	}
	doc := s.page(s.get("/seller/calls/"+c.ID), http.StatusOK)
	if doc.Find("#restart").Length() != 0 || doc.Find("#call[hx-get]").Length() != 0 {
		t.Error("an ended call offers a restart or refreshes itself")
	}
}

func TestRestartTwiceAtOnceMakesOneAttempt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	hold, asked := make(chan struct{}), make(chan struct{}, 9)
	first := true
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if first {
			first = false
			http.Error(w, "no", http.StatusInternalServerError)
			return
		}
		asked <- struct{}{}
		<-hold
	}))
	defer slow.Close()
	defer close(hold)
	_, c := s.calling(slow.URL)
	s.follow(s.post(s.Seller, "/seller/calls/"+c.ID+"/restart", nil))
	<-asked
	if w := s.post(s.Seller, "/seller/calls/"+c.ID+"/restart", nil); w.Code != http.StatusSeeOther || !flashed(w) {
		t.Errorf("second press: %d", w.Code)
	}
	doc := s.page(s.get("/seller/calls/"+c.ID), http.StatusOK)
	if doc.Find("#call").AttrOr("hx-trigger", "") != "every 2s" || len(asked) != 0 {
		t.Error("a running call is not watched closely, or was called twice")
	}
}

func flashed(w *httptest.ResponseRecorder) bool {
	for _, c := range w.Result().Cookies() {
		if c.Name == "souk_flash" && c.Value != "" {
			return true
		}
	}
	return false
}

func TestASignedCommandIsForTheOwnerAndNotKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	_, c := s.calling(s.Server.Address(misseller.Behaviour{Kind: misseller.Status}))
	w := s.post(s.Seller, "/seller/calls/"+c.ID+"/curl", nil)
	doc := s.page(w, http.StatusOK)
	if code := doc.Find("pre code").Text(); !strings.Contains(code, "signature=") || !strings.Contains(code, `"testFlag":"1"`) {
		t.Errorf("command: %s", code)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q", got)
	}
	if w := s.post(s.secondSeller(), "/seller/calls/"+c.ID+"/curl", nil); w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "signature=") {
		t.Errorf("another seller: %d", w.Code)
	}
	if w := s.post(s.Operator, "/seller/calls/"+c.ID+"/curl", nil); w.Code < 400 || strings.Contains(w.Body.String(), "signature=") {
		t.Errorf("an operator: %d", w.Code)
	}
}
