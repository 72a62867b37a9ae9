package e2e_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// visitor is somebody with a browser without JavaScript: cookies, pages and forms.
type visitor struct {
	t      testing.TB
	url    string
	client http.Client
}

// page is what came back.
type page struct {
	status   int
	location string // where a redirect leads
	doc      *goquery.Document
	raw      []byte
}

// sessions are those of accounts with a second factor: a code is taken once, and the next one may be half a minute away.
type sessions struct {
	mu sync.Mutex
	of map[string]*http.Cookie
}

// visit signs an account of the demo in through the form; "" stays outside. One with a second factor shares its session.
func (h *house) visit(key string) *visitor {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	v := &visitor{h.t, h.URL, *shared}
	v.client.Jar = jar
	if key == "" {
		return v
	}
	p := h.person(key)
	if p.TOTP == "" {
		v.signIn(p, "")
		return v
	}
	h.sessions.mu.Lock()
	defer h.sessions.mu.Unlock()
	if c := h.sessions.of[key]; c != nil {
		v.client.Jar.SetCookies(v.base(), []*http.Cookie{c})
		if v.get("/account").status == http.StatusOK {
			return v
		}
	}
	v.signIn(p, h.code(p)) // the first, or somebody signed out
	if h.sessions.of == nil {
		h.sessions.of = map[string]*http.Cookie{}
	}
	for _, c := range v.client.Jar.Cookies(v.base()) {
		if c.Name == "souk_session" {
			h.sessions.of[key] = c
		}
	}
	return v
}

// signIn passes the form, and the second step when there is a code.
func (v *visitor) signIn(p person, code string) {
	v.t.Helper()
	if got := v.post("/login", url.Values{"login": {p.Login}, "password": {p.Password}}); got.status != http.StatusSeeOther {
		v.t.Fatalf("sign in as %s: %d", p.Key, got.status)
	}
	if code == "" {
		return
	}
	if got := v.post("/login/second", url.Values{"code": {code}}); got.status != http.StatusSeeOther {
		v.t.Fatalf("second step of %s: %d", p.Key, got.status)
	}
}

func (v *visitor) base() *url.URL {
	u, err := url.Parse(v.url)
	if err != nil {
		v.t.Fatal(err)
	}
	return u
}

func (v *visitor) get(path string) page {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodGet, v.absolute(path), nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

func (v *visitor) post(path string, form url.Values) page {
	v.t.Helper()
	return v.send(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (v *visitor) send(path, contentType string, body io.Reader) page {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, v.absolute(path), body)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.do(r)
}

func (v *visitor) absolute(path string) string {
	if strings.HasPrefix(path, "/") {
		return v.url + path
	}
	return path
}

func (v *visitor) do(r *http.Request) page {
	v.t.Helper()
	resp, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	p := page{status: resp.StatusCode, location: resp.Header.Get("Location")}
	if p.raw, err = io.ReadAll(resp.Body); err != nil {
		v.t.Fatal(err)
	}
	if p.doc, err = goquery.NewDocumentFromReader(bytes.NewReader(p.raw)); err != nil {
		v.t.Fatal(err)
	}
	return p
}
