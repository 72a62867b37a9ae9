package auth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/web/auth"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestAVisitorSignsInAndComesBackToThePage(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.browser(t)
	b.get("/account/tokens?a=1&b=2").wants(t, http.StatusSeeOther, "/login?next=%2Faccount%2Ftokens%3Fa%3D1%26b%3D2")
	page := b.get("/login?next=%2Faccount%2Ftokens%3Fa%3D1%26b%3D2")
	next := page.doc.Find(`form[action="/login"] input[name=next]`).AttrOr("value", "")
	b.post("/login", "login", "BUYER@example.com", "password", password, "next", next).wants(t, http.StatusSeeOther, "/account/tokens?a=1&b=2")
	b.get("/account/tokens").wants(t, http.StatusOK, "")
	b.get("/login").wants(t, http.StatusSeeOther, "/")
	if got := b.get("/").body; got != "home of N-buyer" {
		t.Error(got)
	}
	op := m.browser(t)
	op.post("/login", "login", m.operator.Login, "password", password).wants(t, http.StatusSeeOther, "/operator")
}

func TestAWrongPasswordAndAnUnknownLoginLookTheSame(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	var pages []string
	for _, login := range []string{"buyer@example.com", "nobod@example.com"} {
		a := m.browser(t).post("/login", "login", login, "password", "s3cret guess")
		a.wants(t, http.StatusUnauthorized, "")
		if a.doc.Find(`input[name=login]`).AttrOr("value", "") != login || strings.Contains(a.body, "s3cret") {
			t.Errorf("typed: the login should stay, the password not: %s", a.body)
		}
		uitest.Markup(t, a.doc)
		pages = append(pages, strings.ReplaceAll(a.body, login, "LOGIN"))
	}
	if pages[0] != pages[1] {
		t.Errorf("the pages differ:\n%s\n%s", pages[0], pages[1])
	}
	empty := m.browser(t).post("/login")
	empty.wants(t, http.StatusUnprocessableEntity, "")
	if n := empty.doc.Find(".field-error").Length(); n != 2 {
		t.Errorf("%d fields are marked", n)
	}
}

func TestAfterTenFailuresTheBrowserWaits(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.browser(t)
	for range account.BrakeFailures {
		b.post("/login", "login", "buyer@example.com", "password", "wrong").wants(t, http.StatusUnauthorized, "")
	}
	a := b.post("/login", "login", "buyer@example.com", "password", password)
	a.wants(t, http.StatusTooManyRequests, "")
	if !strings.Contains(a.doc.Text(), "try again in 15 min") {
		t.Error(a.doc.Text())
	}
}

func TestNoOneIsLedOffTheMarketplace(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"https://evil.test/", "//evil.test", "///evil.test", `/\evil.test`, `\\evil.test`, "/\t/evil.test", "/\n/evil.test",
		"javascript:alert(1)", "evil.test", "", " /a", "http:/evil.test", "/ /evil.test", "/\u0000/evil.test", "/%5Cevil.test", "/%2F/evil.test",
		"/login?next=/a", "/logout", "/" + strings.Repeat("a", 3000), "/%zz"} {
		if got := door.LocalPath(bad); got != "" {
			t.Errorf("%q leads to %q", bad, got)
		}
	}
	for _, good := range []string{"/", "/products/a?x=1&y=http://b", "/a%20b", "/buyer/orders/CS1#pay"} {
		if got := door.LocalPath(good); got != good {
			t.Errorf("%q became %q", good, got)
		}
	}
	m := open(t, nil)
	m.browser(t).post("/login", "login", m.buyer.Login, "password", password, "next", "//evil.test").wants(t, http.StatusSeeOther, "/")
	if page := m.browser(t).get("/login?next=" + url.QueryEscape("https://evil.test/")); strings.Contains(page.body, "name=\"next\"") {
		t.Error("the form carries the foreign address")
	}
	m.signedIn(t, m.buyer).get("/login?next="+url.QueryEscape(`/\evil.test`)).wants(t, http.StatusSeeOther, "/")
}

func TestASessionPutThereBeforeIsWorthNothingAfterSigningIn(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	const planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	b := m.browser(t)
	r := b.request("POST", "/login", url.Values{"login": {m.buyer.Login}, "password": {password}})
	r.AddCookie(&http.Cookie{Name: "souk_session", Value: planted})
	b.do(r).wants(t, http.StatusSeeOther, "/")
	mine := b.cookie("souk_session")
	if mine == "" || mine == planted {
		t.Fatalf("session id %q", mine)
	}
	attacker := func(id string) string {
		o := m.browser(t)
		r := o.request("GET", "/", nil)
		r.AddCookie(&http.Cookie{Name: "souk_session", Value: id})
		return o.do(r).body
	}
	if got := attacker(planted); got != "home of " {
		t.Errorf("the planted session shows %q", got)
	}
	// Signing in again, as somebody else, gives a new id and ends the old one.
	b.post("/login", "login", m.operator.Login, "password", password).wants(t, http.StatusSeeOther, "/operator")
	if again := b.cookie("souk_session"); again == mine || attacker(mine) != "home of " || attacker(again) != "home of N-operator" {
		t.Errorf("old %q shows %q, new %q shows %q", mine, attacker(mine), again, attacker(again))
	}
}

func TestSigningOutEndsTheSession(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.signedIn(t, m.buyer)
	kept := b.cookie("souk_session")
	if a := b.get("/logout"); a.StatusCode != http.StatusMethodNotAllowed && a.StatusCode != http.StatusNotFound {
		t.Errorf("a link signs people out: %d", a.StatusCode)
	}
	b.post("/logout").wants(t, http.StatusSeeOther, "/")
	if b.cookie("souk_session") != "" {
		t.Error("the cookie stays")
	}
	r := b.request("GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: "souk_session", Value: kept})
	if got := b.do(r).body; got != "home of " {
		t.Errorf("the old cookie shows %q", got)
	}
}

func TestTheCookieIsOutOfReachOfScriptsAndOtherSites(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		secure bool
		cookie string
	}{"plain": {false, "souk_session"}, "tls": {true, "__Host-souk_session"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := open(t, func(c *auth.Config) { c.SecureCookies = tc.secure })
			a := m.browser(t).post("/login", "login", m.buyer.Login, "password", password)
			for _, c := range a.Cookies() {
				if c.Name != tc.cookie {
					continue
				}
				if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != tc.secure || c.Path != "/" || c.Domain != "" {
					t.Errorf("cookie %+v", c)
				}
				return
			}
			t.Errorf("no cookie %s in %v", tc.cookie, a.Cookies())
		})
	}
}

func TestAVisitorCostsNoQueryAndGetsNoSession(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	before := m.db.Stats().Statements
	a := m.browser(t).get("/login")
	a.wants(t, http.StatusOK, "")
	if n := m.db.Stats().Statements - before; n != 0 || len(a.Cookies()) != 0 {
		t.Errorf("%d statements, cookies %v", n, a.Cookies())
	}
}

func TestTheWrongKindIsForbiddenAndAnOldFormLeadsToSigningIn(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	a := m.signedIn(t, m.buyer).get("/operator")
	a.wants(t, http.StatusForbidden, "")
	uitest.Markup(t, a.doc)
	chief := m.browser(t)
	key := totp.NewSecret()
	if _, err := m.accounts.Create(t.Context(), account.CreateInput{Login: "chief@example.com", Password: password, Kind: account.Operator,
		Name: "Chief", Lang: "en", TOTP: key}); err != nil {
		t.Fatal(err)
	}
	chief.typePassword("chief@example.com")
	chief.post("/login/second", "code", code(t, key, 0)).wants(t, http.StatusSeeOther, "/account/tokens")
	chief.get("/operator").wants(t, http.StatusOK, "")
	visitor := m.browser(t)
	r := visitor.request("POST", "/operator/approve", url.Values{})
	r.Header.Set("Referer", m.server.URL+"/operator/reviews?x=1")
	visitor.do(r).wants(t, http.StatusSeeOther, "/login?next=%2Foperator%2Freviews%3Fx%3D1")
	r = visitor.request("POST", "/operator/approve", url.Values{})
	r.Header.Set("Referer", "https://evil.test/operator")
	visitor.do(r).wants(t, http.StatusSeeOther, "/login")
	r = visitor.request("GET", "/operator", nil)
	r.Header.Set("HX-Request", "true")
	if a := visitor.do(r); a.Header.Get("HX-Redirect") != "/login?next=%2Foperator" {
		t.Errorf("htmx: %d %v", a.StatusCode, a.Header)
	}
}

func TestAnotherSiteCannotSignPeopleIn(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.browser(t)
	r := b.request("POST", "/login", url.Values{"login": {m.buyer.Login}, "password": {password}})
	r.Header.Set("Origin", "https://evil.test")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	b.do(r).wants(t, http.StatusForbidden, "")
}

func TestADemoOffersItsAccounts(t *testing.T) {
	t.Parallel()
	m := open(t, func(c *auth.Config) {
		c.Demo = []auth.DemoLogin{{Name: "<b>枫间</b>", Kind: account.Buyer, Login: "buyer@example.com", Password: password}}
	})
	b := m.browser(t)
	page := b.get("/login?next=/account")
	uitest.Markup(t, page.doc)
	card := page.doc.Find("#demo-logins form")
	if card.Length() != 1 || !strings.Contains(page.doc.Find("#demo-logins").Text(), "<b>枫间</b>") {
		t.Fatal(page.body)
	}
	value := func(name string) string { return card.Find("input[name="+name+"]").AttrOr("value", "") }
	b.post(card.AttrOr("action", ""), "login", value("login"), "password", value("password"), "next", value("next")).wants(t, http.StatusSeeOther, "/account")
	if strings.Contains(open(t, nil).browser(t).get("/login").body, "demo-logins") {
		t.Error("shown outside a demo")
	}
}

func TestPagesFollowTheAccountsLanguageUnlessAnotherWasChosen(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	if err := m.accounts.UpdateProfile(t.Context(), account.ProfileInput{AccountID: m.buyer.ID, Name: "林夏", Lang: "zh"}); err != nil {
		t.Fatal(err)
	}
	if lang := m.signedIn(t, m.buyer).get("/account").doc.Find("html").AttrOr("lang", ""); lang != "zh-CN" {
		t.Errorf("the account is Chinese, the page %s", lang)
	}
	b := m.browser(t)
	b.get("/login?lang=en")
	b.post("/login", "login", m.buyer.Login, "password", password)
	if lang := b.get("/account").doc.Find("html").AttrOr("lang", ""); lang != "en" {
		t.Errorf("English was chosen, the page is %s", lang)
	}
}
