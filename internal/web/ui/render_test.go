package ui_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func bundle(t *testing.T) *i18n.Bundle { return uitest.Load(t) }

func text(t *testing.T, res *http.Response) string {
	t.Helper()
	var body io.Reader = res.Body
	if res.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		body = z
	}
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAComponentThatFailsLeavesAWholeErrorPageAndNoSecret(t *testing.T) {
	t.Parallel()
	broken := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "half a page")
		return errors.New("password is hunter2")
	})
	res := ask(t, &ui.Site{Bundle: bundle(t)}, httptest.NewRequest("GET", "/", nil), func(w http.ResponseWriter, r *http.Request) {
		ui.Render(w, r, 200, broken)
	})
	body := text(t, res)
	if res.StatusCode != 500 || strings.Contains(body, "half a page") || strings.Contains(body, "hunter2") {
		t.Errorf("answer %d %s", res.StatusCode, body)
	}
	uitest.Markup(t, uitest.Parse(t, body))
}

func TestAnErrorPageHasTheStatusTextAndCodeOfItsError(t *testing.T) {
	t.Parallel()
	gone := apperr.Def(apperr.NotFound, "ui_test_gone", "That order is not yours.", "该订单不属于您。")
	site := &ui.Site{Bundle: bundle(t), RequestID: func(context.Context) string { return "req_42" }}
	res := ask(t, site, httptest.NewRequest("GET", "/", nil), func(w http.ResponseWriter, r *http.Request) { ui.Fail(w, r, gone) })
	body := text(t, res)
	if res.StatusCode != 404 {
		t.Errorf("status %d, want 404", res.StatusCode)
	}
	for _, want := range []string{"该订单不属于您。", "ui_test_gone", "req_42"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	uitest.Markup(t, uitest.Parse(t, body))
}

func TestALongPageIsCompressedForWhoCanRead(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Encoding", "gzip, br")
	res := ask(t, &ui.Site{Bundle: bundle(t)}, r, func(w http.ResponseWriter, r *http.Request) {
		ui.Render(w, r, 200, ui.ErrorPage(ui.Problem{Status: 404}))
	})
	if res.Header.Get("Content-Encoding") != "gzip" || !strings.HasSuffix(text(t, res), "</html>") {
		t.Errorf("the page is not a whole compressed one: %v", res.Header)
	}
}

func TestAnHtmxRequestIsRedirectedAsAWholePage(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("POST", "/", nil)
	r.Header.Set("HX-Request", "true")
	w := httptest.NewRecorder()
	ui.Redirect(w, r, "/done")
	if w.Code != http.StatusNoContent || w.Header().Get("HX-Redirect") != "/done" {
		t.Errorf("answer %d %v", w.Code, w.Header())
	}
}

func TestEveryAnswerCarriesTheStrictPolicy(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	ui.Secure(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	policy := w.Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
		t.Errorf("policy %q", policy)
	}
	for _, name := range []string{"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options"} {
		if w.Header().Get(name) == "" {
			t.Errorf("%s is missing", name)
		}
	}
}
