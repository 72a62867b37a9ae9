package saasv2

import (
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/wire"
)

// Sign returns the signature of a body as 64 upper-case hex digits (saas-production-interface B.1.2):
//
//	inner     = hex(HMAC-SHA256(accessKey, body))
//	signature = HEX(HMAC-SHA256(accessKey, accessKey + nonce + timestamp + inner))
//
// timestampMS is UNIX time in milliseconds.
func Sign(accessKey, nonce string, timestampMS int64, body []byte) string {
	return strings.ToUpper(hex.EncodeToString(mac(accessKey, nonce, timestampMS, body)))
}

// Verify tells whether signature (hex, any case) is the one of the body. It takes the same time wherever the difference is.
func Verify(accessKey, nonce string, timestampMS int64, body []byte, signature string) bool {
	got, err := hex.DecodeString(signature)
	return err == nil && hmac.Equal(got, mac(accessKey, nonce, timestampMS, body))
}

func mac(accessKey, nonce string, timestampMS int64, body []byte) []byte {
	inner := hex.EncodeToString(wire.HMAC(accessKey, body))
	return wire.HMAC(accessKey, []byte(accessKey+nonce+strconv.FormatInt(timestampMS, 10)+inner))
}

// Errors of SignedURL: the address cannot be used as a production address.
var (
	ErrAddress         = errors.New("saasv2: production address must be an absolute http or https URL with a host and without user information")
	ErrAddressReserved = errors.New("saasv2: production address already has a signature, timestamp or nonce parameter")
)

// SignedURL returns base with the parameters signature, timestamp and nonce of the body added behind whatever query it has;
// that query is kept byte by byte and a fragment is dropped. Errors: ErrAddress, ErrAddressReserved.
func SignedURL(base, accessKey, nonce string, timestampMS int64, body []byte) (string, error) {
	u, ok := wire.ProductionURL(base)
	if !ok {
		return "", ErrAddress
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return "", fmt.Errorf("%w: bad query", ErrAddress)
	}
	for _, name := range []string{"signature", "timestamp", "nonce"} {
		if query.Has(name) {
			return "", fmt.Errorf("%w: %s", ErrAddressReserved, name)
		}
	}
	signed := "signature=" + Sign(accessKey, nonce, timestampMS, body) +
		"&timestamp=" + strconv.FormatInt(timestampMS, 10) + "&nonce=" + url.QueryEscape(nonce)
	if old := strings.TrimRight(u.RawQuery, "&"); old != "" {
		signed = old + "&" + signed
	}
	u.RawQuery, u.ForceQuery = signed, false
	return u.String(), nil
}

const nonceAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// NewNonce reads from random (crypto/rand.Reader outside tests) and returns 32 letters and digits, each equally likely.
func NewNonce(random io.Reader) (string, error) {
	const want = 32
	const limit = 256 - 256%len(nonceAlphabet) // bytes from here on would favour the first letters
	out := make([]byte, 0, want)
	buf := make([]byte, want)
	for len(out) < want {
		if _, err := io.ReadFull(random, buf); err != nil {
			return "", fmt.Errorf("read random bytes for nonce: %w", err)
		}
		for _, c := range buf {
			if int(c) < limit && len(out) < want {
				out = append(out, nonceAlphabet[int(c)%len(nonceAlphabet)])
			}
		}
	}
	return string(out), nil
}

// NewBusinessID reads from random and returns a version 4 UUID; every attempt has its own (saas-production-interface F.2).
func NewBusinessID(random io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("read random bytes for business id: %w", err)
	}
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16]), nil
}
