package apptest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// Browser is somebody at the pages, without JavaScript: a session and a language. Its requests go to the market's
// handler without a network.
type Browser struct {
	Lang    string // English when empty
	t       testing.TB
	handler http.Handler
	session *http.Cookie // nil for a visitor
}

// Answer is what came back.
type Answer struct {
	Code     int
	Location string // where a redirect leads
	Header   http.Header
	Body     string
	Doc      *goquery.Document
}

// Main is the text of the page's main part, in one line.
func (a Answer) Main() string { return strings.Join(strings.Fields(a.Doc.Find("main").Text()), " ") }

// Nobody is a visitor.
var Nobody account.Actor

// Browse opens a browser in which who is signed in.
func (m *Market) Browse(who account.Actor) *Browser {
	m.t.Helper()
	h, err := m.Handler()
	m.must(err)
	b := &Browser{t: m.t, handler: h}
	if who.UserID == "" {
		return b
	}
	b.session = m.Session(who.UserID)
	return b
}

// Session opens a session of a person, and returns the cookie that carries it.
func (m *Market) Session(userID string) *http.Cookie {
	m.t.Helper()
	token, until := secret.Token(32), clock.Wall().Add(time.Hour)
	data, err := account.SessionCodec{}.Encode(until, map[string]any{account.SessionAccount: userID})
	m.must(err)
	m.must(m.Accounts.Sessions().CommitCtx(m.t.Context(), token, data, until))
	return &http.Cookie{Name: "souk_session", Value: token}
}

// Get asks for a page. The markup of a page that is drawn is checked.
func (b *Browser) Get(path string) Answer {
	b.t.Helper()
	return b.send(httptest.NewRequestWithContext(b.t.Context(), http.MethodGet, path, nil))
}

// Post sends a form, given as names and values in turn.
func (b *Browser) Post(path string, pairs ...string) Answer {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, path, strings.NewReader(form(pairs).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

// File is an upload.
type File struct {
	Field, Name string
	Data        []byte
}

// PostFiles sends a form with files; the fields stand before them, as a browser sends them.
func (b *Browser) PostFiles(path string, files []File, pairs ...string) Answer {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form(pairs) {
		for _, v := range values {
			b.must(w.WriteField(name, v))
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile(f.Field, f.Name)
		b.must(err)
		_, err = part.Write(f.Data)
		b.must(err)
	}
	b.must(w.Close())
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.send(r)
}

func form(pairs []string) url.Values {
	out := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Add(pairs[i], pairs[i+1])
	}
	return out
}

func (b *Browser) send(r *http.Request) Answer {
	b.t.Helper()
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if b.session != nil {
		r.AddCookie(b.session)
	}
	lang := b.Lang
	if lang == "" {
		lang = i18n.EN
	}
	r.AddCookie(&http.Cookie{Name: "souk_lang", Value: lang})
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	b.must(err)
	a := Answer{Code: w.Code, Location: w.Header().Get("Location"), Header: w.Header(), Body: string(body)}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		a.Doc = uitest.Parse(b.t, a.Body)
		if a.Doc.Find("main").Length() > 0 {
			uitest.Markup(b.t, a.Doc)
		}
	} else {
		a.Doc = uitest.Parse(b.t, "")
	}
	return a
}

func (b *Browser) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}
