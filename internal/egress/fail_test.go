package egress_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/egress"
)

// Issue 2 part 5: what a seller's server can do wrong below HTTP.
func TestEachWayAServerFailsHasItsOwnKindAndPhase(t *testing.T) {
	t.Parallel()
	const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	cases := map[string]struct {
		serve   func(net.Conn)
		kind    egress.Kind
		phase   egress.Phase
		partial string
		status  int
	}{
		"hangs up at once":         {func(net.Conn) {}, egress.KindClosed, egress.PhaseFirstByte, "", 0},
		"hangs up after reading":   {afterRequest(""), egress.KindClosed, egress.PhaseFirstByte, "", 0},
		"resets the connection":    {reset, egress.KindClosed, egress.PhaseFirstByte, "", 0},
		"hangs up in the header":   {afterRequest(head), egress.KindClosed, egress.PhaseFirstByte, "", 0},
		"hangs up in the body":     {afterRequest(head + "Content-Length: 99\r\n\r\n{\"result"), egress.KindClosed, egress.PhaseBody, `{"result`, 200},
		"hangs up in a chunk":      {afterRequest(head + "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"res"), egress.KindClosed, egress.PhaseBody, `{"res`, 200},
		"sends a broken chunk":     {afterRequest(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"), egress.KindProtocol, egress.PhaseBody, "", 200},
		"does not speak HTTP":      {afterRequest("220 mail.example.com ESMTP\r\n"), egress.KindProtocol, egress.PhaseFirstByte, "", 0},
		"sends a huge header":      {afterRequest(head + "X-Long: " + long + "\r\nContent-Length: 2\r\n\r\n{}"), egress.KindProtocol, egress.PhaseFirstByte, "", 0},
		"sends two lengths":        {afterRequest(head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), egress.KindProtocol, egress.PhaseFirstByte, "", 0},
		"encodes the body":         {afterRequest(head + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nzz"), egress.KindProtocol, egress.PhaseBody, "zz", 200},
		"says nothing":             {untilClosed, egress.KindTimeout, egress.PhaseFirstByte, "", 0},
		"drips the header":         {func(c net.Conn) { afterRequest(head)(c); drip(c, "X: y\r\n") }, egress.KindTimeout, egress.PhaseFirstByte, "", 0},
		"drips continue responses": {func(c net.Conn) { afterRequest("")(c); drip(c, "HTTP/1.1 100 Continue\r\n\r\n") }, egress.KindTimeout, egress.PhaseFirstByte, "", 0},
		"stops in the body":        {func(c net.Conn) { afterRequest(head + "Content-Length: 9\r\n\r\n{\"a")(c); untilClosed(c) }, egress.KindTimeout, egress.PhaseBody, `{"a`, 200},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := post("http://" + rawServer(t, tc.serve))
			in.Timeout = 500 * time.Millisecond
			e := mustFail(t, local(t), in)
			wantKind(t, e, tc.kind, tc.phase)
			if string(e.Partial) != tc.partial || e.Status != tc.status {
				t.Errorf("partial %q, status %d, want %q, %d", e.Partial, e.Status, tc.partial, tc.status)
			}
			if e.Timing.Total > 5*time.Second {
				t.Errorf("took %s", e.Timing.Total)
			}
		})
	}
}

func reset(c net.Conn) {
	if readRequest(bufio.NewReader(c)) == nil {
		_ = c.(*net.TCPConn).SetLinger(0)
	}
}

func TestADrippingBodyGainsNoTime(t *testing.T) {
	t.Parallel()
	addr := rawServer(t, func(c net.Conn) {
		afterRequest("HTTP/1.1 200 OK\r\n\r\n")(c)
		drip(c, "x")
	})
	e := mustFail(t, local(t), quick(post("http://"+addr)))
	wantKind(t, e, egress.KindTimeout, egress.PhaseBody)
	if len(e.Partial) == 0 || e.Timing.FirstByte <= 0 || e.Timing.FirstByte > e.Timing.Total {
		t.Errorf("partial %d bytes, timing %+v", len(e.Partial), e.Timing)
	}
}

func TestABodyOverTheLimitIsCutAndOneAtTheLimitIsNot(t *testing.T) {
	t.Parallel()
	var size atomic.Int64
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		n := int(size.Load())
		if n%2 == 0 {
			w.Header().Set("Content-Length", fmt.Sprint(n))
		}
		_, _ = io.WriteString(w, strings.Repeat("a", n))
	})
	c := local(t)
	in := post(s.URL)
	in.MaxBody = 100_000
	for _, n := range []int64{0, 99_999, 100_000} {
		size.Store(n)
		if reply, err := c.Do(t.Context(), in); err != nil || int64(len(reply.Body)) != n {
			t.Errorf("%d bytes: got %d, %v", n, len(reply.Body), err)
		}
	}
	for _, n := range []int64{100_001, 5_000_000} {
		size.Store(n)
		e := mustFail(t, c, in)
		wantKind(t, e, egress.KindBodyTooLarge, egress.PhaseBody)
		if len(e.Partial) != 100_000 || e.Status != 200 {
			t.Errorf("%d bytes: kept %d, status %d", n, len(e.Partial), e.Status)
		}
	}
	in.MaxBody = 0
	size.Store(egress.DefaultMaxBody + 1)
	wantKind(t, mustFail(t, c, in), egress.KindBodyTooLarge, egress.PhaseBody)
}

// Invariant 4: the second call meets a reused connection on which the server reads
// the request and hangs up. net/http would send a GET, or a POST with an idempotency
// key, a second time by itself.
func TestNoRequestIsEverSentTwice(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE"} {
		for _, body := range []string{"", `{"a":1}`} {
			t.Run(method+" "+body, func(t *testing.T) {
				t.Parallel()
				if method == "HEAD" && body != "" {
					t.Skip("HEAD has no body")
				}
				var requests atomic.Int64
				addr := rawServer(t, func(conn net.Conn) {
					r := bufio.NewReader(conn)
					for i := 0; readRequest(r) == nil; i++ {
						requests.Add(1)
						if i == 1 {
							return
						}
						_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
					}
				})
				c := local(t)
				in := egress.Request{Method: method, URL: "http://" + addr, Body: []byte(body), Header: http.Header{"Idempotency-Key": {"k"}}}
				if _, err := c.Do(t.Context(), in); err != nil {
					t.Fatal(err)
				}
				e := mustFail(t, c, in)
				wantKind(t, e, egress.KindClosed, egress.PhaseFirstByte)
				if !e.Timing.Reused || requests.Load() != 2 {
					t.Errorf("reused %t, %d requests on the wire, want 2", e.Timing.Reused, requests.Load())
				}
			})
		}
	}
}

func TestNobodyListensIsAConnectFailure(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	e := mustFail(t, local(t), post("http://"+addr))
	wantKind(t, e, egress.KindConnect, egress.PhaseConnect)
	if e.Reason != egress.ReasonRefused {
		t.Errorf("reason %q", e.Reason)
	}
}

type deafResolver struct{}

func (deafResolver) LookupNetIP(ctx context.Context, _, _ string) ([]netip.Addr, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestNamesThatDoNotResolve(t *testing.T) {
	t.Parallel()
	e := mustFail(t, newClient(t, egress.Config{Resolver: &names{}}), post("https://nowhere.example.com/x?authToken=secret"))
	wantKind(t, e, egress.KindDNS, egress.PhaseDNS)
	if e.Reason != egress.ReasonNoSuchHost || strings.Contains(e.Error(), "secret") {
		t.Errorf("reason %q: %v", e.Reason, e)
	}
	empty := &names{answers: map[string][][]string{"empty.example.com": {{}}}}
	wantKind(t, mustFail(t, newClient(t, egress.Config{Resolver: empty}), post("https://empty.example.com")), egress.KindDNS, egress.PhaseDNS)
	slow := mustFail(t, newClient(t, egress.Config{Resolver: deafResolver{}}), quick(post("https://slow.example.com")))
	wantKind(t, slow, egress.KindTimeout, egress.PhaseDNS)
	if slow.Timing.DNS <= 0 {
		t.Errorf("timing %+v", slow.Timing)
	}
}

func TestTheNextAddressOfANameIsTriedWhenTheFirstRefuses(t *testing.T) {
	t.Parallel()
	s := serve(t, func(http.ResponseWriter, *http.Request) {})
	dns := &names{answers: map[string][][]string{"two.example.com": always("127.0.0.2", "127.0.0.1")}}
	c := newClient(t, egress.Config{AllowPrivate: true, Resolver: dns})
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	reply, err := c.Do(t.Context(), post("http://two.example.com"+port))
	if err != nil || reply.RemoteAddr != "127.0.0.1"+port {
		t.Errorf("called %q, %v", reply.RemoteAddr, err)
	}
}
