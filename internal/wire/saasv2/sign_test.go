package saasv2_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/wire/saasv2"
)

func TestASignatureIsComparedWithoutRegardToCase(t *testing.T) {
	t.Parallel()
	for _, s := range []string{exampleSignature, strings.ToLower(exampleSignature)} {
		if !saasv2.Verify(exampleKey, exampleNonce, exampleTime, []byte(exampleBody), s) {
			t.Errorf("%s refused", s)
		}
	}
}

func TestAnyChangeBreaksTheSignature(t *testing.T) {
	t.Parallel()
	body := []byte(exampleBody)
	for name, accepted := range map[string]bool{
		"key":       saasv2.Verify(exampleKey+"0", exampleNonce, exampleTime, body, exampleSignature),
		"nonce":     saasv2.Verify(exampleKey, "x", exampleTime, body, exampleSignature),
		"time":      saasv2.Verify(exampleKey, exampleNonce, exampleTime+1, body, exampleSignature),
		"body":      saasv2.Verify(exampleKey, exampleNonce, exampleTime, append(body, ' '), exampleSignature),
		"cut":       saasv2.Verify(exampleKey, exampleNonce, exampleTime, body, exampleSignature[:62]),
		"empty":     saasv2.Verify(exampleKey, exampleNonce, exampleTime, body, ""),
		"not hex":   saasv2.Verify(exampleKey, exampleNonce, exampleTime, body, strings.Repeat("z", 64)),
		"duplicate": saasv2.Verify(exampleKey, exampleNonce, exampleTime, body, exampleSignature+exampleSignature),
	} {
		if accepted {
			t.Errorf("a changed %s is accepted", name)
		}
	}
}

func TestTheSignedAddressKeepsTheSellersQuery(t *testing.T) {
	t.Parallel()
	const tail = "signature=" + exampleSignature + "&timestamp=1680508066618&nonce=" + exampleNonce
	for base, want := range map[string]string{
		"https://a.example.com":                   "https://a.example.com/?" + tail,
		"https://a.example.com/produce":           "https://a.example.com/produce?" + tail,
		"https://a.example.com/produce?":          "https://a.example.com/produce?" + tail,
		"https://a.example.com/p?b=%2F&a=1&#frag": "https://a.example.com/p?b=%2F&a=1&" + tail,
		"http://127.0.0.1:8090/a%2Fb?x":           "http://127.0.0.1:8090/a%2Fb?x&" + tail,
	} {
		got, err := saasv2.SignedURL(base, exampleKey, exampleNonce, exampleTime, []byte(exampleBody))
		if err != nil || got != want {
			t.Errorf("SignedURL(%s)\n got %s (%v)\nwant %s", base, got, err, want)
		}
	}
}

func TestAnUnusableProductionAddressIsRefused(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]error{
		"": saasv2.ErrAddress, "/produce": saasv2.ErrAddress, "ftp://a.example.com": saasv2.ErrAddress, "https:opaque": saasv2.ErrAddress,
		"https://u:p@a.example.com": saasv2.ErrAddress, "https://a.example.com?a;b": saasv2.ErrAddress,
		"https://a.example.com?nonce=1": saasv2.ErrAddressReserved, "https://a.example.com?x=1&%73ignature=1": saasv2.ErrAddressReserved,
	} {
		if _, err := saasv2.SignedURL(base, exampleKey, exampleNonce, exampleTime, nil); !errors.Is(err, want) {
			t.Errorf("SignedURL(%q): %v, want %v", base, err, want)
		}
	}
}

func TestANonceIs32LettersAndDigits(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[0-9A-Za-z]{32}$`)
	seen := map[string]bool{}
	for range 100 {
		nonce, err := saasv2.NewNonce(rand.Reader)
		if err != nil || !form.MatchString(nonce) || seen[nonce] {
			t.Fatalf("nonce %q, %v", nonce, err)
		}
		seen[nonce] = true
	}
	if _, err := saasv2.NewNonce(bytes.NewReader(make([]byte, 31))); err == nil {
		t.Error("a dry source of random bytes gives no error")
	}
}

func TestABusinessIDIsAVersion4UUID(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	id, err := saasv2.NewBusinessID(rand.Reader)
	if err != nil || !form.MatchString(id) {
		t.Errorf("business id %q, %v", id, err)
	}
}

func FuzzSignVerifyRoundTrip(f *testing.F) {
	f.Add(exampleKey, exampleNonce, exampleTime, []byte(exampleBody))
	f.Add("", "", int64(-1), []byte(nil))
	f.Fuzz(func(t *testing.T, key, nonce string, at int64, body []byte) {
		signature := saasv2.Sign(key, nonce, at, body)
		if len(signature) != 64 || !saasv2.Verify(key, nonce, at, body, signature) {
			t.Fatalf("signature %q does not verify", signature)
		}
		address, err := saasv2.SignedURL("https://a.example.com/p?q=1", key, nonce, at, body)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(address)
		if err != nil || u.Query().Get("nonce") != nonce || u.Query().Get("signature") != signature {
			t.Fatalf("address %s: %v", address, err)
		}
	})
}
