package isv

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// DefaultMaxSkew is how far the time of a call may be from yours, in either direction.
const DefaultMaxSkew = 60 * time.Second

// Verifier decides whether a call really comes from the marketplace. Its fields must not change while it is used; it is safe
// for concurrent use.
type Verifier struct {
	// Keys returns the interface keys that are valid now; it is asked at every call, so keys can be rotated while the server
	// runs: add the new key here, bind it at the marketplace, then remove the old one. Empty keys are ignored.
	Keys func(ctx context.Context) ([]string, error)
	// Now is the clock; nil means the clock of the machine.
	Now func() time.Time
	// MaxSkew is the window for the time of a call; 0 means DefaultMaxSkew.
	MaxSkew time.Duration
	// Nonces remembers the nonces of good calls; nil means that repeated calls are not noticed. Servers that run as several
	// processes need one that they share.
	Nonces NonceCache
}

// NewVerifier returns a Verifier for fixed keys that remembers nonces in memory.
func NewVerifier(keys ...string) *Verifier {
	return &Verifier{
		Keys:   func(context.Context) ([]string, error) { return keys, nil },
		Nonces: NewMemoryNonces(DefaultNonceLimit),
	}
}

// Verify checks the parameters signature, timestamp (UNIX milliseconds) and nonce of a call against its exact body. The error
// is a *ResultError: 000001 for a missing or wrong signature; 000002 for a missing timestamp or nonce, a time outside the
// window, or a nonce that was used before; 000005 when keys or nonces are not available.
func (v *Verifier) Verify(ctx context.Context, query url.Values, body []byte) error {
	timestamp, errTime := single(query, "timestamp")
	nonce, errNonce := single(query, "nonce")
	if err := errors.Join(errTime, errNonce); err != nil {
		return refuse(CodeBadRequest, "timestamp or nonce missing", err)
	}
	signature, err := single(query, "signature")
	if err != nil {
		return refuse(CodeAuthFailed, "signature missing", ErrSignatureMissing)
	}
	now, skew := v.now(), v.maxSkew()
	sent, err := parseMillis(timestamp)
	if err != nil {
		return refuse(CodeBadRequest, "timestamp is not UNIX time in milliseconds", err)
	}
	if late := now.Sub(sent); late > skew || late < -skew {
		return refuse(CodeBadRequest, "timestamp is outside the window", ErrStale)
	}
	if err := v.checkSignature(ctx, nonce, timestamp, body, signature); err != nil {
		return err
	}
	if v.Nonces == nil {
		return nil
	}
	// Only now: a stranger without a key must not be able to fill the cache or to burn a nonce. The call is acceptable from
	// skew before to skew after the time that it names, so its nonce must be kept until then.
	fresh, err := v.Nonces.Use(ctx, nonce, now, sent.Add(skew))
	if err != nil {
		return refuse(CodeInternal, "internal error", fmt.Errorf("%w: %w", ErrNonceCache, err))
	}
	if !fresh {
		return refuse(CodeBadRequest, "nonce was used before", ErrReplay)
	}
	return nil
}

func (v *Verifier) checkSignature(ctx context.Context, nonce, timestamp string, body []byte, signature string) error {
	var keys []string
	if v.Keys != nil {
		var err error
		if keys, err = v.Keys(ctx); err != nil {
			return refuse(CodeInternal, "internal error", fmt.Errorf("%w: %w", ErrKeys, err))
		}
	}
	got, err := hex.DecodeString(signature)
	good := false
	for _, key := range keys {
		// An empty key would let everybody sign. All keys are tried, so that the time tells nothing about which one matched.
		if key != "" && hmac.Equal(got, mac(key, nonce, timestamp, body)) {
			good = true
		}
	}
	if err != nil || !good {
		return refuse(CodeAuthFailed, "signature is wrong", ErrSignatureWrong)
	}
	return nil
}

func (v *Verifier) now() time.Time {
	if v.Now != nil {
		return v.Now()
	}
	return time.Now()
}

func (v *Verifier) maxSkew() time.Duration {
	if v.MaxSkew > 0 {
		return v.MaxSkew
	}
	return DefaultMaxSkew
}

// single wants a parameter exactly once: of two, the signature would cover one and the program might read the other.
func single(query url.Values, name string) (string, error) {
	if values := query[name]; len(values) == 1 && values[0] != "" && len(values[0]) <= 256 {
		return values[0], nil
	}
	return "", fmt.Errorf("%w: %s", ErrParameter, name)
}

func parseMillis(text string) (time.Time, error) {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return time.Time{}, ErrParameter
		}
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil || ms > 253402300799999 { // the end of the year 9999; beyond, differences overflow
		return time.Time{}, ErrParameter
	}
	return time.UnixMilli(ms), nil
}
