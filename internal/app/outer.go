package app

import (
	"context"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
)

type (
	requestKey struct{}
	addressKey struct{}
)

// clientAddress is the IP address at the other end of the connection of a context's request.
func clientAddress(ctx context.Context) string {
	text, _ := ctx.Value(addressKey{}).(string)
	return text
}

// requestID is the id under which the request of a context is logged.
func requestID(ctx context.Context) string {
	text, _ := ctx.Value(requestKey{}).(string)
	return text
}

// outer gives each request an id, writes one line for it, and turns a panic into a 500.
func (a *App) outer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, reqID := clock.Wall(), secret.Token(9)
		ctx := context.WithValue(r.Context(), requestKey{}, reqID)
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		ctx = context.WithValue(ctx, addressKey{}, host)
		w.Header().Set("X-Request-Id", reqID)
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler {
					panic(v) // the server's own way to drop a connection
				}
				a.Log.ErrorContext(ctx, "panic", "request", reqID, "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
				if rec.status == 0 {
					http.Error(rec, "internal error "+reqID, http.StatusInternalServerError)
				}
			}
			a.Log.InfoContext(ctx, "request", "request", reqID, "method", r.Method, "path", r.URL.Path, "status", rec.status,
				"bytes", rec.bytes, "ms", clock.Wall().Sub(start).Round(time.Microsecond).Seconds()*1000)
		}()
		next.ServeHTTP(rec, r.WithContext(ctx))
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader passes the status on.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write passes bytes on.
func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
