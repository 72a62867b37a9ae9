package account

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/secret"
)

// A browser that has signed in with a login is known there: strangers who guess cannot make it wait. It holds a sealed
// cookie, "id key key …", that says nothing to anybody else.
const (
	browserAAD = "known browser"
	maxKnown   = 12
	maxBrowser = 1024
)

// browser is what a cookie says.
type browser struct {
	id    string
	known []string // login keys, hashed
}

func (s *Service) readBrowser(cookie string) browser {
	if cookie == "" || len(cookie) > maxBrowser {
		return browser{}
	}
	plain, err := s.box.Open(cookie, browserAAD)
	if err != nil {
		return browser{}
	}
	fields := strings.Fields(plain.Reveal())
	if len(fields) == 0 {
		return browser{}
	}
	return browser{fields[0], fields[1:]}
}

// Remember is the cookie of a browser that knows the accounts too, under whatever they are signed in with. Give it to a
// browser only after a password or a code was right.
func (s *Service) Remember(cookie string, accounts ...Account) string {
	b := s.readBrowser(cookie)
	if b.id == "" {
		b.id = secret.Token(9)
	}
	var names []string
	for _, a := range accounts {
		names = append(names, knownAs(loginKeyOf(a)))
		if a.EmailProven {
			names = append(names, knownAs(LoginKey(a.Email)))
		}
		if a.PhoneProven {
			names = append(names, knownAs(a.Phone))
		}
	}
	for _, k := range b.known {
		if !slices.Contains(names, k) {
			names = append(names, k)
		}
	}
	names = slices.Compact(names)
	return s.box.Seal(b.id+" "+strings.Join(names[:min(len(names), maxKnown)], " "), browserAAD)
}

func (b browser) knows(loginKey string) bool {
	return b.id != "" && slices.Contains(b.known, knownAs(loginKey))
}

func knownAs(loginKey string) string {
	sum := sha256.Sum256([]byte(loginKey))
	return hex.EncodeToString(sum[:12])
}
