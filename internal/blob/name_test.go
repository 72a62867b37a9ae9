package blob

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNamesAreMadeSafe(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][2]string{
		"使用指南.PDF":                        {"使用指南.PDF", "pdf"},
		`C:\Users\x\a b.docx`:             {"a b.docx", "docx"},
		"../../etc/passwd":                {"passwd", ""},
		"a\x00b\r\n.zip":                  {"ab.zip", "zip"},
		"inv\u202efdp.exe":                {"invfdp.exe", "exe"},
		`<"a:b|c?*">.pdf`:                 {"__a_b_c____.pdf", "pdf"},
		".pdf":                            {"pdf", ""}, // a hidden file has no extension
		"":                                {"file", ""},
		" . ":                             {"file", ""},
		"a.pdf.":                          {"a.pdf", "pdf"},
		strings.Repeat("长", 300) + ".pdf": {strings.Repeat("长", 116) + ".pdf", "pdf"},
	} {
		name, ext := cleanName(in)
		if name != want[0] || ext != want[1] {
			t.Errorf("%q: got %q, %q, want %q", in, name, ext, want)
		}
		if again, _ := cleanName(name); again != name || !utf8.ValidString(name) {
			t.Errorf("%q is not stable: %q", name, again)
		}
	}
}
