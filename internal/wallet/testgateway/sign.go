package testgateway

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/url"
)

// What a signature is for: one made for another purpose does not hold.
const (
	purposeCheckout = "souk test gateway checkout 1"
	purposeMessage  = "souk test gateway message 1"
)

var errSignature = errors.New("testgateway: the signature does not hold")

// mac signs every value but the signature itself: Encode sorts by name and escapes, so the form is one.
func (g *Gateway) mac(purpose string, v url.Values) string {
	signed := maps.Clone(v)
	delete(signed, "sig")
	h := hmac.New(sha256.New, g.cfg.Key)
	_, _ = h.Write([]byte(purpose + "\n" + signed.Encode()))
	return hex.EncodeToString(h.Sum(nil))
}

func (g *Gateway) sign(purpose string, v url.Values) url.Values {
	v.Set("sig", g.mac(purpose, v))
	return v
}

// check refuses a wrong signature, and names that come twice: only the first of those would be read.
func (g *Gateway) check(purpose string, v url.Values) error {
	for _, values := range v {
		if len(values) != 1 {
			return errSignature
		}
	}
	if !hmac.Equal([]byte(v.Get("sig")), []byte(g.mac(purpose, v))) {
		return errSignature
	}
	return nil
}
