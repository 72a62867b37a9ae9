package app_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
)

// Issue 3 §3: CSRF from another origin. No page takes a form of another site, whoever is signed in, and a session opens
// nothing of the API, from whatever site it comes.
func TestNoPageTakesAFormOfAnotherSite(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := newWalker(t, m)
		people := []account.Actor{{}, w.Buyer, w.Seller, w.Operator}
		headers := map[string][2]string{"fetch": {"Sec-Fetch-Site", "cross-site"}, "sibling": {"Sec-Fetch-Site", "same-site"}, "origin": {"Origin", "https://evil.example"}, "null": {"Origin", "null"}}
		pages := 0
		for _, o := range w.ops {
			method, address := parts(o)
			if method == http.MethodGet {
				continue
			}
			i := slices.IndexFunc(people, func(who account.Actor) bool { return slices.Contains(o.Needs, account.Public) || o.Allows(who) })
			if i < 0 {
				t.Errorf("nobody may do %s", o.Name)
				continue
			}
			for name, header := range headers {
				r := httptest.NewRequestWithContext(t.Context(), method, place.ReplaceAllStringFunc(address, nothing), strings.NewReader(""))
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.Header.Set(header[0], header[1])
				if people[i].ID != "" {
					r.AddCookie(w.Session(people[i].UserID))
				}
				res := httptest.NewRecorder()
				w.handler.ServeHTTP(res, r)
				if res.Code != http.StatusForbidden {
					t.Errorf("%s of another site (%s): %d", o.Name, name, res.Code)
				}
			}
			if !o.API {
				pages++
			}
		}
		if pages < 80 {
			t.Errorf("only %d forms seen", pages)
		}
	})
}

// Issue 3 §3: session fixation.
func TestASessionThatSomebodyKnewBeforeIsWorthNothingAfterSigningIn(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := newWalker(t, m)
		acc, err := m.Accounts.Get(t.Context(), m.Buyer.ID)
		if err != nil {
			t.Fatal(err)
		}
		signIn := func(planted string) string {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/login", strings.NewReader(url.Values{"login": {acc.Login}, "password": {apptest.Password.Reveal()}}.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.AddCookie(&http.Cookie{Name: "souk_session", Value: planted})
			res := httptest.NewRecorder()
			w.handler.ServeHTTP(res, r)
			for _, c := range res.Result().Cookies() {
				if c.Name == "souk_session" && c.Value != "" && res.Code == http.StatusSeeOther {
					return c.Value
				}
			}
			t.Fatalf("signing in: %d, %v", res.Code, res.Header())
			return ""
		}
		opens := func(id string) bool {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/account", nil)
			r.AddCookie(&http.Cookie{Name: "souk_session", Value: id})
			res := httptest.NewRecorder()
			w.handler.ServeHTTP(res, r)
			return res.Code == http.StatusOK
		}
		const planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		first := signIn(planted)
		if first == planted || opens(planted) || !opens(first) {
			t.Errorf("planted %q opens: %t; own %q opens: %t", planted, opens(planted), first, opens(first))
		}
		again := signIn(first)
		if again == first || opens(first) || !opens(again) {
			t.Errorf("the session before opens: %t; the new one, another: %t, opens: %t", opens(first), again != first, opens(again))
		}
	})
}

// Issue 3 §3: no page tells whether an address has an account.
func TestNoPageTellsWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ticket := regexp.MustCompile(`cod_[0-9a-z]+`)
		answer := func(path, field, address string, more ...string) []string {
			a := m.Browse(apptest.Nobody).Post(path, append([]string{field, address}, more...)...)
			text := ""
			if a.Doc.Find("main").Length() > 0 {
				text = a.Main()
			}
			return []string{http.StatusText(a.Code), ticket.ReplaceAllString(a.Location, "TICKET"), strings.ReplaceAll(text, address, "ADDRESS")}
		}
		for i, form := range []struct {
			path, field string
			more        []string
			status      int
		}{
			{"/login", "login", []string{"password", "wrong-horse-1"}, http.StatusUnauthorized},
			{"/register", "target", []string{"by", "mail"}, http.StatusSeeOther},
			{"/reset", "target", []string{"by", "mail"}, http.StatusSeeOther},
		} {
			known, unknown := fmt.Sprintf("anna.known%d@example.com", i), fmt.Sprintf("anna.never%d@example.com", i) // a code a minute each
			if _, err := m.Accounts.Create(t.Context(), account.CreateInput{Login: known, Password: apptest.Password, Kind: account.Buyer, Name: "Anna",
				Email: known, Proven: true, Lang: "en"}); err != nil {
				t.Fatal(err)
			}
			got, want := answer(form.path, form.field, known, form.more...), answer(form.path, form.field, unknown, form.more...)
			if diff := cmp.Diff(want, got); diff != "" || got[0] != http.StatusText(form.status) {
				t.Errorf("%s answers %v, tells: %s", form.path, got, diff)
			}
		}
	})
}

// Issue 3 §3: a renamed executable as a licence scan, a picture of 100 megapixels, an SVG with script, wherever a file may go.
func TestNoUploadTakesAHostileFile(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		w := newWalker(t, m)
		svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
		files := map[string][]byte{
			"licence.png": append([]byte("MZ\x90\x00"), make([]byte, 4096)...), "licence.pdf": append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 4096)...),
			"megapixels.png": megapixels(t), "drawing.svg": svg, "drawing.png": svg, "film.mp4": append([]byte("MZ\x90\x00"), make([]byte, 4096)...), "page.jpg": []byte("<html><script>alert(1)</script>"),
		}
		for _, purpose := range []string{"identity", "seller_logo", "seller_licence", "seller_rights", "seller_compliance", "store_media", "store_story", "logo", "guide"} {
			for _, name := range slices.Sorted(maps.Keys(files)) {
				var body bytes.Buffer
				form := multipart.NewWriter(&body)
				part, err := form.CreateFormFile("file", name)
				if err == nil {
					_, err = part.Write(files[name])
				}
				if err != nil || form.Close() != nil {
					t.Fatal(err)
				}
				r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/files?purpose="+purpose, &body)
				r.Header.Set("Content-Type", form.FormDataContentType())
				r.Header.Set("Authorization", "Bearer "+w.token(w.Seller))
				res := httptest.NewRecorder()
				w.handler.ServeHTTP(res, r)
				if res.Code != http.StatusUnprocessableEntity {
					t.Errorf("%s as %s: %d %.200s", name, purpose, res.Code, res.Body)
				}
			}
		}
		for f := range m.Blobs.Owned(t.Context(), m.Seller.ID) {
			t.Errorf("stored: %+v", f)
		}
	})
}

// megapixels is a PNG whose header claims 10,000 × 10,000.
func megapixels(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 400, 400))); err != nil {
		t.Fatal(err)
	}
	raw := b.Bytes()
	binary.BigEndian.PutUint32(raw[16:], 10_000)
	binary.BigEndian.PutUint32(raw[20:], 10_000)
	binary.BigEndian.PutUint32(raw[29:], crc32.ChecksumIEEE(raw[12:29]))
	return raw
}
