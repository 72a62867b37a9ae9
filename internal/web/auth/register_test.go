package auth_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/auth"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// coded asks for a code, checks the page that waits for it, and types it.
func (b *browser) coded(base, by, target, after string) {
	b.t.Helper()
	sent := b.post(base, "by", by, "target", target)
	if !strings.HasPrefix(sent.Header.Get("Location"), base+"/code?t=cod_") {
		b.t.Fatalf("%d %s\n%.2000s", sent.StatusCode, sent.Header.Get("Location"), sent.body)
	}
	page := b.get(sent.Header.Get("Location"))
	page.wants(b.t, http.StatusOK, "")
	uitest.Markup(b.t, page.doc)
	ticket := page.doc.Find(`form[action="`+base+`/code"] input[name=t]`).AttrOr("value", "")
	code := b.m.code(b.t)
	wrong := b.post(base+"/code", "t", ticket, "code", "x"+code[1:])
	wrong.wants(b.t, http.StatusUnprocessableEntity, "")
	if !strings.Contains(wrong.body, "4 more times") {
		b.t.Error("the page does not say how many guesses are left")
	}
	b.post(base+"/code", "t", ticket, "code", code).wants(b.t, http.StatusSeeOther, after)
	b.post(base+"/code", "t", ticket, "code", code).wants(b.t, http.StatusSeeOther, base)
}

func TestAPersonRegistersByPhoneAndIsToldTheLogin(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	m.works(t)
	b := m.browser(t)
	b.get("/register/account").wants(t, http.StatusSeeOther, "/register")
	first := b.get("/register")
	uitest.Markup(t, first.doc)
	b.coded("/register", "sms", "138 0013 8000", "/register/account")
	page := b.get("/register/account")
	uitest.Markup(t, page.doc)
	bad := b.post("/register/account", "login", "x", "name", strings.Repeat("n", 100), "password", "short", "repeat", "short")
	bad.wants(t, http.StatusUnprocessableEntity, "")
	uitest.Markup(t, bad.doc)
	if n := bad.doc.Find(".field-error").Length(); n != 4 || strings.Contains(bad.body, `value="short"`) {
		t.Errorf("%d fields are marked", n)
	}
	b.post("/register/account", "password", password, "repeat", "another", "terms", "1", "seen", "buyer@1").wants(t, http.StatusUnprocessableEntity, "")
	before := b.cookie("souk_session")
	b.post("/register/account", "name", "林夏", "password", password, "repeat", password, "terms", "1", "seen", "buyer@1").wants(t, http.StatusSeeOther, "/register/welcome")
	if after := b.cookie("souk_session"); after == before || after == "" {
		t.Error("the session kept its id")
	}
	welcome := b.get("/register/welcome")
	uitest.Markup(t, welcome.doc)
	login := regexp.MustCompile(`souk_[0-9a-z]{8}`).FindString(welcome.doc.Find("#login").Text())
	if login == "" {
		t.Fatal(welcome.body)
	}
	if got := b.get("/").body; got != "home of 林夏" {
		t.Error(got)
	}
	b.post("/register/account", "password", password, "repeat", password, "terms", "1", "seen", "buyer@1").wants(t, http.StatusSeeOther, "/register")
	m.browser(t).post("/login", "login", login, "password", password).wants(t, http.StatusSeeOther, "/")
	m.browser(t).post("/login", "login", "+8613800138000", "password", password).wants(t, http.StatusSeeOther, "/")
}

func TestAForgottenPasswordIsResetAndEverythingIsSignedOut(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	m.works(t)
	b := m.browser(t)
	b.coded("/register", "mail", "Anna@example.com", "/register/account")
	b.post("/register/account", "password", password, "repeat", password, "terms", "1", "seen", "buyer@1").wants(t, http.StatusSeeOther, "/register/welcome")
	b.get("/reset").wants(t, http.StatusSeeOther, "/")

	m.accountsWait(t)
	other := m.browser(t)
	other.get("/reset/password").wants(t, http.StatusSeeOther, "/reset")
	other.coded("/reset", "mail", "anna@example.com", "/reset/password")
	uitest.Markup(t, other.get("/reset/password").doc)
	other.post("/reset/password", "password", "short", "repeat", "short").wants(t, http.StatusUnprocessableEntity, "")
	other.post("/reset/password", "password", "a new password", "repeat", "a new password").wants(t, http.StatusSeeOther, "/login")
	b.get("/account").wants(t, http.StatusSeeOther, "/login?next=%2Faccount")
	b.post("/login", "login", "anna@example.com", "password", password).wants(t, http.StatusUnauthorized, "")
	b.post("/login", "login", "anna@example.com", "password", "a new password").wants(t, http.StatusSeeOther, "/")
}

// Issue 3 §3: enumerating accounts by login, registration or reset is not possible.
func TestPagesOfCodesLookTheSameWhoeverExists(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	ticket := regexp.MustCompile(`cod_[0-9a-z]{26}`)
	for _, base := range []string{"/register", "/reset"} {
		var pages []string
		for _, target := range []string{"buyer@example.com", "nobod@example.com"} {
			b := m.browser(t)
			a := b.post(base, "by", "mail", "target", target)
			a.wants(t, http.StatusSeeOther, "")
			page := b.get(a.Header.Get("Location"))
			page.wants(t, http.StatusOK, "")
			pages = append(pages, ticket.ReplaceAllString(strings.ReplaceAll(page.body, target, "TARGET"), "TICKET"))
			m.accountsWait(t)
		}
		if pages[0] != pages[1] {
			t.Errorf("%s: the pages differ:\n%s\n%s", base, pages[0], pages[1])
		}
	}
}

// accountsWait lifts the wait between two codes from one network.
func (m *market) accountsWait(t *testing.T) {
	t.Helper()
	m.exec(t, `DELETE FROM account_brakes`)
}

func TestAPhoneNumberOfSeveralAccountsLetsThePersonChoose(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	for _, login := range []string{"red", "blue"} {
		if _, err := m.accounts.Create(t.Context(), account.CreateInput{Login: login, Password: password, Kind: account.Buyer, Name: "N-" + login,
			Phone: "13800138000", Proven: true, Lang: "en"}); err != nil {
			t.Fatal(err)
		}
	}
	b := m.browser(t)
	b.get("/login/choose").wants(t, http.StatusSeeOther, "/login")
	b.post("/login", "login", "13800138000", "password", password, "next", "/account").wants(t, http.StatusSeeOther, "/login/choose")
	b.get("/account").wants(t, http.StatusSeeOther, "/login?next=%2Faccount")
	page := b.get("/login/choose")
	uitest.Markup(t, page.doc)
	ids := page.doc.Find("input[name=account]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
	if len(ids) != 2 {
		t.Fatal(page.body)
	}
	b.post("/login/choose", "account", m.operator.ID).wants(t, http.StatusUnprocessableEntity, "")
	b.post("/login/choose", "account", ids[1]).wants(t, http.StatusSeeOther, "/account")
	chosen, err := m.accounts.Get(t.Context(), ids[1])
	if err != nil {
		t.Fatal(err)
	}
	if got := b.get("/").body; got != "home of "+chosen.Name {
		t.Error(got)
	}
	b.post("/login/choose", "account", ids[0]).wants(t, http.StatusSeeOther, "/login")
}

func TestContactsAreChangedByACodeAndTheProfileShowsThem(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	m.works(t)
	b := m.signedIn(t, m.buyer)
	if page := b.get("/account"); !strings.Contains(page.doc.Find("#contacts").Text(), "Not verified") {
		t.Error(page.body)
	}
	for _, path := range []string{"/account/phone", "/account/email"} {
		uitest.Markup(t, b.get(path).doc)
	}
	bad := b.post("/account/phone", "target", "12", "password", "")
	bad.wants(t, http.StatusUnprocessableEntity, "")
	if n := bad.doc.Find(".field-error").Length(); n != 2 {
		t.Errorf("%d fields are marked", n)
	}
	sent := b.post("/account/phone", "target", "13800138000", "password", password)
	sent.wants(t, http.StatusSeeOther, "")
	ticket := strings.TrimPrefix(sent.Header.Get("Location"), "/account/phone/code?t=")
	uitest.Markup(t, b.get(sent.Header.Get("Location")).doc)
	code := m.code(t)
	thief := m.signedIn(t, m.operator)
	thief.get("/account/phone/code?t="+ticket).wants(t, http.StatusSeeOther, "/account")
	thief.post("/account/phone/code", "t", ticket, "code", code).wants(t, http.StatusSeeOther, "/account")
	b.post("/account/phone/again", "t", ticket).wants(t, http.StatusTooManyRequests, "")
	b.post("/account/phone/code", "t", ticket, "code", code).wants(t, http.StatusSeeOther, "/account")
	if text := b.get("/account").doc.Find("#contacts").Text(); !strings.Contains(text, "+8613800138000") || !strings.Contains(text, "Verified") {
		t.Error(text)
	}
}

func TestSessionsAreShownAndEnded(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	here, there, third := m.signedIn(t, m.buyer), m.signedIn(t, m.buyer), m.signedIn(t, m.buyer)
	page := here.get("/account/sessions")
	uitest.Markup(t, page.doc)
	actions := page.doc.Find(`form[action$="/revoke"]`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("action", "") })
	if len(actions) != 2 || !strings.Contains(page.body, "This browser") {
		t.Fatalf("%v\n%s", actions, page.body)
	}
	m.signedIn(t, m.operator).post(actions[0]).wants(t, http.StatusNotFound, "")
	here.post(actions[0]).wants(t, http.StatusSeeOther, "/account/sessions")
	here.post("/account/sessions/revoke-others").wants(t, http.StatusSeeOther, "/account/sessions")
	for _, b := range []*browser{there, third} {
		b.get("/account").wants(t, http.StatusSeeOther, "/login?next=%2Faccount")
	}
	here.get("/account").wants(t, http.StatusOK, "")
}

// Issue 3 §3: session fixation.
func TestASessionIDThatSomebodyPlantedIsWorthNothing(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	m.works(t)
	attacker := m.browser(t)
	attacker.coded("/register", "mail", "thief@example.com", "/register/account") // a session without an account
	planted := attacker.cookie("souk_session")
	if planted == "" {
		t.Fatal("no session")
	}
	victim := m.browser(t)
	r := victim.request("POST", "/login", map[string][]string{"login": {m.buyer.Login}, "password": {password}})
	r.AddCookie(&http.Cookie{Name: "souk_session", Value: planted})
	victim.do(r).wants(t, http.StatusSeeOther, "/")
	if got := victim.cookie("souk_session"); got == planted || got == "" {
		t.Errorf("the victim's session is %q", got)
	}
	attacker.get("/account").wants(t, http.StatusSeeOther, "/login?next=%2Faccount")
}

// Issue 3 §3: CSRF from another origin.
func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.signedIn(t, m.buyer)
	for _, path := range []string{"/login", "/register", "/register/code", "/register/account", "/reset", "/reset/password", "/login/choose", "/account",
		"/account/password", "/account/phone", "/account/email/code", "/account/sessions/revoke-others", "/logout"} {
		for name, header := range map[string][2]string{"fetch": {"Sec-Fetch-Site", "cross-site"}, "origin": {"Origin", "https://evil.example"}, "null": {"Origin", "null"}} {
			r := b.request("POST", path, map[string][]string{"name": {"x"}})
			r.Header.Set(header[0], header[1])
			if a := b.do(r); a.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %s: %d", path, name, a.StatusCode)
			}
		}
	}
	b.get("/account").wants(t, http.StatusOK, "")
}

func TestOverlongValuesAreRefusedByEveryForm(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	long, visitor, b := strings.Repeat("长", 20_000), m.browser(t), m.signedIn(t, m.buyer)
	for _, tc := range []struct {
		who    *browser
		path   string
		kv     []string
		status int
	}{
		{visitor, "/login", []string{"login", long, "password", long}, http.StatusUnauthorized},
		{visitor, "/login/" + m.buyer.ID, []string{"login", long, "password", long}, http.StatusUnauthorized},
		{visitor, "/login/not-an-account", []string{"login", "x", "password", "x"}, http.StatusNotFound},
		{visitor, "/register", []string{"by", long, "target", long}, http.StatusUnprocessableEntity},
		{visitor, "/register/code", []string{"t", long, "code", long}, http.StatusSeeOther},
		{visitor, "/register/again", []string{"t", long}, http.StatusSeeOther},
		{visitor, "/reset", []string{"by", "mail", "target", long}, http.StatusUnprocessableEntity},
		{b, "/account/phone", []string{"target", long, "password", long}, http.StatusUnprocessableEntity},
		{b, "/account/email/code", []string{"t", long, "code", long}, http.StatusSeeOther},
		{b, "/account/sessions/" + strings.Repeat("x", 5000) + "/revoke", nil, http.StatusNotFound},
	} {
		if a := tc.who.post(tc.path, tc.kv...); a.StatusCode != tc.status {
			t.Errorf("%.40s: %d, want %d", tc.path, a.StatusCode, tc.status)
		}
	}
}

func TestCookiesOfSigningInAreClosed(t *testing.T) {
	t.Parallel()
	for _, secure := range []bool{false, true} {
		m := open(t, func(c *auth.Config) { c.SecureCookies = secure })
		a := m.browser(t).post("/login", "login", m.buyer.Login, "password", password)
		seen := 0
		for _, c := range a.Cookies() {
			if !strings.HasSuffix(c.Name, "souk_session") && !strings.HasSuffix(c.Name, "souk_browser") {
				continue
			}
			seen++
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Secure != secure || c.Path != "/" || strings.HasPrefix(c.Name, "__Host-") != secure {
				t.Errorf("secure %v: %v", secure, c)
			}
		}
		if seen != 2 {
			t.Errorf("%d cookies", seen)
		}
	}
}
