package isv_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/isv"
)

const key = "a1b2c3d4e5f60718293a4b5c6d7e8f90"

// now is the time of the worked example of saas-production-interface B.1.2.
func now() time.Time { return time.UnixMilli(1680508066618) }

func fixedKeys(keys ...string) func(context.Context) ([]string, error) {
	return func(context.Context) ([]string, error) { return keys, nil }
}

func signed(key, nonce string, at time.Time, body string) url.Values {
	timestamp := strconv.FormatInt(at.UnixMilli(), 10)
	return url.Values{
		"signature": {isv.Sign(key, nonce, timestamp, []byte(body))}, "timestamp": {timestamp}, "nonce": {nonce},
	}
}

// call sends a signed body to a handler and returns the status and the members of the answer.
func call(t *testing.T, h http.Handler, nonce, body string) (int, map[string]any) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/produce?"+signed(key, nonce, now(), body).Encode(), strings.NewReader(body))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	return w.Code, answer
}
