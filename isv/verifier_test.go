package isv_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/souk-market/souk/isv"
)

// saas-production-interface B.1.2: missing timestamp or nonce and stale times are 000002, a missing or wrong signature is 000001.
func TestACallThatIsNotGenuineIsRefusedWithItsCode(t *testing.T) {
	t.Parallel()
	const body = `{"activity":"newInstance"}`
	with := func(change func(url.Values)) url.Values {
		q := signed(key, "nonce", now(), body)
		change(q)
		return q
	}
	for _, tc := range []struct {
		name  string
		query url.Values
		code  string
		cause error
	}{
		{"genuine", signed(key, "nonce", now(), body), "", nil},
		{"signature in lower case", with(func(q url.Values) { q.Set("signature", strings.ToLower(q.Get("signature"))) }), "", nil},
		{"60 s old", signed(key, "nonce", now().Add(-60*time.Second), body), "", nil},
		{"60 s ahead", signed(key, "nonce", now().Add(60*time.Second), body), "", nil},
		{"signed with the new key", signed("second-key", "nonce", now(), body), "", nil},
		{"61 s old", signed(key, "nonce", now().Add(-61*time.Second), body), "000002", isv.ErrStale},
		{"61 s ahead", signed(key, "nonce", now().Add(61*time.Second), body), "000002", isv.ErrStale},
		{"no timestamp", with(func(q url.Values) { q.Del("timestamp") }), "000002", isv.ErrParameter},
		{"no nonce", with(func(q url.Values) { q.Set("nonce", "") }), "000002", isv.ErrParameter},
		{"two nonces", with(func(q url.Values) { q.Add("nonce", "other") }), "000002", isv.ErrParameter},
		{"timestamp is text", with(func(q url.Values) { q.Set("timestamp", "now") }), "000002", isv.ErrParameter},
		{"timestamp with a sign", with(func(q url.Values) { q.Set("timestamp", "+"+q.Get("timestamp")) }), "000002", isv.ErrParameter},
		{"timestamp beyond all time", with(func(q url.Values) { q.Set("timestamp", "9223372036854775807") }), "000002", isv.ErrParameter},
		{"no signature", with(func(q url.Values) { q.Del("signature") }), "000001", isv.ErrSignatureMissing},
		{"signature is not hex", with(func(q url.Values) { q.Set("signature", "zz") }), "000001", isv.ErrSignatureWrong},
		{"another key", signed("wrong", "nonce", now(), body), "000001", isv.ErrSignatureWrong},
		{"the empty key", signed("", "nonce", now(), body), "000001", isv.ErrSignatureWrong},
		{"another body", signed(key, "nonce", now(), body+" "), "000001", isv.ErrSignatureWrong},
		{"another nonce", with(func(q url.Values) { q.Set("nonce", "other") }), "000001", isv.ErrSignatureWrong},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			v := &isv.Verifier{Keys: fixedKeys(key, "", "second-key"), Now: now}
			err := v.Verify(t.Context(), tc.query, []byte(body))
			if !errors.Is(err, tc.cause) || (err == nil) != (tc.code == "") {
				t.Fatalf("got %v, want %v", err, tc.cause)
			}
			var result *isv.ResultError
			if errors.As(err, &result) && result.Code != tc.code {
				t.Errorf("code %s, want %s", result.Code, tc.code)
			}
		})
	}
}

func TestARepeatedNonceIsRefusedWhileItsTimeIsGood(t *testing.T) {
	t.Parallel()
	clock := now()
	v := &isv.Verifier{Keys: fixedKeys(key), Now: func() time.Time { return clock }, Nonces: isv.NewMemoryNonces(10)}
	early := signed(key, "n", now().Add(50*time.Second), "{}")
	if err := v.Verify(t.Context(), early, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	for _, later := range []time.Duration{0, 60 * time.Second, 110 * time.Second} {
		clock = now().Add(later)
		if err := v.Verify(t.Context(), early, []byte("{}")); !errors.Is(err, isv.ErrReplay) {
			t.Errorf("after %s: %v", later, err)
		}
	}
	clock = now().Add(111 * time.Second)
	if err := v.Verify(t.Context(), early, []byte("{}")); !errors.Is(err, isv.ErrStale) {
		t.Errorf("at the end: %v", err)
	}
}

func TestAForgedCallDoesNotBurnANonce(t *testing.T) {
	t.Parallel()
	v := &isv.Verifier{Keys: fixedKeys(key), Now: now, Nonces: isv.NewMemoryNonces(10)}
	if err := v.Verify(t.Context(), signed("wrong", "n", now(), "{}"), []byte("{}")); !errors.Is(err, isv.ErrSignatureWrong) {
		t.Fatal(err)
	}
	if err := v.Verify(t.Context(), signed(key, "n", now(), "{}"), []byte("{}")); err != nil {
		t.Error(err)
	}
}

func TestTheMemoryForNoncesIsBounded(t *testing.T) {
	t.Parallel()
	m := isv.NewMemoryNonces(3)
	for i := range 10 {
		if fresh, _ := m.Use(t.Context(), fmt.Sprint(i), now(), now().Add(time.Minute)); !fresh {
			t.Errorf("nonce %d is not fresh", i)
		}
	}
	if m.Len() != 3 {
		t.Errorf("%d nonces", m.Len())
	}
	if fresh, _ := m.Use(t.Context(), "9", now(), now().Add(time.Minute)); fresh {
		t.Error("the newest was forgotten")
	}
	later := now().Add(2 * time.Minute)
	if fresh, _ := m.Use(t.Context(), "9", later, later.Add(time.Minute)); !fresh || m.Len() != 1 {
		t.Errorf("expired nonces stay: fresh %v, %d left", fresh, m.Len())
	}
}

func TestOfConcurrentRepeatsOneIsFresh(t *testing.T) {
	t.Parallel()
	m := isv.NewMemoryNonces(10)
	var fresh atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if ok, _ := m.Use(t.Context(), "n", now(), now().Add(time.Minute)); ok {
				fresh.Add(1)
			}
		})
	}
	wg.Wait()
	if fresh.Load() != 1 {
		t.Errorf("%d calls were fresh", fresh.Load())
	}
}

func TestKeysThatCannotBeReadAreAnInternalError(t *testing.T) {
	t.Parallel()
	v := &isv.Verifier{Now: now, Keys: func(context.Context) ([]string, error) { return nil, errors.New("vault is closed") }}
	err := v.Verify(t.Context(), signed(key, "n", now(), "{}"), []byte("{}"))
	var result *isv.ResultError
	if !errors.Is(err, isv.ErrKeys) || !errors.As(err, &result) || result.Code != "000005" || strings.Contains(result.Msg, "vault") {
		t.Errorf("got %v", err)
	}
}
