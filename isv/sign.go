package isv

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Sign returns the signature of a body as upper-case hex. timestamp is the text of the query parameter: UNIX milliseconds.
// A seller's server only needs it in its own tests, to play the marketplace.
func Sign(accessKey, nonce, timestamp string, body []byte) string {
	return strings.ToUpper(hex.EncodeToString(mac(accessKey, nonce, timestamp, body)))
}

func mac(accessKey, nonce, timestamp string, body []byte) []byte {
	inner := hex.EncodeToString(hmacSHA256(accessKey, body))
	return hmacSHA256(accessKey, []byte(accessKey+nonce+timestamp+inner))
}

func hmacSHA256(key string, data []byte) []byte {
	h := hmac.New(sha256.New, []byte(key))
	h.Write(data)
	return h.Sum(nil)
}
