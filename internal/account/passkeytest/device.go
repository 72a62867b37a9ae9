// Package passkeytest is an authenticator in software for the tests of other rooms. It is written from the WebAuthn and
// CTAP specifications and shares no code with the library that judges its answers.
//
// Invariants:
//
//  1. It signs what a browser at its origin would have it sign, right or wrong: a test sets Origin to be somebody else.
//  2. Its keys never leave it.
package passkeytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
)

// Device is an authenticator together with the browser that it is plugged into. It is not safe for concurrent use.
type Device struct {
	Origin   string // of the page that the browser shows
	Unproven bool   // answers without checking who is there (no user verification)
	Frozen   bool   // the signature counter does not move, as of a copy
	creds    []*cred
}

type cred struct {
	id, user []byte
	domain   string
	key      *ecdsa.PrivateKey
	count    uint32
}

// Flags of authenticator data (WebAuthn, 6.1).
const (
	userPresent  = 1 << 0
	userVerified = 1 << 2
	attested     = 1 << 6
)

type options struct {
	PublicKey struct {
		Challenge string
		RP        struct{ ID string }
		RPID      string `json:"rpId"`
		User      struct{ ID string }
		Allow     []struct{ ID string } `json:"allowCredentials"`
		Exclude   []struct{ ID string } `json:"excludeCredentials"`
	} `json:"publicKey"`
}

// Create makes a key as navigator.credentials.create does, and returns the answer as JSON.
func (d *Device) Create(raw []byte) ([]byte, error) {
	var o options
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, err
	}
	for _, x := range o.PublicKey.Exclude {
		if slices.ContainsFunc(d.creds, func(c *cred) bool { return text(c.id) == x.ID }) {
			return nil, fmt.Errorf("already registered on this device")
		}
	}
	user, err := base64.RawURLEncoding.DecodeString(o.PublicKey.User.ID)
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	c := &cred{id: make([]byte, 32), user: user, domain: o.PublicKey.RP.ID, key: key}
	rand.Read(c.id)
	public, err := cosePublic(key)
	if err != nil {
		return nil, err
	}
	data := d.data(c, attested)
	data = append(data, make([]byte, 16)...) // AAGUID
	data = binary.BigEndian.AppendUint16(data, uint16(len(c.id)))
	data = append(append(data, c.id...), public...)
	d.creds = append(d.creds, c)
	client := d.client("webauthn.create", o.PublicKey.Challenge)
	return answer(c, map[string]any{"clientDataJSON": text(client), "attestationObject": text(attestation(data)), "transports": []string{"internal"}})
}

// Get signs with a key as navigator.credentials.get does, and returns the answer as JSON.
func (d *Device) Get(raw []byte) ([]byte, error) {
	var o options
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, err
	}
	c := d.pick(o)
	if c == nil {
		return nil, fmt.Errorf("no key for %s", o.PublicKey.RPID)
	}
	if !d.Frozen {
		c.count++
	}
	data, client := d.data(c, 0), d.client("webauthn.get", o.PublicKey.Challenge)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(slices.Clone(data), hash[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, c.key, digest[:])
	if err != nil {
		return nil, err
	}
	return answer(c, map[string]any{"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(sig), "userHandle": text(c.user)})
}

// pick is the newest key that the page may ask for.
func (d *Device) pick(o options) *cred {
	for _, c := range slices.Backward(d.creds) {
		if c.domain != o.PublicKey.RPID {
			continue
		}
		if len(o.PublicKey.Allow) == 0 {
			return c
		}
		for _, x := range o.PublicKey.Allow {
			if x.ID == text(c.id) {
				return c
			}
		}
	}
	return nil
}

func (d *Device) data(c *cred, flags byte) []byte {
	flags |= userPresent
	if !d.Unproven {
		flags |= userVerified
	}
	hash := sha256.Sum256([]byte(c.domain))
	return binary.BigEndian.AppendUint32(append(hash[:], flags), c.count)
}

func (d *Device) client(kind, challenge string) []byte {
	raw, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.Origin, "crossOrigin": false})
	if err != nil {
		panic(err) // three strings and a bool
	}
	return raw
}

func answer(c *cred, response map[string]any) ([]byte, error) {
	return json.Marshal(map[string]any{"id": text(c.id), "rawId": text(c.id), "type": "public-key", "response": response,
		"clientExtensionResults": map[string]any{}, "authenticatorAttachment": "platform"})
}

func text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// attestation is {"fmt": "none", "attStmt": {}, "authData": data} in CBOR.
func attestation(data []byte) []byte {
	out := append([]byte{0xa3, 0x63}, "fmt"...)
	out = append(append(out, 0x64), "none"...)
	out = append(append(out, 0x67), "attStmt"...)
	out = append(append(out, 0xa0, 0x68), "authData"...)
	return append(binary.BigEndian.AppendUint16(append(out, 0x59), uint16(len(data))), data...)
}

// cosePublic is an ES256 key in COSE form: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
func cosePublic(key *ecdsa.PrivateKey) ([]byte, error) {
	point, err := key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		return nil, err
	}
	out := append([]byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20}, point[1:33]...)
	return append(append(out, 0x22, 0x58, 0x20), point[33:]...), nil
}
