package app

import (
	"net/url"
	"strings"
)

// hidePassword shows an address without the password that it may hold.
func hidePassword(address string) string {
	if !strings.Contains(address, "://") {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return "(set, cannot be read)"
	}
	q := u.Query()
	for name := range q {
		if strings.Contains(name, "password") {
			q.Set(name, "•••")
		}
	}
	u.RawQuery = q.Encode()
	return u.Redacted()
}
