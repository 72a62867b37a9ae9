package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strings"
)

// office reads a DOCX or PPTX (ECMA-376): the texts of its parts, and what its relationships lead to outside.
func (r *reader) office(raw []byte) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		r.opaque = true
		return
	}
	for _, f := range z.File {
		switch inside := strings.HasPrefix(f.Name, "word/") || strings.HasPrefix(f.Name, "ppt/"); {
		case inside && strings.HasSuffix(f.Name, ".rels"):
			r.relationships(r.unpack(f))
		case inside && strings.HasSuffix(f.Name, ".xml"):
			r.part(r.unpack(f))
		}
	}
}

// relationships reads where a part leads to (ECMA-376 part 2, 9.3: TargetMode External).
func (r *reader) relationships(raw []byte) {
	for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
		t, err := d.Token()
		if err != nil {
			return
		}
		if start, ok := t.(xml.StartElement); ok && start.Name.Local == "Relationship" && attribute(start, "TargetMode") == "External" {
			r.leads(attribute(start, "Target"))
		}
	}
}

// part reads the text of a part, a paragraph a line: runs of text are in elements t, paragraphs are elements p.
func (r *reader) part(raw []byte) {
	var line strings.Builder
	inText := false
	for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
		t, err := d.Token()
		if err != nil {
			break
		}
		switch t := t.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t"
		case xml.CharData:
			if inText {
				line.Write(t)
			}
		case xml.EndElement:
			inText = false
			if t.Name.Local == "p" {
				r.say(line.String())
				line.Reset()
			}
		}
	}
	r.say(line.String())
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
