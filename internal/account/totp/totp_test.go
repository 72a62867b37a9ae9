package totp_test

import (
	"bytes"
	"encoding/base32"
	"errors"
	"image/png"
	"net/url"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// rfc is the secret of the test vectors: "12345678901234567890".
func rfc() secret.Text {
	return secret.Text(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte("12345678901234567890")))
}

// RFC 6238, appendix B, SHA-1; the last six of the eight digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	t.Parallel()
	for unix, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924",
		2000000000: "279037", 20000000000: "353130"} {
		if got, err := totp.Code(rfc(), totp.Step(time.Unix(unix, 0))); err != nil || got != want {
			t.Errorf("at %d: got %s, %v, want %s", unix, got, err, want)
		}
	}
}

func TestACodeIsTakenOneStepEarlyOrLateAndNoMore(t *testing.T) {
	t.Parallel()
	key, at := totp.NewSecret(), time.Unix(1_800_000_010, 0)
	for skew, want := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		code, err := totp.Code(key, totp.Step(at)+skew)
		if err != nil {
			t.Fatal(err)
		}
		step, ok, err := totp.Match(key, " "+code[:3]+" "+code[3:], at)
		if err != nil || ok != want || ok && step != totp.Step(at)+skew {
			t.Errorf("%+d steps: got step %d, %v, %v, want %v", skew, step, ok, err, want)
		}
	}
}

func TestWhatIsNoCodeMatchesNothing(t *testing.T) {
	t.Parallel()
	key := totp.NewSecret()
	for _, bad := range []string{"", "12345", "1234567", "abcdef", "１２３４５６", "12345\x00", "-12345"} {
		if totp.IsCode(bad) {
			t.Errorf("%q is taken for a code", bad)
		}
		if _, ok, err := totp.Match(key, bad, time.Unix(1_800_000_000, 0)); ok || err != nil {
			t.Errorf("%q: %v, %v", bad, ok, err)
		}
	}
	for _, bad := range []secret.Text{"", "AAAA", "not base32 !", secret.Text(key.Reveal() + "AA")} {
		if _, _, err := totp.Match(bad, "123456", time.Unix(1_800_000_000, 0)); !errors.Is(err, totp.ErrSecret) {
			t.Errorf("secret of %d characters: %v", len(bad), err)
		}
		if _, err := totp.Picture(bad, "Souk", "anna", 200); !errors.Is(err, totp.ErrSecret) {
			t.Errorf("picture of a secret of %d characters: %v", len(bad), err)
		}
	}
}

func TestTheAddressForAppsSaysEverythingAndIsDrawn(t *testing.T) {
	t.Parallel()
	key := totp.NewSecret()
	uri, err := totp.URI(key, "Souk: 市集", "anna:x@example.com")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(uri.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	if u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Souk  市集:anna x@example.com" || u.Query().Get("secret") != key.Reveal() ||
		u.Query().Get("issuer") != "Souk  市集" || u.Query().Get("digits") != "6" || u.Query().Get("period") != "30" || u.Query().Get("algorithm") != "SHA1" {
		t.Errorf("got %s", uri.Reveal())
	}
	raw, err := totp.Picture(key, "Souk", "anna@example.com", 240)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil || img.Bounds().Dx() != 240 || img.Bounds().Dy() != 240 {
		t.Fatalf("got %v, %v", img.Bounds(), err)
	}
	dark := 0
	for x := range 240 {
		for y := range 240 {
			if v, _, _, _ := img.At(x, y).RGBA(); v < 0x8000 {
				if dark++; min(x, y, 239-x, 239-y) < 20 {
					t.Fatalf("the margin is dark at %d, %d", x, y)
				}
			}
		}
	}
	if dark < 240*240/5 || dark > 240*240/2 {
		t.Errorf("%d dark pixels", dark)
	}
	if got := totp.Grouped("ABCDEFGHIJ"); got != "ABCD EFGH IJ" {
		t.Errorf("grouped: %q", got)
	}
}
