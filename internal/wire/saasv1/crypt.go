package saasv1

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1" //nolint:gosec // the key derivation of the protocol is defined on it
	"encoding/base64"
	"errors"
	"fmt"
	"io"
)

// Bits is the size of an AES key.
type Bits int

// The key sizes: encryptType "1" or none, and "2" (saas-production-interface A.1.4).
const (
	AES256 Bits = 256
	AES128 Bits = 128
)

const ivLength = aes.BlockSize

// ErrCiphertext means that a value is not 16 characters and a Base64 text that this key opens.
var ErrCiphertext = errors.New("saasv1: not a value that this key encrypted")

// deriveKey is what Java's KeyGenerator makes of a SHA1PRNG seeded with the seller's key: sellers' servers use that, so the
// AES key is not the key's text (saas-production-interface A.1.4).
func deriveKey(key string, bits Bits) []byte {
	state := sha1.Sum([]byte(key)) //nolint:gosec // see above
	var stream []byte
	for len(stream) < int(bits)/8 {
		out := sha1.Sum(state[:]) //nolint:gosec // see above
		stream = append(stream, out[:]...)
		advance(&state, out)
	}
	return stream[:bits/8]
}

// advance adds signed bytes with a carry that may be -1, and never leaves the state as it was.
func advance(state *[sha1.Size]byte, out [sha1.Size]byte) {
	carry, changed := 1, false
	for i := range state {
		v := int(int8(state[i])) + int(int8(out[i])) + carry
		changed = changed || state[i] != byte(v)
		state[i], carry = byte(v), v>>8
	}
	if !changed {
		state[0]++
	}
}

const ivAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// Encrypt hides a private field: 16 random characters, which are the initial vector, and the Base64 of AES/CBC with PKCS#7
// padding. random is crypto/rand.Reader outside tests.
func Encrypt(plain, key string, bits Bits, random io.Reader) (string, error) {
	iv, err := newIV(random)
	if err != nil {
		return "", err
	}
	return seal(plain, key, bits, iv)
}

func newIV(random io.Reader) (string, error) {
	iv := make([]byte, 0, ivLength)
	buf := make([]byte, ivLength)
	const limit = 256 - 256%len(ivAlphabet) // bytes from here on would favour the first letters
	for len(iv) < ivLength {
		if _, err := io.ReadFull(random, buf); err != nil {
			return "", fmt.Errorf("read random bytes for an initial vector: %w", err)
		}
		for _, c := range buf {
			if int(c) < limit && len(iv) < ivLength {
				iv = append(iv, ivAlphabet[int(c)%len(ivAlphabet)])
			}
		}
	}
	return string(iv), nil
}

func seal(plain, key string, bits Bits, iv string) (string, error) {
	block, err := aes.NewCipher(deriveKey(key, bits))
	if err != nil {
		return "", fmt.Errorf("cipher of %d bits: %w", bits, err)
	}
	pad := aes.BlockSize - len(plain)%aes.BlockSize
	data := make([]byte, len(plain)+pad)
	copy(data, plain)
	for i := len(plain); i < len(data); i++ {
		data[i] = byte(pad)
	}
	cipher.NewCBCEncrypter(block, []byte(iv)).CryptBlocks(data, data)
	return iv + base64.StdEncoding.EncodeToString(data), nil
}

// Decrypt opens what Encrypt, or a seller's server, made. Errors: ErrCiphertext.
func Decrypt(value, key string, bits Bits) (string, error) {
	if len(value) < ivLength {
		return "", ErrCiphertext
	}
	data, err := base64.StdEncoding.DecodeString(value[ivLength:])
	if err != nil || len(data) == 0 || len(data)%aes.BlockSize != 0 {
		return "", ErrCiphertext
	}
	block, err := aes.NewCipher(deriveKey(key, bits))
	if err != nil {
		return "", fmt.Errorf("cipher of %d bits: %w", bits, err)
	}
	cipher.NewCBCDecrypter(block, []byte(value[:ivLength])).CryptBlocks(data, data)
	pad := int(data[len(data)-1])
	if pad == 0 || pad > aes.BlockSize {
		return "", ErrCiphertext
	}
	for _, c := range data[len(data)-pad:] {
		if int(c) != pad {
			return "", ErrCiphertext
		}
	}
	return string(data[:len(data)-pad]), nil
}
