package document

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Said is what a document says.
type Said struct {
	Text      string   // "" where the format keeps none that can be read without drawing it
	Addresses []string // of http and https, each once
	Opaque    bool     // nothing, or not all of it, could be read
}

// maxUnpacked is how much is unpacked of one document. Guides have at most 20 MB packed (business-rules 4.4).
const maxUnpacked = 64 << 20

// reader gathers what one document says.
type reader struct {
	text      strings.Builder
	addresses []string
	opaque    bool
	left      int64 // bytes that may still be unpacked
}

// Read reads a document whose format is that of its name's end.
func Read(name string, raw []byte) Said {
	r := &reader{left: maxUnpacked}
	r.read(name, raw, true)
	text := r.text.String()
	r.written(text)
	return Said{Text: text, Addresses: r.addresses, Opaque: r.opaque}
}

// read reads one document; archives are opened once, not what is in archives inside of them.
func (r *reader) read(name string, raw []byte, archives bool) {
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == ".docx" || ext == ".pptx":
		r.office(raw)
	case ext == ".pdf":
		r.pdf(raw)
	case ext == ".doc" || ext == ".ppt":
		r.old(raw)
	case ext == ".html" || ext == ".htm":
		r.page(raw)
	case ext == ".txt" || ext == ".md":
		r.say(string(raw))
	case ext == ".zip" && archives:
		r.archive(raw)
	default:
		r.opaque = true
	}
}

// say adds a piece of text, on a line of its own.
func (r *reader) say(text string) {
	if text = strings.ToValidUTF8(text, ""); strings.TrimSpace(text) != "" {
		r.text.WriteString(text)
		r.text.WriteByte('\n')
	}
}

// leads adds an address.
func (r *reader) leads(address string) {
	address = strings.TrimRight(address, ".,;:!?")
	if isWeb(address) && !slices.Contains(r.addresses, address) {
		r.addresses = append(r.addresses, address)
	}
}

func isWeb(address string) bool {
	_, host, ok := strings.Cut(strings.ToLower(address), "://")
	return ok && host != "" && utf8.ValidString(address)
}

// writtenAddress is an address in a text. What Chinese puts behind one, without a blank, ends it.
var writtenAddress = regexp.MustCompile(`(?i)https?://[A-Za-z0-9._~:/?#\[\]@!$&*+,;=%-]+`)

func (r *reader) written(text string) {
	for _, address := range writtenAddress.FindAllString(text, -1) {
		r.leads(address)
	}
}

// archive reads the documents in a ZIP. What is for machines, such as pictures, says nothing.
func (r *reader) archive(raw []byte) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		r.opaque = true
		return
	}
	for _, f := range z.File {
		switch strings.ToLower(path.Ext(f.Name)) {
		case "", ".png", ".jpg", ".jpeg", ".gif":
			continue
		}
		r.read(f.Name, r.unpack(f), false)
	}
}

// unpack reads an entry, or as much of it as may still be unpacked.
func (r *reader) unpack(f *zip.File) []byte {
	in, err := f.Open()
	if err != nil {
		r.opaque = true
		return nil
	}
	defer func() { _ = in.Close() }()
	return r.take(in)
}

func (r *reader) take(in io.Reader) []byte {
	raw, err := io.ReadAll(io.LimitReader(in, r.left))
	r.left -= int64(len(raw))
	if err != nil || r.left == 0 {
		r.opaque = true
	}
	return raw
}

// old reads the addresses in a DOC or PPT, which are written in one byte or two for each character.
func (r *reader) old(raw []byte) {
	r.written(string(raw))
	for _, start := range []int{0, 1} { // texts begin anywhere
		units := make([]uint16, 0, len(raw)/2)
		for i := start; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])|uint16(raw[i+1])<<8)
		}
		r.written(string(utf16.Decode(units)))
	}
}

// page reads an HTML page.
func (r *reader) page(raw []byte) {
	hidden := false
	for z := html.NewTokenizer(bytes.NewReader(raw)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			hidden = t.Data == "script" || t.Data == "style"
			for _, a := range t.Attr {
				if a.Key == "href" || a.Key == "src" {
					r.leads(a.Val)
				}
			}
		case html.EndTagToken:
			hidden = false
		case html.TextToken:
			if !hidden {
				r.say(string(z.Text()))
			}
		}
	}
}
