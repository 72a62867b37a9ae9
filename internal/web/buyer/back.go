package buyer

import (
	"net/url"
	"strings"
	"unicode"
)

// maxBack is the longest back address, as the wallet stores it.
const maxBack = 512

// localPath returns back when it is a path of this site, and "" otherwise: "//host", "/\host" and anything with a scheme
// are other sites to a browser.
func localPath(back string) string {
	if len(back) > maxBack || !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") ||
		strings.ContainsRune(back, '\\') || strings.ContainsFunc(back, unicode.IsControl) {
		return ""
	}
	u, err := url.Parse(back)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "//") {
		return ""
	}
	return back
}

// webAddress returns an address that may become a link, or "": only http and https with a host.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return address
}
