// Package secret keeps secrets out of logs and seals them for the database.
//
// Invariants:
//
//  1. A Text shows itself to nobody: printing, logging and JSON give "••••"; only Reveal returns it.
//  2. A sealed text opens only with the same key and the same purpose (AAD); a changed one does not open.
//  3. Who has the database but not the key learns nothing from a tag, however few secrets are possible.
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

const mask = "••••"

// Text is a secret that redacts itself.
type Text string

// Reveal is the secret itself.
func (t Text) Reveal() string { return string(t) }

// String hides the secret.
func (t Text) String() string { return mask }

// Format hides the secret under every verb.
func (t Text) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(mask)) }

// LogValue hides the secret in logs.
func (t Text) LogValue() slog.Value { return slog.StringValue(mask) }

// MarshalJSON hides the secret.
func (t Text) MarshalJSON() ([]byte, error) { return []byte(`"` + mask + `"`), nil }

// KeySize is the length in bytes of a sealing key (AES-256).
const KeySize = 32

// ErrSealed is a text that does not open: wrong key, wrong purpose, or changed.
var ErrSealed = errors.New("secret: sealed text does not open")

// Box seals secrets with AES-256-GCM, and tags them with HMAC-SHA-256 under a key of its own.
type Box struct {
	aead cipher.AEAD
	tag  []byte
}

// NewBox makes a box from KeySize bytes.
func NewBox(key []byte) (*Box, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("secret: key has %d bytes, needs %d", len(key), KeySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	tag, err := hkdf.Key(sha256.New, key, nil, "souk tag 1", sha256.Size)
	if err != nil {
		return nil, err
	}
	return &Box{aead, tag}, nil
}

// FreshBox makes a box with a random key that nobody else has.
func FreshBox() *Box {
	key := make([]byte, KeySize)
	rand.Read(key)
	box, err := NewBox(key)
	if err != nil {
		panic(err) // start-up: a key of KeySize bytes always makes a box
	}
	return box
}

// Tag is what to keep of a secret that is only ever compared, such as a code of six digits: without the key nobody finds
// it by trying all. aad names what it is for. Compare with Tagged.
func (b *Box) Tag(plain, aad string) string {
	mac := hmac.New(sha256.New, b.tag)
	_, _ = fmt.Fprintf(mac, "%d:%s%s", len(aad), aad, plain) // writing to a hash never fails
	return base64.RawStdEncoding.EncodeToString(mac.Sum(nil))
}

// Tagged reports whether tag was made of plain and aad, in constant time.
func (b *Box) Tagged(tag, plain, aad string) bool {
	return hmac.Equal([]byte(tag), []byte(b.Tag(plain, aad)))
}

const version = "v1."

// Seal encrypts plain; aad names what it is for (such as the row's id) and must be given again to open it.
func (b *Box) Seal(plain, aad string) string {
	return version + base64.RawStdEncoding.EncodeToString(b.aead.Seal(nil, nil, []byte(plain), []byte(aad)))
}

// Open decrypts what Seal made.
func (b *Box) Open(sealed, aad string) (Text, error) {
	body, ok := strings.CutPrefix(sealed, version)
	if !ok {
		return "", ErrSealed
	}
	raw, err := base64.RawStdEncoding.DecodeString(body)
	if err != nil {
		return "", ErrSealed
	}
	plain, err := b.aead.Open(nil, nil, raw, []byte(aad))
	if err != nil {
		return "", ErrSealed
	}
	return Text(plain), nil
}

// Token returns n random bytes as URL-safe text.
func Token(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}
