package e2e_test

import (
	"archive/zip"
	"bytes"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Uploads: size, real type and archive bombs are checked.
func TestUploadsAreCheckedBySizeRealTypeAndWhatIsInside(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, db string) {
		m := open(t, settings{db: db})
		s := m.as(seller)
		logo := picture(t, 120, 120)
		for _, c := range []struct {
			name, purpose, file string
			data                []byte
			status              int
		}{
			{"a logo above 5 MB", "logo", "logo.png", append(bytes.Clone(logo), make([]byte, 5<<20)...), 413},
			{"a guide above 20 MB", "guide", "guide.pdf", append([]byte("%PDF-1.7\n"), make([]byte, 20<<20)...), 413},
			{"a request above every limit", "guide", "guide.pdf", append([]byte("%PDF-1.7\n"), make([]byte, 26<<20)...), 413},
			{"an empty file", "logo", "logo.png", nil, 422},
			{"a page named as a picture", "logo", "logo.png", []byte("<!doctype html><script>alert(1)</script>"), 422},
			{"a drawing with a script", "logo", "logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), 422},
			{"a GIF named as PNG", "logo", "logo.png", []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), 422},
			{"a program", "guide", "guide.exe", []byte("MZ\x90\x00"), 422},
			{"a program named as PDF", "guide", "guide.pdf", []byte("MZ\x90\x00 and more"), 422},
			{"a picture of another size", "logo", "logo.png", picture(t, 121, 120), 422},
			{"a picture that is broken", "logo", "logo.png", logo[:len(logo)/2], 422},
			{"a picture that claims to be huge", "logo", "logo.png", claims(logo, 60_000, 60_000), 422},
			{"a zip bomb", "guide", "guide.zip", zipped(t, map[string]io.Reader{"zeros.txt": io.LimitReader(zeros{}, 64<<20)}), 422},
			{"a zip bomb inside a document", "guide", "guide.docx", zipped(t, map[string]io.Reader{"word/document.xml": io.LimitReader(zeros{}, 64<<20)}), 422},
			{"a zip that writes outside", "guide", "guide.zip", zipped(t, map[string]io.Reader{"../../etc/passwd": strings.NewReader("x")}), 422},
			{"a zip named as a document", "guide", "guide.docx", zipped(t, map[string]io.Reader{"a.txt": strings.NewReader("x")}), 422},
			{"a program renamed as the scan of a licence", "seller_licence", "licence.png", []byte("MZ\x90\x00 and more"), 422},
			{"a program renamed as a licence in PDF", "seller_licence", "licence.pdf", []byte("\x7fELF\x02\x01\x01"), 422},
			{"a licence of 100 megapixels", "seller_licence", "licence.png", claims(logo, 10_000, 10_000), 422},
			{"a seller's logo of 100 megapixels", "seller_logo", "logo.png", claims(logo, 10_000, 10_000), 422},
			{"a seller's logo that is a drawing with a script", "seller_logo", "logo.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), 422},
			{"a proof of rights that is a page", "seller_rights", "rights.pdf", []byte("<!doctype html><script>alert(1)</script>"), 422},
			{"a zip that is broken", "guide", "guide.zip", []byte("PK\x03\x04 but no archive"), 422},
			{"a document named as a zip's polyglot", "guide", "guide.zip", append([]byte("MZ\x90\x00"), zipped(t, map[string]io.Reader{"a.txt": strings.NewReader("x")})...), 422},
		} {
			r := s.tryUpload(c.purpose, c.file, c.data)
			if r.status != c.status || r.problem() == "" {
				t.Errorf("%s: %s, want %d", c.name, r, c.status)
			}
		}
		m.polyglot(t, append(bytes.Clone(logo), "<script>alert(document.cookie)</script>"...))
	})
}

// polyglot is a picture that is also a page: refused, or served so that no browser takes it for one.
func (m *market) polyglot(t *testing.T, data []byte) {
	t.Helper()
	var f struct{ ID, URL string }
	r := m.as(seller).tryUpload("logo", "logo.png", data)
	if !r.ok() {
		if r.status >= 500 {
			t.Errorf("a picture that is also a page: %s", r)
		}
		return
	}
	r.into(t, &f)
	resp, err := m.visit(seller).client.Get(m.URL + "/seller/files/" + f.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%d, %v", resp.StatusCode, err)
	}
	if bytes.Contains(raw, []byte("<script")) && (resp.Header.Get("X-Content-Type-Options") != "nosniff" || resp.Header.Get("Content-Type") != "image/png") {
		t.Errorf("a picture that is also a page is served as %v", resp.Header)
	}
}

func picture(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// claims writes other measures into the header of a PNG.
func claims(png []byte, w, h uint32) []byte {
	out := bytes.Clone(png)
	for i, n := range []uint32{w, h} {
		for j := range 4 {
			out[16+4*i+j] = byte(n >> (24 - 8*j))
		}
	}
	return out
}

type zeros struct{}

// Read fills with zeros.
func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func zipped(t *testing.T, files map[string]io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, r := range files {
		f, err := w.Create(name)
		if err == nil {
			_, err = io.Copy(f, r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
