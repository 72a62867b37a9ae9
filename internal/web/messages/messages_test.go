package messages_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/messages"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTheTextsOfTheAreaAreComplete(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, messages.LocaleFS(), "messages.")
	uitest.Keys(t, uitest.Load(t, messages.LocaleFS()), ".")
	uitest.Unused(t, messages.LocaleFS(), "messages.", ".")
	uitest.Icons(t, ".")
}

type site struct {
	*apptest.Market
	t       *testing.T
	handler http.Handler
}

func open(t *testing.T) *site {
	t.Helper()
	m := apptest.New(t, app.Settings{})
	mux := door.New(m.Log)
	messages.Mount(mux, messages.Deps{Messages: m.Notify})
	pages := &ui.Site{Bundle: uitest.Load(t, messages.LocaleFS(), menu.LocaleFS()), Now: m.Clock.Now}
	return &site{m, t, ui.Secure(pages.Middleware(mux))}
}

func (s *site) ask(who account.Actor, method, path string, form url.Values) (*httptest.ResponseRecorder, *goquery.Document) {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r.WithContext(account.WithActor(r.Context(), who)))
	if w.Code == http.StatusSeeOther {
		return w, nil
	}
	doc := uitest.Parse(s.t, w.Body.String())
	uitest.Markup(s.t, doc)
	return w, doc
}

func TestChannelsAndContactsAreSetByPages(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, lang := range []string{"zh", "en"} {
		for _, path := range []string{"/messages/settings", "/messages/settings/contacts/new"} {
			if w, doc := s.ask(s.Buyer, "GET", path+"?lang="+lang, nil); w.Code != http.StatusOK || strings.Contains(doc.Text(), "messages.") {
				t.Errorf("%s in %s: %d", path, lang, w.Code)
			}
		}
	}
	if w, _ := s.ask(s.Buyer, "POST", "/messages/settings", url.Values{"sms_501": {"1"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("channels: %d", w.Code)
	}
	_, doc := s.ask(s.Buyer, "GET", "/messages/settings", nil)
	if doc.Find(`input[name=sms_501][checked]`).Length() != 1 || doc.Find(`input[name^=mail_][checked]`).Length() != 0 {
		t.Error("the ticks are not as they were saved")
	}
	w, doc := s.ask(s.Buyer, "POST", "/messages/settings/contacts/new", url.Values{"name": {"<b>Ann</b>"}, "email": {"nope"}, "classes": {"901", "x"}})
	if w.Code != http.StatusUnprocessableEntity || doc.Find("input[name=name]").AttrOr("value", "") != "<b>Ann</b>" || doc.Find(".field-bad").Length() != 2 {
		t.Errorf("a bad contact: %d, %d fields marked", w.Code, doc.Find(".field-bad").Length())
	}
	good := url.Values{"name": {"<b>Ann</b>"}, "email": {"ann@example.com"}, "classes": {"901"}}
	if w, _ := s.ask(s.Buyer, "POST", "/messages/settings/contacts/new", good); w.Code != http.StatusSeeOther {
		t.Fatalf("a good contact: %d", w.Code)
	}
	set, err := s.Notify.Settings(t.Context(), s.Buyer.ID)
	if err != nil || len(set.Contacts) != 1 {
		t.Fatalf("%+v, %v", set, err)
	}
	one := "/messages/settings/contacts/" + set.Contacts[0].ID
	if w, doc := s.ask(s.Buyer, "GET", one, nil); w.Code != http.StatusOK || doc.Find(`input[name=classes][value="901"][checked]`).Length() != 1 {
		t.Errorf("its page: %d", w.Code)
	}
	for path, method := range map[string]string{one: "GET", one + "/remove": "POST"} {
		if w, _ := s.ask(s.Seller, method, path, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s %s as a stranger: %d", method, path, w.Code)
		}
	}
	if w, _ := s.ask(s.Buyer, "POST", one+"/remove", nil); w.Code != http.StatusSeeOther {
		t.Errorf("removing: %d", w.Code)
	}
	if n := len(notify.Classes()); n != 4 {
		t.Errorf("%d classes", n)
	}
}
