package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/souk-market/souk/internal/order"
)

// quiet is a server whose rooms are never asked, and its log.
func quiet() (*server, *bytes.Buffer) {
	var log bytes.Buffer
	return &server{Deps: Deps{Log: slog.New(slog.NewTextHandler(&log, nil)), RequestID: func(context.Context) string { return "req_1" }}}, &log
}

func TestAnUndeclaredErrorIsLoggedOnceAndNotTold(t *testing.T) {
	t.Parallel()
	s, log := quiet()
	p := s.problem(t.Context(), fmt.Errorf("lock order CS1: %w", errors.New("password=secret1")))
	if p.Status != 500 || p.Code != "internal" || p.RequestID != "req_1" || strings.Contains(p.Detail, "secret1") {
		t.Errorf("got %+v", p)
	}
	if strings.Count(log.String(), "\n") != 1 || !strings.Contains(log.String(), "request=req_1") || !strings.Contains(log.String(), "lock order CS1") {
		t.Errorf("log: %s", log)
	}
}

func TestADeclaredErrorIsToldAndNotLogged(t *testing.T) {
	t.Parallel()
	s, log := quiet()
	p := s.problem(withLang(t.Context(), "zh"), fmt.Errorf("pay CS1: %w", order.ErrNotFound))
	if p.Status != 404 || p.Code != "order_not_found" || p.Detail != order.ErrNotFound.ZH || log.Len() > 0 {
		t.Errorf("got %+v, log %s", p, log)
	}
}

func TestACallerWhoLeftIsNoFailureOfOurs(t *testing.T) {
	t.Parallel()
	s, log := quiet()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if p := s.problem(ctx, context.Canceled); p.Status != 503 || log.Len() > 0 {
		t.Errorf("got %+v, log %s", p, log)
	}
}

func TestAPanicBecomesAProblem(t *testing.T) {
	t.Parallel()
	s, log := quiet()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/boom", func(http.ResponseWriter, *http.Request) { panic("secret2") })
	w := httptest.NewRecorder()
	(&front{server: s, mux: mux}).ServeHTTP(w, httptest.NewRequest("GET", "/api/v1/boom", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret2") || !strings.Contains(log.String(), "secret2") {
		t.Errorf("%d %s; log %s", w.Code, w.Body, log)
	}
}

func TestEveryMessageOfTheLibraryHasACodeOfOurs(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"expected required property name to be present": "a.name member_missing",
		"required query parameter is missing":           "a member_missing",
		"unexpected property":                           "a member_unknown",
		`expected value to be one of "x, y"`:            "a member_choice",
		"expected number >= 1":                          "a member_low",
		"expected number <= 9":                          "a member_high",
		"expected length >= 1":                          "a member_short",
		"expected length <= 9":                          "a member_long",
		"expected array length >= 1":                    "a member_few",
		"expected array length <= 9":                    "a member_many",
		"expected string to match pattern ^x$":          "a member_form",
		"expected string to be RFC 3339 date-time":      "a member_form",
		"expected integer":                              "a member_type",
		"invalid integer":                               "a member_type",
		"something new":                                 "a member_form",
	} {
		field, e := fault(&huma.ErrorDetail{Message: message, Location: "body.a"})
		if got := field + " " + e.Code; got != want {
			t.Errorf("%q: got %s, want %s", message, got, want)
		}
		for _, lang := range []string{"zh", "en"} {
			if strings.Contains(e.Text(lang), "{") {
				t.Errorf("%q: a place is not filled: %s", message, e.Text(lang))
			}
		}
	}
}
