package totp

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	lib "github.com/pquerna/otp/totp"

	"github.com/souk-market/souk/internal/kernel/secret"
)

// Bounds of codes and secrets.
const (
	Digits     = 6
	Period     = 30 * time.Second
	Skew       = 1  // steps early or late
	secretSize = 20 // bytes: the output of SHA-1 (RFC 4226, section 4, R6)
)

// ErrSecret is a secret that is not one of ours.
var ErrSecret = errors.New("totp: secret is not 160 bits in base32")

var base = base32.StdEncoding.WithPadding(base32.NoPadding)

// NewSecret makes a secret: 160 random bits in base32.
func NewSecret() secret.Text {
	b := make([]byte, secretSize)
	rand.Read(b) // never fails: crypto/rand ends the process instead
	return secret.Text(base.EncodeToString(b))
}

// Step is the step of an instant.
func Step(at time.Time) int64 { return at.Unix() / int64(Period/time.Second) }

// Code is the code of a step.
func Code(key secret.Text, step int64) (string, error) {
	raw, err := base.DecodeString(key.Reveal())
	if err != nil || len(raw) != secretSize || step < 0 {
		return "", ErrSecret
	}
	return hotp.GenerateCodeCustom(key.Reveal(), uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
}

// Match finds the step that a code belongs to, among those accepted at an instant. It looks at all of them whatever it
// finds: time tells nothing. Errors: ErrSecret.
func Match(key secret.Text, code string, at time.Time) (step int64, ok bool, err error) {
	code, now := Bare(code), Step(at)
	for s := now - Skew; s <= now+Skew; s++ {
		want, err := Code(key, s)
		if err != nil {
			return 0, false, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok, nil
}

// Bare is a code without the spaces that apps show between the digits.
func Bare(code string) string { return strings.Join(strings.Fields(code), "") }

// IsCode reports whether s has the form of a code.
func IsCode(s string) bool {
	s = Bare(s)
	return len(s) == Digits && strings.Trim(s, "0123456789") == ""
}

// URI is what an authenticator app scans (the otpauth form).
func URI(key secret.Text, issuer, name string) (secret.Text, error) {
	k, err := enrolment(key, issuer, name)
	if err != nil {
		return "", err
	}
	return secret.Text(k.URL()), nil
}

// quiet is the part of a picture's width that stays white at each side: cameras look for it, on dark pages too.
const quiet = 12

// Picture is the URI as a QR code: a PNG of size × size pixels.
func Picture(key secret.Text, issuer, name string, size int) ([]byte, error) {
	k, err := enrolment(key, issuer, name)
	if err != nil {
		return nil, err
	}
	edge := size / quiet
	code, err := k.Image(size-2*edge, size-2*edge)
	if err != nil {
		return nil, fmt.Errorf("draw QR code: %w", err)
	}
	img := image.NewGray(image.Rect(0, 0, size, size))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(img, code.Bounds().Add(image.Pt(edge, edge)), code, code.Bounds().Min, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("write QR code: %w", err)
	}
	return out.Bytes(), nil
}

func enrolment(key secret.Text, issuer, name string) (*otp.Key, error) {
	raw, err := base.DecodeString(key.Reveal())
	if err != nil || len(raw) != secretSize {
		return nil, ErrSecret
	}
	// A colon separates issuer and name in the label.
	clean := strings.NewReplacer(":", " ", "\n", " ").Replace
	return lib.Generate(lib.GenerateOpts{Issuer: clean(issuer), AccountName: clean(name), Secret: raw})
}

// Grouped is a secret in groups of four, as people type it.
func Grouped(key secret.Text) string {
	var out strings.Builder
	for i, r := range key.Reveal() {
		if i > 0 && i%4 == 0 {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
	}
	return out.String()
}
