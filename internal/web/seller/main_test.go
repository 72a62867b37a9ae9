package seller_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	rooms "github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/checkview"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/seller"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
	"github.com/souk-market/souk/internal/web/upgradeview"
)

// site is the seller centre of a whole market on SQLite.
type site struct {
	*apptest.Market
	http.Handler
	t testing.TB
}

func newSite(t testing.TB) *site {
	t.Helper()
	m := apptest.New(t, app.Settings{})
	mux := door.New(slog.New(slog.DiscardHandler))
	seller.Mount(mux, seller.Deps{Catalog: m.Catalog, Calls: m.Calls, Orders: m.Orders, Sellers: m.Sellers, Feedback: m.Feedback, Joint: m.App.Joint, Blobs: m.Blobs, People: m.Accounts,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	pages := &ui.Site{Bundle: uitest.Load(t, catalog.LocaleFS(), menu.LocaleFS(), seller.LocaleFS(), opinion.LocaleFS(), checkview.LocaleFS(), upgradeview.LocaleFS()), Now: m.Clock.Now}
	return &site{Market: m, Handler: ui.Secure(pages.Middleware(mux)), t: t}
}

// secondSeller is another seller of the same market.
func (s *site) secondSeller() account.Actor {
	s.t.Helper()
	who := s.Account(account.Seller)
	if _, err := s.Sellers.Create(s.t.Context(), rooms.CreateInput{AccountID: who.ID, Name: i18n.Text{ZH: "另一商家", EN: "Another seller"},
		Intro: i18n.Text{ZH: "简介"}, SupportEmail: "other@example.com", SupportPhone: "400-000-0000", SupportHours: i18n.Text{ZH: "工作日"}}); err != nil {
		s.t.Fatal(err)
	}
	return who
}

// file is an upload of a test.
type file struct {
	name string
	data []byte
}

func (s *site) ask(who account.Actor, r *http.Request, lang string) *httptest.ResponseRecorder {
	s.t.Helper()
	r.AddCookie(&http.Cookie{Name: "souk_lang", Value: lang})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r.WithContext(account.WithActor(s.t.Context(), who)))
	return w
}

func (s *site) get(path string) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.ask(s.Seller, httptest.NewRequest(http.MethodGet, path, nil), i18n.EN)
}

func (s *site) post(who account.Actor, path string, v url.Values) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.ask(who, r, i18n.EN)
}

// send posts a product form as a browser does.
func (s *site) send(path string, v url.Values, files map[string]file) *httptest.ResponseRecorder {
	s.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for name, f := range files {
		part, err := m.CreateFormFile(name, f.name)
		if err != nil {
			s.t.Fatal(err)
		}
		_, _ = part.Write(f.data)
	}
	for name, values := range v {
		for _, value := range values {
			_ = m.WriteField(name, value)
		}
	}
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return s.ask(s.Seller, r, i18n.EN)
}

// page reads an answer and checks its markup.
func (s *site) page(w *httptest.ResponseRecorder, status int) *goquery.Document {
	s.t.Helper()
	if w.Code != status {
		s.t.Fatalf("status %d, want %d: %s", w.Code, status, gist(s.t, w))
	}
	doc := uitest.Parse(s.t, w.Body.String())
	uitest.Markup(s.t, doc)
	return doc
}

// follow opens the page that an answer leads to.
func (s *site) follow(w *httptest.ResponseRecorder) (string, *goquery.Document) {
	s.t.Helper()
	if w.Code != http.StatusSeeOther {
		s.t.Fatalf("status %d, want a redirect: %s", w.Code, gist(s.t, w))
	}
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#") // a browser keeps the fragment to itself
	return to, s.page(s.get(to), http.StatusOK)
}

func logo(t testing.TB, width, height int) file {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range width {
		img.Set(i, i%height, color.RGBA{R: 12, G: 84, B: 87, A: 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return file{"logo.png", out.Bytes()}
}

// goodFiles are what a product needs.
func (s *site) goodFiles() map[string]file {
	g := s.Content.Products[0].Guide
	p := s.Content.Products[0]
	paper := demo.Certificate(secret.Token(9)) // each product has its own
	return map[string]file{"logo": logo(s.t, 120, 120), "guide": {g.Name, g.Data}, "images_0": {"main.jpg", p.Pictures[0]}, "copyright": {paper.Name, paper.Data}}
}

// goodForm is a product form that can be submitted together with goodFiles, once the draft has a spec.
func (s *site) goodForm() url.Values {
	p := s.Content.Products[1]
	v := ui.Values("name_zh", "云上会议", "name_en", "Cloud meetings", "overview_zh", "面向中小团队的高清视频会议服务", "overview_en", "Video meetings for small teams",
		"introduction_zh", p.Introduction.ZH, "introduction_en", p.Introduction.EN, "terms_zh", "<p>协议</p>", "terms_en", "<p>Terms</p>",
		"category", p.Category, "support_hours_zh", "工作日 9:00–18:00", "support_hours_en", "Working days", "support_content_zh", "使用咨询", "support_content_en", "Questions",
		"support_phone", "400-000-0101", "support_email", "support@example.com",
		"param_0_code", "domain", "param_0_label_zh", "企业域名", "param_0_label_en", "Domain", "param_0_help_zh", "用于登录", "param_0_help_en", "For logging in",
		"param_0_required", "1", "param_0_max_len", "40", "param_0_pattern", "[a-z0-9.]+", "production_url", s.Server.HTTP.URL+"/good")
	for i, h := range []string{"一键入会", "自动纪要", "数据加密"} {
		maps.Copy(v, ui.Values("highlights_"+string(rune('0'+i))+"_zh", h, "highlights_"+string(rune('0'+i))+"_en", "Point"))
	}
	return v
}

// goodSpec is the form of a spec that is sold by month and year, for each seat.
func goodSpec() url.Values {
	return ui.Values("name_zh", "标准版", "name_en", "Standard", "plan.charge", "period", "template", "custom", "plan.max_count", "1", "stock", "100",
		"plan.terms.month", "1", "plan.terms.month.max", "12", "plan.terms.year", "1", "plan.terms.year.max", "3",
		"plan.attributes.0.kind", "quantity", "plan.attributes.0.code", "seats", "plan.attributes.0.name_zh", "账号数", "plan.attributes.0.name_en", "Seats",
		"plan.attributes.0.min", "5", "plan.attributes.0.max", "500", "plan.attributes.0.step", "5",
		"plan.attributes.0.prices.month.kind", "linear", "plan.attributes.0.prices.month.price", "68.00",
		"plan.attributes.0.prices.year.kind", "linear", "plan.attributes.0.prices.year.price", "680",
		"plan.skus.0.values", "", "plan.skus.0.on", "1", "plan.skus.0.prices.month", "0", "plan.skus.0.prices.year", "0")
}

// draft is a stored draft with a spec, and its form.
func (s *site) draft() (string, *goquery.Document) {
	s.t.Helper()
	at, doc := s.follow(s.send("/seller/applications/new", with(s.goodForm(), "do", "spec.new"), s.goodFiles()))
	return s.follow(s.post(s.Seller, at, with(goodSpec(), "do", "done", "rev", value(doc, "rev"))))
}

// again is the good form of a draft that is there, with its files.
func (s *site) again(doc *goquery.Document, pairs ...string) url.Values {
	s.t.Helper()
	return with(with(s.goodForm(), "rev", value(doc, "rev"), "logo_blob", value(doc, "logo_blob"), "guide_blob", value(doc, "guide_blob"),
		"images_0_blob", value(doc, "images_0_blob"), "copyright_blob", value(doc, "copyright_blob")), pairs...)
}

// submitted is an application that waits for review.
func (s *site) submitted() string {
	s.t.Helper()
	to, doc := s.draft()
	s.follow(s.send(to, s.again(doc, "do", "submit"), nil))
	return to
}

// with changes values of a form.
func with(v url.Values, pairs ...string) url.Values {
	out := maps.Clone(v)
	maps.Copy(out, ui.Values(pairs...))
	return out
}

// none is an empty form.
func none() url.Values { return url.Values{} }

// gist is what a page says on top, for messages.
func gist(t testing.TB, w *httptest.ResponseRecorder) string {
	t.Helper()
	text := strings.Join(strings.Fields(uitest.Parse(t, w.Body.String()).Find("main").Text()), " ")
	return string([]rune(text)[:min(len([]rune(text)), 400)])
}

// fields is what a browser would send of a form: without the buttons and the files.
func fields(doc *goquery.Document, form string) url.Values {
	v := url.Values{}
	doc.Find("main " + form).First().Find("[name]").Each(func(_ int, f *goquery.Selection) {
		name, kind := f.AttrOr("name", ""), f.AttrOr("type", "")
		_, checked := f.Attr("checked")
		switch node := goquery.NodeName(f); {
		case node == "button" || kind == "file" || (kind == "checkbox" || kind == "radio") && !checked:
		case node == "textarea":
			v.Add(name, f.Text())
		case node == "select":
			option := f.Find("option[selected]")
			if option.Length() == 0 {
				option = f.Find("option").First()
			}
			v.Add(name, option.AttrOr("value", ""))
		default:
			v.Add(name, f.AttrOr("value", ""))
		}
	})
	return v
}
