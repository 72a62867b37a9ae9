package document_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/kernel/document"
)

func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func docx(t testing.TB) []byte {
	return zipped(t, "[Content_Types].xml", "<Types/>",
		"word/document.xml", `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>打开 https://help.</w:t></w:r><w:r><w:t>example.com/登录</w:t></w:r></w:p><w:p><w:r><w:instrText>x</w:instrText><w:t>价格请询价 &amp; 咨询</w:t></w:r></w:p></w:body></w:document>`,
		"word/_rels/document.xml.rels", `<Relationships><Relationship TargetMode="External" Target="https://elsewhere.example.net/a?b=1&amp;c=2"/><Relationship Target="https://inside.example.com/"/><Relationship TargetMode="External" Target="mailto:a@example.com"/></Relationships>`,
		"docProps/app.xml", "<p><t>https://not-the-text.example.com</t></p>")
}

func deflated(text string) string {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return out.String()
}

func cut(s string, n int) string { return s[:len(s)-n] }

func wide(text string, big bool) string {
	var out strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			out.Write([]byte{byte(u >> 8), byte(u)})
		} else {
			out.Write([]byte{byte(u), byte(u >> 8)})
		}
	}
	return out.String()
}

func TestWhatADocumentSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file string
		raw  []byte
		want document.Said
	}{
		"a DOCX": {"guide.docx", docx(t), document.Said{Text: "打开 https://help.example.com/登录\n价格请询价 & 咨询\n",
			Addresses: []string{"https://elsewhere.example.net/a?b=1&c=2", "https://help.example.com/"}}},
		"a PPTX": {"GUIDE.PPTX", zipped(t, "ppt/slides/slide1.xml", `<a:p xmlns:a="a"><a:r><a:t>第一步</a:t></a:r></a:p>`, "ppt/media/image.xml.png", "https://x.example.com"),
			document.Said{Text: "第一步\n"}},
		"a PDF": {"guide.pdf", []byte("%PDF-1.7\n1 0 obj <</A<</S/URI/URI (http://a.example.com/\\(1\\)\\056x)>>>> endobj\n2 0 obj <</URI <68747470733A2F2F622E6578616D706C652E636F6D>>> endobj\n" +
			"3 0 obj <</Length 9>> stream\n" + deflated("<</S /URI /URI (\xfe\xff"+wide("https://c.example.com", true)+")>>") + "\nendstream\n4 0 obj <<>> stream\nnot packed endstream /URI(ftp) /URI<<>>"),
			document.Said{Addresses: []string{"http://a.example.com/(1).x", "https://b.example.com", "https://c.example.com"}}},
		"a DOC": {"guide.doc", []byte("\xd0\xcf\x11\xe0 http://one.example.com/a. " + wide("见 https://two.example.com。", false) + "\x00 x" + wide("https://three.example.com ", false)),
			document.Said{Addresses: []string{"http://one.example.com/a", "https://three.example.com", "https://two.example.com"}}},
		"a page": {"guide.html", []byte(`<script>var a = "https://code.example.com"</script><p>Log in at <a href="https://d.example.com/login">the page</a></p>`),
			document.Said{Text: "Log in at \nthe page\n", Addresses: []string{"https://d.example.com/login"}}},
		"a ZIP": {"guide.zip", zipped(t, "a.docx", string(docx(t)), "logo.png", "https://picture.example.com", "b/c.txt", "见 http://e.example.com/"),
			document.Said{Text: "打开 https://help.example.com/登录\n价格请询价 & 咨询\n见 http://e.example.com/\n",
				Addresses: []string{"https://elsewhere.example.net/a?b=1&c=2", "https://help.example.com/", "http://e.example.com/"}}},
		"a ZIP in a ZIP":   {"guide.zip", zipped(t, "inner.zip", string(zipped(t, "a.txt", "http://f.example.com"))), document.Said{Opaque: true}},
		"a RAR":            {"guide.rar", []byte("Rar! https://g.example.com"), document.Said{Opaque: true}},
		"a broken DOCX":    {"guide.docx", []byte("PK nothing"), document.Said{Opaque: true}},
		"a broken stream":  {"guide.pdf", []byte("stream\n" + cut(deflated("/URI (https://h.example.com)"+strings.Repeat(" x", 900)), 6)), document.Said{Addresses: []string{"https://h.example.com"}}},
		"a string open":    {"guide.pdf", []byte(`/URI (https://i.example.com\`), document.Said{Addresses: []string{"https://i.example.com"}}},
		"nothing":          {"guide.pdf", nil, document.Said{}},
		"a name of no end": {"guide", []byte("http://j.example.com"), document.Said{Opaque: true}},
	} {
		if diff := cmp.Diff(c.want, document.Read(c.file, c.raw)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A document that grows a thousandfold costs no more than the bound, and says that it was not read whole.
func TestABombIsReadToItsBound(t *testing.T) {
	t.Parallel()
	flat := strings.Repeat("a", 17<<20)
	var parts []string
	for i := range 4 {
		parts = append(parts, fmt.Sprintf("%d.txt", i), flat)
	}
	said := document.Read("guide.zip", zipped(t, parts...))
	if !said.Opaque || len(said.Text) > 64<<20+8 {
		t.Errorf("%d bytes of text, opaque %t", len(said.Text), said.Opaque)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.docx", docx(f))
	f.Add("a.pdf", []byte("/URI (\\0"))
	f.Add("a.doc", []byte("x"))
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		for _, a := range document.Read(name, raw).Addresses {
			if !strings.Contains(a, "://") {
				t.Errorf("%q is no address", a)
			}
		}
	})
}
