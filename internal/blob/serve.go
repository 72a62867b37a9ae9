package blob

import (
	"fmt"
	"net/http"
	"strings"
)

// Disposition says what a browser does with a file.
type Disposition string

// The dispositions. Inline holds for pictures only; other files are downloads whatever is asked.
const (
	Inline     Disposition = "inline"
	Attachment Disposition = "attachment"
)

// Serve writes a file as an HTTP response, with ranges and conditional requests.
// The caller has asked whether the visitor may see it. On an error (ErrNotFound
// among them) nothing was written.
func (s *Store) Serve(w http.ResponseWriter, r *http.Request, id string, d Disposition) error {
	f, data, err := s.Open(r.Context(), id)
	if err != nil {
		return err
	}
	defer func() { _ = data.Close() }() // only read
	if !strings.HasPrefix(f.Type, "image/") {
		d = Attachment
	}
	h := w.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Disposition", disposition(d, f.Name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("ETag", `"`+f.SHA256+`"`)
	cache := "private" // who may see it was asked for this visitor only
	if f.Purpose.Public() {
		cache = "public"
	}
	cache += ", max-age=31536000, immutable"
	if f.Purpose.Private() { // on a shared computer, nobody finds it after its owner has left
		cache = "no-store"
	}
	h.Set("Cache-Control", cache)
	http.ServeContent(w, r, "", f.CreatedAt, data)
	return nil
}

// disposition names the file in ASCII for old programs and in UTF-8 for the rest (RFC 6266, RFC 5987).
func disposition(d Disposition, name string) string {
	var ascii, exact strings.Builder
	for _, r := range name {
		if r < 0x20 || r > 0x7e || r == '"' || r == '\\' || r == '%' {
			r = '_'
		}
		ascii.WriteRune(r)
	}
	for _, b := range []byte(name) {
		if attrChar(b) {
			exact.WriteByte(b)
		} else {
			fmt.Fprintf(&exact, "%%%02X", b)
		}
	}
	return fmt.Sprintf(`%s; filename="%s"; filename*=UTF-8''%s`, d, ascii.String(), exact.String())
}

func attrChar(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' || strings.IndexByte("!#$&+-.^_`|~", b) >= 0
}
