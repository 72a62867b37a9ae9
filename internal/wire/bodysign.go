package wire

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
)

// HMAC is HMAC-SHA256, on which every signature of the protocols is built.
func HMAC(key string, data []byte) []byte {
	h := hmac.New(sha256.New, []byte(key))
	h.Write(data)
	return h.Sum(nil)
}

// BodySign is the value of the header Body-Sign of a reply: the seller's key alone signs the exact bytes of the body
// (saas-production-interface A.1.3).
func BodySign(key string, body []byte) string {
	return `sign_type="HMAC-SHA256", signature="` + base64.StdEncoding.EncodeToString(HMAC(key, body)) + `"`
}

// bodySign tolerates blanks around every part: sellers' samples have one behind the comma and one behind "signature=".
var bodySign = regexp.MustCompile(`^\s*sign_type\s*=\s*"HMAC-SHA256"\s*,\s*signature\s*=\s*"([A-Za-z0-9+/=]{1,128})"\s*$`)

// CheckBodySign says what is wrong with the header of a reply; nil when it signs the body.
func CheckBodySign(header, key string, body []byte) Faults {
	if strings.TrimSpace(header) == "" {
		return Faults{{Code: FaultBodySignMissing, Field: "Body-Sign"}}
	}
	found := bodySign.FindStringSubmatch(header)
	if found == nil {
		return Faults{{Code: FaultBodySignMalformed, Field: "Body-Sign", Want: `sign_type="HMAC-SHA256", signature="…"`, Got: Clip(header)}}
	}
	if got, err := base64.StdEncoding.DecodeString(found[1]); err != nil || !hmac.Equal(got, HMAC(key, body)) {
		return Faults{{Code: FaultBodySignWrong, Field: "Body-Sign"}}
	}
	return nil
}
