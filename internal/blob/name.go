package blob

import (
	"path"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// packageName is what a package may be called (business-rules 4.9: letters, digits, - _ ( )). The point of a version or of an
// extension is among them, our reading.
var packageName = regexp.MustCompile(`^[A-Za-z0-9._()-]+$`)

const maxName = 120 // runes with the extension

// cleanName makes a file name that is safe to show and to save: the last part of a
// path, without control, direction or reserved characters. The extension comes back
// in lower case without its dot.
func cleanName(raw string) (name, extension string) {
	raw = path.Base(strings.ReplaceAll(norm.NFC.String(strings.ToValidUTF8(raw, "")), `\`, "/"))
	raw = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1 // Cf: a right-to-left mark would make "exe.pdf" of "fdp.exe"
		case strings.ContainsRune(`<>:"/|?*`, r):
			return '_'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, raw)
	raw = strings.Trim(raw, " .")
	ext := path.Ext(raw)
	stem := strings.Trim(strings.TrimSuffix(raw, ext), " .")
	if stem == "" {
		stem = "file"
	}
	if r := []rune(stem); len(r)+len([]rune(ext)) > maxName {
		stem = string(r[:max(1, maxName-len([]rune(ext)))])
	}
	return stem + ext, strings.ToLower(strings.TrimPrefix(ext, "."))
}
