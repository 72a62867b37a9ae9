package sso

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

// The bounds of an exchange with a provider.
const (
	answerWithin = 8 * time.Second
	maxAnswer    = 256 << 10
)

// outgoing carries the requests of the libraries through egress.
type outgoing struct{ out Exchanger }

// client is an HTTP client for the libraries that follows no redirect.
func (s *Service) client() *http.Client {
	return &http.Client{Transport: outgoing{s.d.HTTP}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// RoundTrip makes one exchange.
func (o outgoing) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(r.Body, maxAnswer)); err != nil {
			return nil, err
		}
		_ = r.Body.Close()
	}
	header := r.Header.Clone()
	for _, name := range []string{"Accept-Encoding", "Content-Length"} { // egress says these
		header.Del(name)
	}
	reply, err := o.out.Do(r.Context(), egress.Request{Method: r.Method, URL: r.URL.String(), Header: header, Body: body,
		Timeout: answerWithin, MaxBody: maxAnswer})
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: reply.Status, Status: http.StatusText(reply.Status), Proto: reply.Proto, Header: reply.Header,
		Body: io.NopCloser(&reader{reply.Body}), ContentLength: int64(len(reply.Body)), Request: r}, nil
}

// reader reads bytes once.
type reader struct{ rest []byte }

func (r *reader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// unreachable tells why an exchange failed.
func unreachable(err error) *apperr.Error {
	var e *egress.Error
	reason := "protocol"
	if errors.As(err, &e) {
		if reason = string(e.Kind); e.Reason != "" {
			reason += ", " + string(e.Reason)
		}
	}
	return ErrUnreachable.With("reason", reason)
}
