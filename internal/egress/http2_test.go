package egress_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/souk-market/souk/internal/egress"
)

func TestAnHTTP2ServerFailsInTheSameKinds(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		switch r.URL.Path {
		case "/reset":
			calls.Add(1)
			panic(http.ErrAbortHandler)
		case "/reset-in-body":
			_, _ = io.WriteString(w, "{")
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		case "/silent":
			<-r.Context().Done()
		case "/huge-header":
			w.Header().Set("X-Long", long)
		case "/huge-body":
			_, _ = io.WriteString(w, strings.Repeat("x", 2<<20))
		}
	}))
	s.EnableHTTP2 = true
	s.Config.ErrorLog = quietLog()
	s.StartTLS()
	t.Cleanup(s.Close)
	dns := &names{answers: map[string][][]string{"example.com": always("127.0.0.1")}}
	c := newClient(t, egress.Config{AllowPrivate: true, RootCAs: poolOf(s), Resolver: dns})
	base := "https://example.com" + s.URL[strings.LastIndex(s.URL, ":"):]
	for _, tc := range []struct {
		path  string
		kind  egress.Kind
		phase egress.Phase
	}{
		{"/reset", egress.KindClosed, egress.PhaseFirstByte},
		{"/reset-in-body", egress.KindClosed, egress.PhaseBody},
		{"/silent", egress.KindTimeout, egress.PhaseFirstByte},
		{"/huge-header", egress.KindClosed, egress.PhaseFirstByte}, // net/http does not let us tell
		{"/huge-body", egress.KindBodyTooLarge, egress.PhaseBody},
	} {
		for _, method := range []string{"POST", "GET"} {
			in := egress.Request{Method: method, URL: base + tc.path}
			if tc.kind == egress.KindTimeout {
				in = quick(in)
			}
			e := mustFail(t, c, in)
			if e.Kind != tc.kind || e.Phase != tc.phase {
				t.Errorf("%s %s: got %s in %s (%s), want %s in %s", method, tc.path, e.Kind, e.Phase, e.Detail, tc.kind, tc.phase)
			}
		}
	}
	if calls.Load() != 2 {
		t.Errorf("%d requests arrived for two resets: one was sent again", calls.Load())
	}
}
