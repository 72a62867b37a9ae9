package dev_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/web/dev"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func pages(t *testing.T) (*notify.Dir, func(path string) (int, *goquery.Document)) {
	t.Helper()
	dir, err := notify.NewDir(t.TempDir(), "Souk <no-reply@market.test>")
	if err != nil {
		t.Fatal(err)
	}
	texts, err := notify.NewSMSDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	mux := door.New(slog.New(slog.DiscardHandler))
	dev.New(dev.Config{Mails: dir, Texts: texts, BaseURL: "https://market.test/", Log: slog.New(slog.DiscardHandler)}).Mount(mux)
	site := &ui.Site{Bundle: uitest.Load(t, dev.LocaleFS())}
	h := ui.Secure(site.Middleware(mux))
	return dir, func(path string) (int, *goquery.Document) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		doc := uitest.Parse(t, w.Body.String())
		uitest.Markup(t, doc)
		return w.Code, doc
	}
}

func TestTheTextsOfTheAreaAreComplete(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, dev.LocaleFS(), "dev.")
	uitest.Keys(t, uitest.Load(t, dev.LocaleFS()), ".")
	uitest.Unused(t, dev.LocaleFS(), "dev.", ".")
	uitest.Icons(t, ".")
}

func TestMailsOfADemoCanBeRead(t *testing.T) {
	t.Parallel()
	dir, get := pages(t)
	if status, doc := get("/dev/mail?lang=en"); status != http.StatusOK || !strings.Contains(doc.Text(), "No mail yet") {
		t.Errorf("%d %s", status, doc.Text())
	}
	const name = "msg_01jd2m3n4p5q6r7s8t9v0w1x2y"
	err := dir.Send(t.Context(), notify.Mail{ID: name, Date: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC), ToName: "林夏", Address: "linxia@example.com",
		Lang: "zh", Subject: "订单 <script>alert(1)</script>", Text: "看 https://market.test/buyer/orders/CS1 和 https://evil.test/x 和 https://market.test//evil.test",
		HTML: "<script>alert(2)</script><p>您好</p>"})
	if err != nil {
		t.Fatal(err)
	}
	status, list := get("/dev/mail")
	href := list.Find(`main a[href^="/dev/mail/"]`).AttrOr("href", "")
	if status != http.StatusOK || href != "/dev/mail/"+name+".eml" {
		t.Fatalf("%d, link %q", status, href)
	}
	status, mail := get(href)
	main := mail.Find("main")
	if status != http.StatusOK || main.Find("script").Length() != 0 || !strings.Contains(main.Text(), "<script>alert(2)</script><p>您好</p>") ||
		!strings.Contains(main.Text(), "Message-ID: <"+name+"@market.test>") {
		t.Errorf("%d %s", status, main.Text())
	}
	var links []string
	main.Find("a.btn").Each(func(_ int, s *goquery.Selection) { links = append(links, s.AttrOr("href", "")) })
	if got := strings.Join(links, " "); got != "/buyer/orders/CS1 /evil.test" {
		t.Errorf("links %q", got)
	}
	for _, path := range []string{"/dev/mail/msg_x.eml", "/dev/mail/..%2F..%2Fsouk.db", "/dev/mail/%00"} {
		if status, _ := get(path); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}
