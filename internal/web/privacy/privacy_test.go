package privacy_test

import (
	"archive/zip"
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/privacy"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, privacy.LocaleFS(), "privacy.")
	uitest.Keys(t, uitest.Load(t, privacy.LocaleFS(), menu.LocaleFS()), ".")
	uitest.Unused(t, privacy.LocaleFS(), "privacy.", ".")
	uitest.Icons(t, ".")
}

func TestACopyIsDownloadedAfterAProof(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	b := m.Browse(m.Buyer)
	page := b.Get("/account/data")
	if page.Code != http.StatusOK || page.Doc.Find("#export [data-busy]").Length()+page.Doc.Find("#export[data-busy]").Length() > 0 {
		t.Errorf("the page: %d; a download must not keep its button busy", page.Code)
	}
	refused := b.Post("/account/data", "proof", "wrong")
	if refused.Code != http.StatusUnprocessableEntity || refused.Doc.Find(`[name=proof][aria-invalid=true]`).Length() != 1 {
		t.Errorf("a wrong password: %d %s", refused.Code, refused.Main())
	}
	got := b.Post("/account/data", "proof", apptest.Password.Reveal())
	if got.Code != http.StatusOK || got.Header.Get("Content-Type") != "application/zip" || got.Header.Get("Cache-Control") != "no-store" ||
		!strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%d %v", got.Code, got.Header)
	}
	z, err := zip.NewReader(strings.NewReader(got.Body), int64(len(got.Body)))
	if err != nil || len(z.File) < 10 {
		t.Errorf("%d files, %v", len(z.File), err)
	}
}

func TestAFurtherCopyIsAskedForByTheAddressThatTheFullOneNames(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	b := m.Browse(m.Buyer)
	page := b.Get("/account/data?files_after=0")
	if got := page.Doc.Find(`#export [name=files_after]`).AttrOr("value", ""); got != "0" {
		t.Errorf("the form goes on after %q", got)
	}
	if got := b.Post("/account/data", "proof", "wrong", "files_after", "0"); got.Doc.Find(`#export [name=files_after]`).AttrOr("value", "") != "0" {
		t.Errorf("after a wrong password: %s", got.Main())
	}
	got := b.Post("/account/data", "proof", apptest.Password.Reveal(), "files_after", "0")
	if z, err := zip.NewReader(strings.NewReader(got.Body), int64(len(got.Body))); err != nil || len(z.File) != 1 {
		t.Errorf("%d %s, %v", got.Code, got.Main(), err)
	}
	m.Privacy.CopyLimit = 100
	if a := b.Post("/account/data", "proof", apptest.Password.Reveal()); a.Code != http.StatusRequestEntityTooLarge || !strings.Contains(a.Main(), "ask support") {
		t.Errorf("too large: %d %s", a.Code, a.Main())
	}
	m.Privacy.CopyLimit, m.Privacy.Free = 0, func(string) (int64, error) { return 0, nil }
	if a := b.Post("/account/data", "proof", apptest.Password.Reveal()); a.Code != http.StatusServiceUnavailable || !strings.Contains(a.Main(), "not enough disk space") {
		t.Errorf("no room: %d %s", a.Code, a.Main())
	}
}

func TestAnAccountIsClosedByItsPages(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{i18n.ZH, i18n.EN} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			m := apptest.New(t, app.Settings{})
			acc, err := m.Accounts.Get(t.Context(), m.Buyer.ID)
			if err != nil {
				t.Fatal(err)
			}
			m.Grant(m.Buyer, money.New(100, "CNY"))
			b := m.Browse(m.Buyer)
			b.Lang = lang
			blocked := b.Get("/account/data/close")
			if n := blocked.Doc.Find("#obligations li").Length(); n != 1 || blocked.Doc.Find("#confirm").Length() != 0 || blocked.Doc.Find(`#obligations a[href="/buyer/wallet"]`).Length() != 1 {
				t.Errorf("with money in the wallet: %s", blocked.Main())
			}
			form := []string{"login", acc.Login, "proof", apptest.Password.Reveal()}
			if a := b.Post("/account/data/close", form...); a.Code != http.StatusConflict || a.Doc.Find("#obligations li").Length() != 1 {
				t.Errorf("posted all the same: %d %s", a.Code, a.Main())
			}
			other := m.Account(account.Buyer)
			if acc, err = m.Accounts.Get(t.Context(), other.ID); err != nil {
				t.Fatal(err)
			}
			b = m.Browse(other)
			b.Lang = lang
			if a := b.Get("/account/data/close"); a.Doc.Find("#goes li").Length() < 4 || a.Doc.Find("#stays li").Length() < 3 || a.Doc.Find("#confirm").Length() != 1 {
				t.Errorf("the page: %s", a.Main())
			}
			form[1] = "somebody@else.example"
			if a := b.Post("/account/data/close", form...); a.Code != http.StatusUnprocessableEntity || a.Doc.Find(`[name=login]`).AttrOr("value", "") != form[1] || strings.Contains(a.Body, apptest.Password.Reveal()) {
				t.Errorf("another login: %d %s", a.Code, a.Main())
			}
			form[1] = acc.Login
			if a := b.Post("/account/data/close", form...); a.Location != "/goodbye" {
				t.Fatalf("closing: %d %s", a.Code, a.Main())
			}
			if a := b.Get("/goodbye"); a.Code != http.StatusOK || a.Doc.Find(`[action="/logout"]`).Length() != 0 {
				t.Errorf("afterwards: %d %s", a.Code, a.Main())
			}
			if a := b.Get("/account"); !strings.HasPrefix(a.Location, "/login") {
				t.Errorf("still signed in: %d %s", a.Code, a.Location)
			}
		})
	}
}

func TestASubUserTakesItsCopyAndClosesNothing(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	u, err := m.Accounts.CreateUser(t.Context(), account.CreateUserInput{Actor: m.Seller, UserName: "li.lei", Password: "correct-horse-1"})
	if err != nil {
		t.Fatal(err)
	}
	who, err := m.Accounts.Actor(t.Context(), u.ID)
	if err != nil {
		t.Fatal(err)
	}
	b := m.Browse(who)
	if a := b.Get("/account/data"); a.Code != http.StatusOK || a.Doc.Find("#close").Length() != 0 {
		t.Errorf("%d %s", a.Code, a.Main())
	}
	for _, a := range []apptest.Answer{b.Get("/account/data/close"), b.Post("/account/data/close", "login", "li.lei", "proof", "correct-horse-1")} {
		if a.Code != http.StatusForbidden {
			t.Errorf("a sub-user at the page of closing: %d", a.Code)
		}
	}
}
