package auth_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/auth"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTheTextsOfTheAreaAreComplete(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, auth.LocaleFS(), "auth.")
	uitest.Keys(t, uitest.Load(t, auth.LocaleFS()), ".")
	uitest.Unused(t, auth.LocaleFS(), "auth.", ".")
	uitest.Icons(t, ".")
}

func TestEveryPageIsSoundInBothLanguages(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	m.token(t, m.buyer, "ci")
	m.send(t, message(m, "CRM"))
	list, err := m.messages.Inbox(t.Context(), m.buyer.ID, page.Request{}, notify.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	b := m.signedIn(t, m.buyer)
	for _, lang := range []string{"zh", "en"} {
		for _, path := range []string{"/account", "/account/password", "/account/tokens", "/messages", "/messages?show=unread", "/messages/" + list.Items[0].ID} {
			a := b.get(path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "lang=" + lang)
			a.wants(t, http.StatusOK, "")
			uitest.Markup(t, a.doc)
			if strings.Contains(a.body, "auth.") {
				t.Errorf("%s in %s shows a key", path, lang)
			}
		}
	}
}

func message(m *market, product string) notify.Message {
	return notify.Message{To: m.buyer.ID, Event: notify.OrderCompleted, Link: "/buyer/orders/CS1", Params: notify.Params("order", "CS1", "product", product)}
}

func TestAProfileIsSavedAndBadValuesStayInTheForm(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.signedIn(t, m.buyer)
	bad := b.post("/account", "name", "<b>"+strings.Repeat("x", 100), "lang", "fr")
	bad.wants(t, http.StatusUnprocessableEntity, "")
	uitest.Markup(t, bad.doc)
	if n := bad.doc.Find(".field-error").Length(); n != 2 {
		t.Errorf("%d fields are marked", n)
	}
	if got := bad.doc.Find("input[name=name]").AttrOr("value", ""); got != "<b>"+strings.Repeat("x", 100) {
		t.Errorf("typed %q", got)
	}
	b.post("/account", "name", "林夏", "lang", "zh").wants(t, http.StatusSeeOther, "/account?lang=zh")
	page := b.get("/account?lang=zh")
	if page.doc.Find("input[name=name]").AttrOr("value", "") != "林夏" || page.doc.Find("html").AttrOr("lang", "") != "zh-CN" || !strings.Contains(page.body, "账号信息已保存") {
		t.Error(page.body)
	}
}

func TestAPasswordIsChangedAndOtherBrowsersAreSignedOut(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	here, there := m.signedIn(t, m.buyer), m.signedIn(t, m.buyer)
	for _, tc := range []struct{ current, fresh, repeat, field string }{
		{"wrong", "a new password", "a new password", "current"},
		{password, "a new password", "another", "repeat"},
		{password, "short", "short", "new"},
	} {
		a := here.post("/account/password", "current", tc.current, "new", tc.fresh, "repeat", tc.repeat)
		a.wants(t, http.StatusUnprocessableEntity, "")
		uitest.Markup(t, a.doc)
		if a.doc.Find("#f-"+tc.field+"-err").Length() != 1 || strings.Contains(a.body, "a new password") {
			t.Errorf("%+v: %s", tc, a.body)
		}
	}
	here.post("/account/password", "current", password, "new", "a new password", "repeat", "a new password").wants(t, http.StatusSeeOther, "/account/password")
	here.get("/account").wants(t, http.StatusOK, "")
	there.get("/account").wants(t, http.StatusSeeOther, "/login?next=%2Faccount")
}

func TestATokenIsShownOnceAndCanBeRevoked(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.signedIn(t, m.buyer)
	made := b.post("/account/tokens", "name", "<i>nightly</i>", "expires", "90")
	made.wants(t, http.StatusOK, "")
	uitest.Markup(t, made.doc)
	plain := strings.TrimSpace(made.doc.Find("#fresh-token .mono").Text())
	if !strings.HasPrefix(plain, "souk_") || made.Header.Get("Cache-Control") != "no-store" || made.doc.Find("main i").Length() != 0 {
		t.Fatalf("token %q, %v", plain, made.Header)
	}
	if who, err := m.accounts.Authenticate(t.Context(), plain); err != nil || who.ID != m.buyer.ID {
		t.Errorf("%+v, %v", who, err)
	}
	if strings.Contains(b.get("/account/tokens").body, plain) {
		t.Error("the secret is shown again")
	}
	again := b.post("/account/tokens", "name", "<i>nightly</i>", "expires", "90")
	again.wants(t, http.StatusUnprocessableEntity, "")
	if again.doc.Find("#f-name-err").Length() != 1 {
		t.Error("a form that was sent twice made a second token, or no reason is shown")
	}
	revoke := made.doc.Find(`form[action$="/revoke"]`).AttrOr("action", "")
	m.signedIn(t, m.operator).post(revoke).wants(t, http.StatusNotFound, "")
	b.post(revoke).wants(t, http.StatusSeeOther, "/account/tokens")
	if _, err := m.accounts.Authenticate(t.Context(), plain); !errors.Is(err, account.ErrBadToken) {
		t.Errorf("after revoking: %v", err)
	}
	for _, id := range []string{"tok_%00", "..%2f..", "tok_01jd2m3n4p5q6r7s8t9v0w1x2y"} {
		b.post("/account/tokens/"+id+"/revoke").wants(t, http.StatusNotFound, "")
	}
}

func TestAMessageIsTextWhateverItsValuesAre(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	evil := `"><script>alert(1)</script><img src=x onerror=alert(2)>{order}`
	m.send(t, message(m, evil))
	b := m.signedIn(t, m.buyer)
	list := b.get("/messages")
	uitest.Markup(t, list.doc)
	if !strings.Contains(list.doc.Find("main").Text(), evil) || list.doc.Find("main script, main img").Length() != 0 {
		t.Error(list.body)
	}
	one := b.get(list.doc.Find(`main a[href^="/messages/msg_"]`).AttrOr("href", ""))
	one.wants(t, http.StatusOK, "")
	uitest.Markup(t, one.doc)
	if !strings.Contains(one.doc.Find("h1").Text(), evil) || one.doc.Find("main script, main img").Length() != 0 {
		t.Error(one.body)
	}
	if one.doc.Find(`main a[href="/buyer/orders/CS1"]`).Length() != 1 {
		t.Error("no link to the order")
	}
}

// business-rules 2.9: what a sub-user sees is what it was given; the organisation's messages are not.
func TestASubUserReadsItsOwnMessagesAndNotThoseOfItsMainAccount(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	sub, err := m.accounts.CreateUser(t.Context(), account.CreateUserInput{Actor: m.buyer.Actor(), UserName: "sub", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	own := message(m, "For the sub-user")
	own.To = sub.ID
	m.send(t, message(m, "For the main account"), own)
	b := m.browser(t)
	b.post("/login/"+m.buyer.ID, "user", "sub", "login", "sub", "password", password).wants(t, http.StatusSeeOther, "")
	list := b.get("/messages")
	if text := list.doc.Find("main").Text(); !strings.Contains(text, "For the sub-user") || strings.Contains(text, "For the main account") {
		t.Error(text)
	}
	others, err := m.messages.Inbox(t.Context(), m.buyer.ID, page.Request{}, notify.Filter{Lang: "en"})
	if err != nil || len(others.Items) != 1 {
		t.Fatalf("%d messages, %v", len(others.Items), err)
	}
	b.get("/messages/"+others.Items[0].ID).wants(t, http.StatusNotFound, "")
	b.post("/messages/read").wants(t, http.StatusSeeOther, "/messages")
	if n, err := m.messages.UnreadCount(t.Context(), m.buyer.ID); err != nil || n != 1 {
		t.Errorf("the main account has %d unread messages left, %v", n, err)
	}
}

func TestMessagesAreReadOneByOneOrAllAtOnce(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	m.send(t, message(m, "A"), message(m, "B"), message(m, "C"))
	b := m.signedIn(t, m.buyer)
	unread := func(want int) string {
		t.Helper()
		if n, err := m.messages.UnreadCount(t.Context(), m.buyer.ID); err != nil || n != want {
			t.Errorf("%d unread (%v), want %d", n, err, want)
		}
		page := b.get("/messages?show=unread")
		rows := page.doc.Find(`main a[href^="/messages/msg_"]`)
		if rows.Length() != want {
			t.Errorf("the list of unread ones has %d", rows.Length())
		}
		return rows.First().AttrOr("href", "")
	}
	first := unread(3)
	m.signedIn(t, m.operator).get(first).wants(t, http.StatusNotFound, "")
	b.do(b.request("HEAD", first, nil)).wants(t, http.StatusOK, "")
	unread(3)
	b.get(first).wants(t, http.StatusOK, "")
	unread(2)
	b.post("/messages/read").wants(t, http.StatusSeeOther, "/messages")
	unread(0)
	for _, path := range []string{"/messages/msg_x", "/messages/%00", "/messages/msg_01jd2m3n4p5q6r7s8t9v0w1x2y"} {
		b.get(path).wants(t, http.StatusNotFound, "")
	}
	b.get("/messages?cursor=bad").wants(t, http.StatusUnprocessableEntity, "")
}

func TestAFormThatIsTooLargeOrDamagedIsRefused(t *testing.T) {
	t.Parallel()
	m := open(t, nil)
	b := m.signedIn(t, m.buyer)
	for _, path := range []string{"/account", "/account/password", "/account/tokens", "/login"} {
		b.post(path, "name", strings.Repeat("x", 100_000)).wants(t, http.StatusUnprocessableEntity, "")
	}
}
