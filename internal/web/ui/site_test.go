package ui_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/web/ui"
)

func ask(t *testing.T, site *ui.Site, r *http.Request, fn http.HandlerFunc) *http.Response {
	t.Helper()
	w := httptest.NewRecorder()
	site.Middleware(fn).ServeHTTP(w, r)
	return w.Result()
}

func TestTheLanguageIsTheAskedThenTheRememberedThenTheBrowsersThenChinese(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ query, cookie, header, want string }{
		"nothing is known":               {want: "zh"},
		"the browser prefers English":    {header: "fr, en-GB;q=0.8, zh;q=0.7", want: "en"},
		"the browser prefers Chinese":    {header: "zh-TW,en;q=0.5", want: "zh"},
		"the browser speaks neither":     {header: "fr,de", want: "zh"},
		"the cookie beats the browser":   {cookie: "zh", header: "en", want: "zh"},
		"the address beats the cookie":   {query: "?lang=en", cookie: "zh", want: "en"},
		"an unknown language is ignored": {query: "?lang=fr", cookie: "en", want: "en"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("GET", "/"+c.query, nil)
			if c.cookie != "" {
				r.AddCookie(&http.Cookie{Name: "souk_lang", Value: c.cookie})
			}
			r.Header.Set("Accept-Language", c.header)
			var got string
			ask(t, &ui.Site{}, r, func(_ http.ResponseWriter, r *http.Request) { got = ui.Lang(r.Context()) })
			if got != c.want {
				t.Errorf("language %q, want %q", got, c.want)
			}
		})
	}
}

func TestAChoiceInTheAddressIsRemembered(t *testing.T) {
	t.Parallel()
	res := ask(t, &ui.Site{}, httptest.NewRequest("GET", "/?lang=en&theme=dark", nil), func(http.ResponseWriter, *http.Request) {})
	got := strings.Join(res.Header.Values("Set-Cookie"), "\n")
	for _, want := range []string{"souk_lang=en", "souk_theme=dark", "SameSite=Lax"} {
		if !strings.Contains(got, want) {
			t.Errorf("cookies %q lack %q", got, want)
		}
	}
}

func TestANoteIsShownOnceOnTheNextPage(t *testing.T) {
	t.Parallel()
	site := &ui.Site{Bundle: bundle(t)}
	res := ask(t, site, httptest.NewRequest("POST", "/save", nil), func(w http.ResponseWriter, r *http.Request) {
		ui.SetFlash(w, r, ui.Success, "已保存 <b>")
		ui.Redirect(w, r, "/next")
	})
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/next" {
		t.Fatalf("answer %d to %q, want 303 to /next", res.StatusCode, res.Header.Get("Location"))
	}
	next := httptest.NewRequest("GET", "/next", nil)
	for _, c := range res.Cookies() {
		next.AddCookie(c)
	}
	res = ask(t, site, next, func(w http.ResponseWriter, r *http.Request) { ui.Render(w, r, 200, ui.Page(ui.Meta{})) })
	if body := text(t, res); !strings.Contains(body, "已保存 &lt;b&gt;") {
		t.Errorf("the note is missing or unescaped: %s", body)
	}
	if c := res.Cookies(); len(c) != 1 || c[0].Name != "souk_flash" || c[0].MaxAge >= 0 {
		t.Errorf("cookies %v, want the note forgotten", c)
	}
}

func TestADamagedNoteIsIgnored(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"x", "bm90IGpzb24", strings.Repeat("A", 5000)} {
		r := httptest.NewRequest("GET", "/", nil)
		r.AddCookie(&http.Cookie{Name: "souk_flash", Value: value})
		ask(t, &ui.Site{}, r, func(_ http.ResponseWriter, r *http.Request) {
			if got := ui.ViewOf(r.Context()).Flash; got != nil {
				t.Errorf("notes %v of %.10q, want none", got, value)
			}
		})
	}
}
