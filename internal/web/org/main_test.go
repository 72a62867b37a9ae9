package org_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/org"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// town is a whole marketplace that people use by browsers with real sessions.
type town struct {
	*apptest.Market
	t *testing.T
	http.Handler
}

func newTown(t *testing.T) *town {
	t.Helper()
	m := apptest.New(t, app.Settings{})
	h, err := m.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return &town{m, t, h}
}

// browser is one person's.
type browser struct {
	*town
	session *http.Cookie
	lang    string
}

// signIn opens a session of the person.
func (w *town) signIn(userID string) *browser {
	w.t.Helper()
	token, until := secret.Token(32), clock.Wall().Add(time.Hour)
	data, err := account.SessionCodec{}.Encode(until, map[string]any{account.SessionAccount: userID})
	if err == nil {
		err = w.Accounts.Sessions().CommitCtx(w.t.Context(), token, data, until)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return &browser{w, &http.Cookie{Name: "souk_session", Value: token}, i18n.EN}
}

func (b *browser) send(r *http.Request) *httptest.ResponseRecorder {
	b.t.Helper()
	r.AddCookie(b.session)
	r.AddCookie(&http.Cookie{Name: "souk_lang", Value: b.lang})
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r.WithContext(b.t.Context()))
	return w
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (b *browser) post(path string, form url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

// page reads an answer, and checks its markup and that no text is missing.
func (b *browser) page(w *httptest.ResponseRecorder, status int) *goquery.Document {
	b.t.Helper()
	doc := uitest.Parse(b.t, w.Body.String())
	if w.Code != status {
		b.t.Fatalf("status %d, want %d (to %q): %.300s", w.Code, status, w.Header().Get("Location"), text(doc.Find("main")))
	}
	uitest.Markup(b.t, doc)
	doc.Find("script, style").Remove()
	for _, prefix := range []string{" org.users", " org.groups", " menu.account"} {
		if _, rest, missing := strings.Cut(text(doc.Selection), prefix); missing {
			b.t.Errorf("a missing text: %s%.40s", prefix, rest)
		}
	}
	return doc
}

// leads checks that an answer leads somewhere, and returns where.
func (b *browser) leads(w *httptest.ResponseRecorder) string {
	b.t.Helper()
	if w.Code != http.StatusSeeOther {
		b.t.Fatalf("status %d, want a redirect: %.300s", w.Code, text(uitest.Parse(b.t, w.Body.String()).Find("main")))
	}
	return w.Header().Get("Location")
}

func text(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// links are the addresses of the left menu.
func links(doc *goquery.Document) (out []string) {
	doc.Find("#console-menu a.side-link").Each(func(_ int, a *goquery.Selection) { out = append(out, a.AttrOr("href", "")) })
	return out
}

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, org.LocaleFS(), "org.")
	uitest.Keys(t, uitest.Load(t, org.LocaleFS(), menu.LocaleFS()), ".")
	uitest.Unused(t, org.LocaleFS(), "org.", ".")
	uitest.Icons(t, ".")
}
