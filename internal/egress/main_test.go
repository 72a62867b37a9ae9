package egress_test

import (
	"bufio"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/souk-market/souk/internal/egress"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// names is a resolver that gives each host its answers in turn and repeats the last.
type names struct {
	mu      sync.Mutex
	answers map[string][][]string
	asked   atomic.Int64
}

func (n *names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	n.asked.Add(1)
	n.mu.Lock()
	defer n.mu.Unlock()
	turns := n.answers[host]
	if len(turns) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if len(turns) > 1 {
		n.answers[host] = turns[1:]
	}
	var out []netip.Addr
	for _, a := range turns[0] {
		out = append(out, netip.MustParseAddr(a))
	}
	return out, nil
}

func always(addrs ...string) [][]string { return [][]string{addrs} }

func newClient(t *testing.T, cfg egress.Config) *egress.Client {
	t.Helper()
	c := egress.New(cfg)
	t.Cleanup(c.Close)
	return c
}

// local is a client that may call this machine, with a deadline that suits a test.
func local(t *testing.T) *egress.Client {
	t.Helper()
	return newClient(t, egress.Config{AllowPrivate: true, Timeout: 10 * time.Second})
}

func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func poolOf(s *httptest.Server) *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(s.Certificate())
	return p
}

// rawServer accepts connections and hands each to fn, which speaks for itself.
func rawServer(t *testing.T, fn func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer func() { _ = conn.Close() }()
				fn(conn)
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		wg.Wait()
	})
	return l.Addr().String()
}

// afterRequest is a raw server's script: read one request, then write these bytes and hang up.
func afterRequest(answer string) func(net.Conn) {
	return func(conn net.Conn) {
		if readRequest(bufio.NewReader(conn)) == nil {
			_, _ = io.WriteString(conn, answer)
		}
	}
}

func readRequest(r *bufio.Reader) error {
	req, err := http.ReadRequest(r)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, req.Body)
	return err
}

// drip writes s again and again, a piece at a time, until the other side hangs up.
func drip(conn net.Conn, s string) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if _, err := io.WriteString(conn, s); err != nil {
			return
		}
	}
}

func untilClosed(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }

func mustFail(t *testing.T, c *egress.Client, in egress.Request) *egress.Error {
	t.Helper()
	reply, err := c.Do(t.Context(), in)
	var e *egress.Error
	if !errors.As(err, &e) {
		t.Fatalf("got reply %d and error %v, want an *egress.Error", reply.Status, err)
	}
	if e.Timing.StartedAt.IsZero() || e.Timing.Total <= 0 {
		t.Errorf("no timing on %v: %+v", e, e.Timing)
	}
	return e
}

func wantKind(t *testing.T, e *egress.Error, kind egress.Kind, phase egress.Phase) {
	t.Helper()
	if e.Kind != kind || e.Phase != phase {
		t.Errorf("got %s in %q (%s), want %s in %q", e.Kind, e.Phase, e.Detail, kind, phase)
	}
}

func post(url string) egress.Request {
	return egress.Request{Method: http.MethodPost, URL: url, Body: []byte(`{"activity":"newInstance"}`),
		Header: http.Header{"Content-Type": {"application/json;charset=utf8"}}}
}

func quick(in egress.Request) egress.Request {
	in.Timeout = 250 * time.Millisecond
	return in
}

var long = strings.Repeat("x", 64<<10)

func quietLog() *log.Logger { return log.New(io.Discard, "", 0) }
