package operator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/auditview"
	"github.com/souk-market/souk/internal/web/jointview"
	"github.com/souk-market/souk/internal/web/operator"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// world is a market in which every page has something to show, and the addresses of all pages.
func world(t testing.TB) (*market, []string) {
	m := setup(t)
	m.rich()
	live := m.approved(m.good("苇桥会议", "Reedbridge Meet"))
	o, c := m.failing(live)
	change := m.modified(live.ProductID, func(c *catalog.Content) {
		c.Overview.ZH = "开会、纪要、待办与录像在同一处完成。"
		c.Introduction.ZH = strings.Replace(c.Introduction.ZH, "<li>周例会</li>", "<li>周例会与月例会</li>", 1)
	})
	fresh := m.submitted(m.good("苇桥文档", ""))
	transfer := m.announced("300.50", "BANK-1")
	return m, []string{"/operator", "/operator/applications", "/operator/applications?state=pending", "/operator/applications?state=rejected",
		"/operator/applications/" + change.ID, "/operator/applications/" + fresh.ID, "/operator/applications/" + live.ID,
		"/operator/transfers", "/operator/transfers?state=submitted", "/operator/transfers?state=cancelled", "/operator/transfers/" + transfer.ID,
		"/operator/seller-applications", "/operator/seller-applications?state=waiting&mine=1", "/operator/seller-applications/" + m.applied().ID,
		"/operator/certifications", "/operator/certifications?state=waiting", "/operator/sellers", "/operator/sellers?q=nothing", "/operator/sellers?state=active&level=certified", "/operator/sellers/" + m.punished().ID,
		"/operator/orders", "/operator/orders?q=nothing", "/operator/orders/" + o.ID,
		"/operator/calls", "/operator/calls?state=pending&verdict=failing", "/operator/calls/" + c.ID, "/operator/health",
		"/operator/accounts", "/operator/accounts?q=nothing&kind=seller&state=%27", "/operator/accounts/" + m.buyer.ID, "/operator/accounts/" + m.seller.ID,
		"/operator/staff", "/operator/staff/" + m.olga.ID, "/operator/staff/" + m.otto.ID}
}

func TestEveryPageIsWholeInBothLanguages(t *testing.T) {
	t.Parallel()
	m, paths := world(t)
	for _, path := range paths {
		for _, lang := range []string{"zh", "en"} {
			a := m.send(m.olga, lang, "GET", path, nil)
			if a.Code != http.StatusOK {
				t.Errorf("%s in %s: status %d\n%s", path, lang, a.Code, a.doc.Find("main").Text())
				continue
			}
			text := a.doc.Find("body").Text()
			for _, prefix := range []string{"operator.", "catalog.", "ui."} {
				for _, word := range strings.Fields(text) {
					if strings.HasPrefix(word, prefix) {
						t.Errorf("%s in %s shows the key %q", path, lang, word)
					}
				}
			}
			if strings.Contains(text, "<b>broken") && !strings.Contains(a.Body.String(), "&lt;b&gt;broken") {
				t.Errorf("%s writes a stranger's markup", path)
			}
		}
	}
}

func TestOnlyOperatorsGetIn(t *testing.T) {
	t.Parallel()
	m, paths := world(t)
	for _, path := range append(paths, "/operator/orders.csv", "/operator/files/x") {
		for _, who := range []account.Actor{m.buyer, m.seller} {
			if a := m.send(who, "en", "GET", path, nil); a.Code != http.StatusForbidden {
				t.Errorf("%s opens %s: status %d, want 403", who.Kind, path, a.Code)
			}
		}
		a := m.send(account.Actor{}, "en", "GET", path, nil)
		if a.Code != http.StatusSeeOther || !strings.HasPrefix(a.Header().Get("Location"), "/login?next=") {
			t.Errorf("a visitor opens %s: status %d to %q", path, a.Code, a.Header().Get("Location"))
		}
	}
	for _, path := range []string{"/operator/applications/x/approve", "/operator/transfers/x/confirm", "/operator/health/ledger"} {
		if a := m.send(m.seller, "en", "POST", path, nil); a.Code != http.StatusForbidden {
			t.Errorf("a seller posts %s: status %d, want 403", path, a.Code)
		}
	}
}

func TestWhatIsNotThereIsNotFoundAndBadQueriesAreTheClients(t *testing.T) {
	t.Parallel()
	m := setup(t)
	for _, path := range []string{"/operator/applications/app_x", "/operator/transfers/top_x", "/operator/orders/CS1", "/operator/calls/cal_x", "/operator/files/blb_x"} {
		if a := m.get(path); a.Code != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", path, a.Code)
		}
	}
	for _, list := range []string{"applications", "transfers", "orders", "calls"} {
		for _, suffix := range []string{"?cursor=%00", ".csv?cursor=x", "?state=%27%20OR%201=1", "?q=%25%5F%00", "?state=%ff&seller=%ff&activity=%00"} {
			if a := m.get("/operator/" + list + suffix); a.Code >= 500 {
				t.Errorf("%s%s: status %d", list, suffix, a.Code)
			}
		}
		if a := m.get("/operator/" + list); a.Code != 200 || a.doc.Find(".empty").Length() != 1 {
			t.Errorf("an empty %s: status %d, %d empty states", list, a.Code, a.doc.Find(".empty").Length())
		}
	}
}

func TestTheMenuCountsWhatWaits(t *testing.T) {
	t.Parallel()
	m, _ := world(t)
	got := map[string]string{}
	for _, link := range m.get("/operator").doc.Find(".side-link").EachIter() {
		got[link.AttrOr("href", "")] = strings.TrimSpace(link.Find(".side-count").Text())
	}
	for href, want := range map[string]string{"/operator/applications?state=pending": "2", "/operator/transfers?state=submitted": "1",
		"/operator/calls": "1", "/operator/orders": "", "/operator/health": ""} {
		if got[href] != want {
			t.Errorf("%s counts %q, want %q", href, got[href], want)
		}
	}
}

func TestExportsAreSafeForSpreadsheets(t *testing.T) {
	t.Parallel()
	m, _ := world(t)
	for name, want := range map[string]string{"applications": "Reedbridge Meet", "transfers": "'=cmd", "orders": "'=cmd", "calls": "newInstance"} {
		a := m.get("/operator/" + name + ".csv?q=")
		body := a.Body.String()
		if a.Code != 200 || !strings.HasPrefix(body, "\ufeff") || !strings.Contains(body, want) || strings.Contains(body, ",=") {
			t.Errorf("%s.csv: status %d\n%s", name, a.Code, body)
		}
		if !strings.HasPrefix(a.Header().Get("Content-Disposition"), `attachment; filename="`+name+"-20261122") {
			t.Errorf("%s.csv: %q", name, a.Header().Get("Content-Disposition"))
		}
	}
}

func TestTheLedgerCheckShowsItsResult(t *testing.T) {
	t.Parallel()
	m, _ := world(t)
	a := m.post("/operator/health/ledger")
	if a.Code != 200 || !strings.Contains(a.doc.Find("#ledger").Text(), "The ledger is right") {
		t.Errorf("status %d: %s", a.Code, a.doc.Find("#ledger").Text())
	}
}

func TestTheCatalogsFitTogether(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, operator.LocaleFS(), "operator.")
	uitest.Keys(t, uitest.Load(t, operator.LocaleFS(), catalog.LocaleFS(), auditview.LocaleFS(), promoview.LocaleFS(), jointview.LocaleFS()), ".")
	uitest.Unused(t, operator.LocaleFS(), "operator.", ".")
	uitest.Icons(t, ".")
}
