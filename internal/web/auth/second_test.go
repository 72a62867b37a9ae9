package auth_test

import (
	"bytes"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/account/passkeytest"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/auth"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// protected is an account that has an authenticator app from the beginning.
func (m *market) protected(t *testing.T, login string) (account.Account, secret.Text) {
	t.Helper()
	key := totp.NewSecret()
	acc, err := m.accounts.Create(t.Context(), account.CreateInput{Login: login, Password: password, Kind: account.Buyer, Name: "N-" + login, Lang: "en", TOTP: key})
	if err != nil {
		t.Fatal(err)
	}
	return acc, key
}

// code is the code of a step around now.
func code(t *testing.T, key secret.Text, skew int64) string {
	t.Helper()
	c, err := totp.Code(key, totp.Step(clock.Wall())+skew)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (b *browser) typePassword(login string) {
	b.t.Helper()
	b.post("/login", "login", login, "password", password, "next", "/account/tokens").wants(b.t, http.StatusSeeOther, "/login/second")
}

func TestAPasswordAloneDoesNotSignInWhoHasASecondFactor(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	acc, key := m.protected(t, "two@example.com")
	b := m.browser(t)
	b.typePassword(acc.Login)
	waiting := b.cookie("souk_session")
	if got := b.get("/").body; got != "home of " {
		t.Errorf("after the password alone: %s", got)
	}
	b.get("/account").wants(t, http.StatusSeeOther, "/login?next=%2Faccount")
	page := b.get("/login/second")
	page.wants(t, http.StatusOK, "")
	uitest.Markup(t, page.doc)
	if page.Header.Get("Cache-Control") != "no-store" || !strings.Contains(page.doc.Text(), acc.Login) || page.doc.Find("[data-passkey]").Length() != 0 ||
		page.doc.Find("#demo-code").Length() != 0 {
		t.Error(page.body)
	}
	for _, bad := range []string{"", "000000x", code(t, key, 5), "aaaa-aaaa-aaaa-aaaa"} {
		a := b.post("/login/second", "code", bad)
		a.wants(t, http.StatusUnprocessableEntity, "")
		uitest.Markup(t, a.doc)
		if a.doc.Find("#f-code-err").Length() != 1 {
			t.Errorf("%q: %s", bad, a.body)
		}
	}
	right := code(t, key, 0)
	b.post("/login/second", "code", right).wants(t, http.StatusSeeOther, "/account/tokens")
	if b.cookie("souk_session") == waiting {
		t.Error("the session id stays the same through the second step")
	}
	if got := b.get("/").body; got != "home of N-two@example.com" {
		t.Error(got)
	}
	b.get("/login/second").wants(t, http.StatusSeeOther, "/login")

	other := m.browser(t)
	other.typePassword(acc.Login)
	a := other.post("/login/second", "code", right)
	a.wants(t, http.StatusUnprocessableEntity, "")
	if !strings.Contains(a.body, "used already") {
		t.Error("a code is taken twice, or no reason is shown")
	}
	other.post("/login/second", "code", code(t, key, 1)).wants(t, http.StatusSeeOther, "/account/tokens")
}

func TestSigningInAnewEndsTheSessionEvenBeforeTheSecondStep(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	acc, _ := m.protected(t, "two@example.com")
	b := m.signedIn(t, m.buyer)
	b.typePassword(acc.Login)
	if got := b.get("/").body; got != "home of " {
		t.Errorf("still %s", got)
	}
}

func TestTheSecondStepWithoutAFirstLeadsToTheBeginning(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.browser(t)
	b.get("/login/second").wants(t, http.StatusSeeOther, "/login")
	b.post("/login/second", "code", "123456").wants(t, http.StatusSeeOther, "/login")
	b.post("/login/second/passkey", "answer", "{}").wants(t, http.StatusSeeOther, "/login")
	b.post("/login/second/passkey/begin").wants(t, http.StatusUnauthorized, "")
}

func TestADemoOffersTheCodeThatWasNotUsedYet(t *testing.T) {
	t.Parallel()
	key := totp.NewSecret()
	m := open(t, func(c *auth.Config) { c.Demo = []auth.DemoLogin{{Name: "D", Login: "demo@example.com", TOTP: key}} })
	acc, err := m.accounts.Create(t.Context(), account.CreateInput{Login: "demo@example.com", Password: password, Kind: account.Buyer, Name: "D", Lang: "en", TOTP: key})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 { // this step's code, the next one's, and then none: unless half a minute passes meanwhile
		b := m.browser(t)
		b.typePassword(acc.Login)
		page := b.get("/login/second")
		uitest.Markup(t, page.doc)
		offered := page.doc.Find("#demo-code input[name=code]").AttrOr("value", "")
		if offered == "" && i < 2 || page.doc.Find("#demo-code").Length() != 1 {
			t.Fatalf("%d: nothing is offered: %s", i, page.body)
		}
		if offered != "" {
			b.post("/login/second", "code", offered).wants(t, http.StatusSeeOther, "/account/tokens")
		}
	}
	stranger, _ := m.protected(t, "two@example.com")
	b := m.browser(t)
	b.typePassword(stranger.Login)
	if b.get("/login/second").doc.Find("#demo-code").Length() != 0 {
		t.Error("a code is offered for an account that is not of the demo")
	}
}

func TestAnAppIsSetUpAndRemovedOnThePage(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.signedIn(t, m.buyer)
	other := m.signedIn(t, m.buyer)
	for _, lang := range []string{"zh", "en"} {
		page := b.get("/account/security?lang=" + lang)
		page.wants(t, http.StatusOK, "")
		uitest.Markup(t, page.doc)
		if strings.Contains(page.body, "auth.") || page.doc.Find("#recovery").Length() != 0 {
			t.Error(page.body)
		}
	}
	wrong := b.post("/account/security/authenticator", "proof", "not the password")
	wrong.wants(t, http.StatusUnprocessableEntity, "")
	uitest.Markup(t, wrong.doc)
	if !strings.Contains(wrong.doc.Find(".note, [role=alert]").Text(), "is not right") {
		t.Errorf("no reason is shown: %s", wrong.body)
	}
	b.get("/account/security/authenticator").wants(t, http.StatusSeeOther, "/account/security")
	b.post("/account/security/authenticator", "proof", password).wants(t, http.StatusSeeOther, "/account/security/authenticator")
	page := b.get("/account/security/authenticator")
	page.wants(t, http.StatusOK, "")
	uitest.Markup(t, page.doc)
	key := secret.Text(strings.ReplaceAll(page.doc.Find("#totp-secret .mono").Text(), " ", ""))
	picture := b.get(page.doc.Find("main img").AttrOr("src", ""))
	if _, err := png.Decode(bytes.NewReader([]byte(picture.body))); err != nil || picture.Header.Get("Cache-Control") != "no-store" || page.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("picture: %v, %v", err, picture.Header)
	}
	m.signedIn(t, m.operator).get("/account/security/authenticator/picture").wants(t, http.StatusConflict, "")
	b.post("/account/security/authenticator/confirm", "code", code(t, key, 7)).wants(t, http.StatusUnprocessableEntity, "")
	done := b.post("/account/security/authenticator/confirm", "code", code(t, key, -1))
	done.wants(t, http.StatusOK, "")
	uitest.Markup(t, done.doc)
	if n := done.doc.Find("#fresh-codes li").Length(); n != account.RecoveryCodes || done.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d recovery codes: %s", n, done.body)
	}
	first := done.doc.Find("#fresh-codes li").First().Text()
	if strings.Contains(b.get("/account/security").body, first) {
		t.Error("recovery codes are shown again")
	}
	other.get("/account").wants(t, http.StatusSeeOther, "/login?next=%2Faccount")

	fresh := m.browser(t)
	fresh.typePassword(m.buyer.Login)
	fresh.post("/login/second", "code", first).wants(t, http.StatusSeeOther, "/account/tokens")
	again := m.browser(t)
	again.typePassword(m.buyer.Login)
	again.post("/login/second", "code", first).wants(t, http.StatusUnprocessableEntity, "")

	b.post("/account/security/recovery", "proof", "wrong").wants(t, http.StatusUnprocessableEntity, "")
	made := b.post("/account/security/recovery", "proof", password)
	if n := made.doc.Find("#fresh-codes li").Length(); n != account.RecoveryCodes {
		t.Errorf("%d new recovery codes", n)
	}
	b.post("/account/security/authenticator/remove", "proof", "").wants(t, http.StatusUnprocessableEntity, "")
	b.post("/account/security/authenticator/remove", "proof", password).wants(t, http.StatusSeeOther, "/account/security")
	m.signedIn(t, m.buyer).get("/account").wants(t, http.StatusOK, "")
}

// begin asks for a question, as passkey.js does.
func (b *browser) begin(path string, kv ...string) []byte {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(kv); i += 2 {
		form.Set(kv[i], kv[i+1])
	}
	a := b.do(b.request("POST", path, form))
	a.wants(b.t, http.StatusOK, "")
	if a.Header.Get("Content-Type") != "application/json" || a.Header.Get("Cache-Control") != "no-store" {
		b.t.Errorf("question %v", a.Header)
	}
	return []byte(a.body)
}

func must(t *testing.T, raw []byte, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// registered adds a passkey to the account that b is signed in to.
func (b *browser) registered(name string) *passkeytest.Device {
	b.t.Helper()
	dev := &passkeytest.Device{Origin: origin}
	made, err := dev.Create(b.begin("/account/security/passkeys/begin", "proof", password))
	a := b.post("/account/security/passkeys", "name", name, "answer", must(b.t, made, err))
	a.wants(b.t, http.StatusOK, "")
	if a.doc.Find("#fresh-codes li").Length() != account.RecoveryCodes {
		b.t.Errorf("no recovery codes: %s", a.body)
	}
	return dev
}

func TestAPasskeySignsInWithoutAPassword(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	mine := m.signedIn(t, m.buyer)
	dev := mine.registered("<b>laptop</b>")
	page := mine.get("/account/security")
	uitest.Markup(t, page.doc)
	if page.doc.Find("#passkeys li").Length() != 1 || page.doc.Find("#passkeys li b").Length() != 0 || !strings.Contains(page.doc.Find("#passkeys li").Text(), "<b>laptop</b>") {
		t.Error(page.body)
	}
	login := m.browser(t).get("/login?next=/account/tokens")
	uitest.Markup(t, login.doc)
	box := login.doc.Find("[data-passkey=get]")
	if _, hidden := box.Attr("hidden"); !hidden || box.AttrOr("data-domain", "") != "market.test" || box.Find("input[name=next]").AttrOr("value", "") != "/account/tokens" {
		t.Error(login.body)
	}
	b := m.browser(t)
	signed, err := dev.Get(b.begin("/login/passkey/begin"))
	text := must(t, signed, err)
	asked := b.cookie("souk_session")
	m.browser(t).post("/login/passkey", "answer", text).wants(t, http.StatusUnauthorized, "") // another session than the one that was asked
	b.post("/login/passkey", "answer", text, "next", "/account/tokens").wants(t, http.StatusSeeOther, "/account/tokens")
	if got := b.get("/").body; got != "home of N-buyer" || b.cookie("souk_session") == asked {
		t.Errorf("%s, session %q", got, b.cookie("souk_session"))
	}
	replay := m.browser(t)
	replay.begin("/login/passkey/begin")
	a := replay.post("/login/passkey", "answer", text)
	a.wants(t, http.StatusUnauthorized, "")
	uitest.Markup(t, a.doc)
	if !strings.Contains(a.body, "passkey was not accepted") {
		t.Error(a.body)
	}
	for _, bad := range []string{"", "{}", "null", "[", strings.Repeat("x", 100_000)} {
		replay.begin("/login/passkey/begin")
		replay.post("/login/passkey", "answer", bad).wants(t, http.StatusUnauthorized, "")
	}
}

func TestAPasskeyIsTheSecondStep(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	dev := m.signedIn(t, m.buyer).registered("laptop")
	b := m.browser(t)
	b.typePassword(m.buyer.Login)
	page := b.get("/login/second")
	uitest.Markup(t, page.doc)
	if page.doc.Find("[data-passkey=get]").Length() != 1 {
		t.Error(page.body)
	}
	signed, err := dev.Get(b.begin("/login/second/passkey/begin"))
	text := must(t, signed, err)
	b.post("/login/second/passkey", "answer", text[:40]).wants(t, http.StatusUnauthorized, "")
	b.post("/login/second/passkey", "answer", text).wants(t, http.StatusUnauthorized, "") // one question, one answer
	signed, err = dev.Get(b.begin("/login/second/passkey/begin"))
	b.post("/login/second/passkey", "answer", must(t, signed, err)).wants(t, http.StatusSeeOther, "/account/tokens")
}

func TestAPasskeyIsRenamedAndDeletedByItsOwner(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.signedIn(t, m.buyer)
	dev := b.registered("laptop")
	rename := b.get("/account/security").doc.Find(`form[action$="/rename"]`).AttrOr("action", "")
	remove := strings.TrimSuffix(rename, "rename") + "delete"
	b.post(rename, "name", "").wants(t, http.StatusUnprocessableEntity, "")
	b.post(rename, "name", "desk").wants(t, http.StatusSeeOther, "/account/security")
	if !strings.Contains(b.get("/account/security").doc.Find("#passkeys li").Text(), "desk") {
		t.Error("not renamed")
	}
	eve := m.signedIn(t, m.operator)
	eve.post(rename, "name", "mine").wants(t, http.StatusNotFound, "")
	eve.post(remove, "proof", password).wants(t, http.StatusNotFound, "")
	b.post(remove, "proof", "wrong").wants(t, http.StatusUnprocessableEntity, "")
	refused := b.do(b.request("POST", "/account/security/passkeys/begin", url.Values{"proof": {"wrong"}}))
	refused.wants(t, http.StatusUnprocessableEntity, "")
	if !strings.Contains(refused.body, `"error":"The password or the code is not right."`) {
		t.Error(refused.body)
	}
	b.post(remove, "proof", password).wants(t, http.StatusSeeOther, "/account/security")
	late := m.browser(t)
	signed, err := dev.Get(late.begin("/login/passkey/begin"))
	late.post("/login/passkey", "answer", must(t, signed, err)).wants(t, http.StatusUnauthorized, "")
}

func TestAnOperatorWithoutASecondFactorGetsOnlyToItsSetUp(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.signedIn(t, m.operator)
	b.get("/operator").wants(t, http.StatusSeeOther, "/account/security")
	b.post("/operator/approve").wants(t, http.StatusSeeOther, "/account/security")
	page := b.get("/account/security")
	page.wants(t, http.StatusOK, "")
	uitest.Markup(t, page.doc)
	if !strings.Contains(page.doc.Text(), "Operators need two-step verification") {
		t.Error(page.body)
	}
	dev := b.registered("laptop")
	b.get("/operator").wants(t, http.StatusOK, "") // at once, without signing in again
	remove := strings.TrimSuffix(b.get("/account/security").doc.Find(`form[action$="/rename"]`).AttrOr("action", ""), "rename") + "delete"
	refused := b.post(remove, "proof", password)
	refused.wants(t, http.StatusConflict, "")
	if !strings.Contains(refused.body, "Set up another one before") {
		t.Error(refused.body)
	}
	alone := m.browser(t)
	signed, err := dev.Get(alone.begin("/login/passkey/begin"))
	alone.post("/login/passkey", "answer", must(t, signed, err)).wants(t, http.StatusSeeOther, "/operator")
	alone.get("/operator").wants(t, http.StatusOK, "")
}
