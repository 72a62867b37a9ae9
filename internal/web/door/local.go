package door

import (
	"net/url"
	"strings"
	"unicode"
)

const maxNext = 2048

// LocalPath returns s when it is the path of a page of ours, and "" when it could lead anywhere else: another scheme or
// host, two slashes or a backslash at the start (browsers read both as a host), control characters (browsers skip
// them), or the pages of signing in itself.
func LocalPath(s string) string {
	if len(s) > maxNext || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") ||
		strings.ContainsRune(s, '\\') || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.HasPrefix(u.Path, "//") || strings.HasPrefix(u.Path, `/\`) {
		return ""
	}
	if isSignInPage(u.Path) {
		return ""
	}
	return s
}
