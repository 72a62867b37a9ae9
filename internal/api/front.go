package api

import (
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

// The most bytes of a request: of JSON, and of an upload with its frame.
const (
	maxBody   = 1 << 20
	maxUpload = 52 << 20
)

// front stands before the operations: language, unknown paths, wrong methods, and whatever else is the same for all.
type front struct {
	*server
	mux *http.ServeMux
}

// ServeHTTP answers a request below Prefix.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	lang := accepted(r.Header.Get("Accept-Language"))
	r = r.WithContext(withLang(r.Context(), lang))
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-cache") // answers differ by token and change at any time
	h.Add("Vary", "Authorization, Accept-Language")
	h.Set("Content-Language", lang)
	out := &started{ResponseWriter: w}
	defer f.recover(out, r, lang)
	if !storableURL(r.URL) {
		refuse(out, lang, f.problem(r.Context(), ErrTextForm))
		return
	}
	if _, pattern := f.mux.Handler(r); pattern == "" {
		f.unknown(out, r, lang)
		return
	}
	f.mux.ServeHTTP(out, r)
}

// unknown answers for a path or a method that is not there, as the router would, but as a problem.
func (f *front) unknown(w http.ResponseWriter, r *http.Request, lang string) {
	probe := &headerOnly{header: http.Header{}}
	f.mux.ServeHTTP(probe, r)
	allowed := probe.header.Get("Allow")
	if probe.status != http.StatusMethodNotAllowed {
		refuse(w, lang, f.problem(r.Context(), ErrNoOperation))
		return
	}
	w.Header().Set("Allow", allowed)
	refuse(w, lang, f.declared(r.Context(), ErrMethod.With("method", r.Method, "allowed", allowed), http.StatusMethodNotAllowed))
}

// recover turns a panic into a 500 as long as nothing was written.
func (f *front) recover(w *started, r *http.Request, lang string) {
	v := recover()
	if v == nil {
		return
	}
	f.Log.ErrorContext(r.Context(), "API operation panicked", "request", f.RequestID(r.Context()), "panic", v, "stack", string(debug.Stack()))
	if !w.wrote {
		refuse(w, lang, f.declared(r.Context(), apperr.ErrInternal, http.StatusInternalServerError))
	}
}

// storableURL reports whether path and query hold text that both databases can compare with: no zero byte, UTF-8.
func storableURL(u *url.URL) bool {
	query, err := url.QueryUnescape(u.RawQuery)
	return err == nil && storable(u.Path) && storable(query)
}

func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// started knows whether an answer has begun.
type started struct {
	http.ResponseWriter
	wrote bool
}

// WriteHeader begins the answer.
func (s *started) WriteHeader(status int) { s.wrote = true; s.ResponseWriter.WriteHeader(status) }

// Write writes a part of the answer.
func (s *started) Write(p []byte) (int, error) { s.wrote = true; return s.ResponseWriter.Write(p) }

// Unwrap lets http.ResponseController reach the connection.
func (s *started) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// headerOnly takes an answer of which only the header is wanted.
type headerOnly struct {
	header http.Header
	status int
}

// Header is the header of the answer.
func (h *headerOnly) Header() http.Header { return h.header }

// WriteHeader keeps the status.
func (h *headerOnly) WriteHeader(status int) { h.status = status }

// Write throws the body away.
func (h *headerOnly) Write(p []byte) (int, error) { return len(p), nil }
