package passkey

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Patience is how long a person may take to answer.
const Patience = 5 * time.Minute

// ErrNoDomain is a public address that passkeys cannot be bound to: an IP address other than loopback.
var ErrNoDomain = errors.New("passkey: the public address has no domain name")

// Party is the marketplace as the other side of a ceremony. It is safe for concurrent use.
type Party struct{ lib *webauthn.WebAuthn }

// New makes the party for a public address such as https://market.example.com. An address of the loopback network is
// taken as http://localhost of the same port, because browsers bind passkeys to names only. Errors: ErrNoDomain.
func New(publicURL, name string) (*Party, error) {
	u, err := url.Parse(publicURL)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("passkey: public address %q: %w", publicURL, ErrNoDomain)
	}
	domain, origin := u.Hostname(), u.Scheme+"://"+u.Host
	if ip, err := netip.ParseAddr(domain); err == nil {
		if !ip.IsLoopback() {
			return nil, ErrNoDomain
		}
		domain, origin = "localhost", u.Scheme+"://localhost"
		if u.Port() != "" {
			origin += ":" + u.Port()
		}
	}
	wait := webauthn.TimeoutConfig{Timeout: Patience, TimeoutUVD: Patience}
	lib, err := webauthn.New(&webauthn.Config{
		RPID: domain, RPDisplayName: name, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		Timeouts:              webauthn.TimeoutsConfig{Login: wait, Registration: wait},
	})
	if err != nil {
		return nil, fmt.Errorf("passkey: %w", err)
	}
	return &Party{lib}, nil
}

// Domain is the name that passkeys are bound to: a page offers them only there.
func (p *Party) Domain() string { return p.lib.Config.RPID }

// User is whom a passkey belongs to.
type User struct {
	ID    string // opaque, at most 64 bytes
	Login string // shown by the browser when it offers passkeys
	Name  string
}

// Key is a registered passkey.
type Key struct {
	ID        string // credential id, base64url without padding
	Record    string // what this package needs of it, as JSON
	SignCount int64
}

// person gives the library a user with its keys.
type person struct {
	user  User
	creds []webauthn.Credential
}

// WebAuthnID is the user handle.
func (p person) WebAuthnID() []byte { return []byte(p.user.ID) }

// WebAuthnName tells accounts of one person apart.
func (p person) WebAuthnName() string { return p.user.Login }

// WebAuthnDisplayName is how the person is called.
func (p person) WebAuthnDisplayName() string { return p.user.Name }

// WebAuthnCredentials are the person's keys.
func (p person) WebAuthnCredentials() []webauthn.Credential { return p.creds }
