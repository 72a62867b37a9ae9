package wire

import "net/url"

// ProductionURL reads a production address: an absolute http or https URL with a host and without user information. Its
// fragment is dropped and an empty path becomes "/"; ok is false for anything else.
func ProductionURL(base string) (u *url.URL, ok bool) {
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.Opaque != "" {
		return nil, false
	}
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u, true
}
