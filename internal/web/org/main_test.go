package org_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/org"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func newTown(t *testing.T) *apptest.Market {
	t.Helper()
	return apptest.New(t, app.Settings{})
}

// page is an answer that draws a page, with no text missing.
func page(t *testing.T, a apptest.Answer, status int) *goquery.Document {
	t.Helper()
	if a.Code != status {
		t.Fatalf("status %d, want %d (to %q): %.300s", a.Code, status, a.Location, a.Main())
	}
	a.Doc.Find("script, style").Remove()
	for _, prefix := range []string{" org.users", " org.groups", " org.grants", " menu.account"} {
		if _, rest, missing := strings.Cut(text(a.Doc.Selection), prefix); missing {
			t.Errorf("a missing text: %s%.40s", prefix, rest)
		}
	}
	return a.Doc
}

// leads checks that an answer leads somewhere, and returns where.
func leads(t *testing.T, a apptest.Answer) string {
	t.Helper()
	if a.Code != http.StatusSeeOther {
		t.Fatalf("status %d, want a redirect: %.300s", a.Code, a.Main())
	}
	return a.Location
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
