package kit

import (
	"crypto"
	"crypto/rsa"
	_ "crypto/sha1" //nolint:gosec // a seller's library may know no other hash for OAEP
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MinKeyBits is the least size of a seller's key (saas-production-interface E.2).
const MinKeyBits = 3072

// Errors of ParsePublicKey.
var (
	ErrPublicKey   = errors.New("kit: not an RSA public key")
	ErrShortRSAKey = errors.New("kit: the RSA key is shorter than 3072 bits")
)

// ParsePublicKey reads a seller's key: PEM, or its Base64 without the BEGIN and END lines, as PKIX or PKCS#1.
// Errors: ErrPublicKey, ErrShortRSAKey.
func ParsePublicKey(text string) (*rsa.PublicKey, error) {
	var der []byte
	if block, _ := pem.Decode([]byte(text)); block != nil {
		der = block.Bytes
	} else if raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), "")); err == nil {
		der = raw
	}
	key, err := x509.ParsePKCS1PublicKey(der)
	if err != nil {
		parsed, err := x509.ParsePKIXPublicKey(der)
		if err != nil {
			return nil, ErrPublicKey
		}
		var ok bool
		if key, ok = parsed.(*rsa.PublicKey); !ok {
			return nil, ErrPublicKey
		}
	}
	if key.N.BitLen() < MinKeyBits {
		return nil, ErrShortRSAKey
	}
	return key, nil
}

// EncryptSecret is a client secret for the owner of the key alone: RSA-OAEP in Base64. hash serves OAEP and its mask; SHA-256
// is ours (the specification names none). random is crypto/rand.Reader.
func EncryptSecret(secret string, key *rsa.PublicKey, hash crypto.Hash, random io.Reader) (string, error) {
	out, err := rsa.EncryptOAEP(hash.New(), random, key, []byte(secret), nil)
	if err != nil {
		return "", fmt.Errorf("encrypt client secret: %w", err)
	}
	return base64.StdEncoding.EncodeToString(out), nil
}
