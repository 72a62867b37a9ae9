package content

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestGuidesAreRealManualsInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, p := range mustLoad(t).Products {
		if !strings.HasSuffix(p.Guide.Name, ".docx") || len(p.Guide.Data) > 20<<20 { // business-rules 4.4
			t.Errorf("product %s: guide %s of %d bytes", p.Key, p.Guide.Name, len(p.Guide.Data))
		}
		text := guideText(t, p)
		for _, want := range []string{
			p.Name.ZH, p.Name.EN, "已购买的服务", "初始密码", "Purchased services", "initial password",
			"首次设置", "First setup", p.Support.Hotline, p.Support.Email, p.Support.Hours.ZH, p.Support.Hours.EN,
		} {
			if !strings.Contains(text, want) {
				t.Errorf("product %s: guide does not mention %q", p.Key, want)
			}
		}
		if hit := url.FindString(text); hit != "" || strings.ContainsAny(text, "{}") {
			t.Errorf("product %s: guide contains a link or an unfilled placeholder", p.Key)
		}
		if n := len([]rune(text)); n < 2000 {
			t.Errorf("product %s: guide has %d characters", p.Key, n)
		}
	}
}

// guideText opens the document as an office suite would and joins its text runs.
func guideText(t *testing.T, p Product) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(p.Guide.Data), int64(len(p.Guide.Data)))
	if err != nil {
		t.Fatalf("product %s: %v", p.Key, err)
	}
	// Detectors of file types look at the first parts, so their order matters.
	for i, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml"} {
		if len(z.File) <= i || z.File[i].Name != name {
			t.Fatalf("product %s: part %d of the guide must be %s", p.Key, i, name)
		}
	}
	var text strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatalf("product %s: %s: %v", p.Key, f.Name, err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("product %s: %s: %v", p.Key, f.Name, err)
		}
		chars := wellFormed(t, p.Key+" "+f.Name, part)
		if f.Name == "word/document.xml" {
			text.WriteString(chars)
		}
	}
	return text.String()
}

// wellFormed reads XML to its end and returns its character data.
func wellFormed(t *testing.T, name string, doc []byte) string {
	t.Helper()
	var text strings.Builder
	dec := xml.NewDecoder(bytes.NewReader(doc))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Errorf("%s is not well-formed: %v", name, err)
			return ""
		}
		if c, ok := tok.(xml.CharData); ok {
			text.Write(c)
		}
	}
}
