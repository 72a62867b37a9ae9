package wire_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/wire"
)

func FuzzMask(f *testing.F) {
	for _, body := range []string{
		`{"userName":"bob","password":"p,w"}`, `{"password":"ab\`, `{"userName":{"a":["b"]}}`, `{"appInfo":"{\"password\":\"abc\"}"}`,
		"<password>abc</password>", "\xff\xfe", `{"resultCode":"000000"}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		masked := wire.MaskResponse(body)
		if len(masked) != len(body) || !bytes.Equal(before, body) {
			t.Fatal("masking changed the length or its input")
		}
		if shown := wire.Display(body); !utf8.ValidString(shown) || strings.ContainsRune(shown, 0) {
			t.Fatalf("not storable: %q", shown)
		}
		var parsed struct {
			Password string `json:"password"`
		}
		if json.Unmarshal(masked, &parsed) == nil && strings.Trim(parsed.Password, "*") != "" {
			t.Fatalf("password shown: %s", masked)
		}
	})
}
