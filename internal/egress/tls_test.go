package egress_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/egress"
)

// saas-production-interface B.1.4: TLS 1.2 or newer, certificate of a trusted authority.
func TestTLSFaultsSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.Config.ErrorLog = quietLog()
	s.StartTLS()
	t.Cleanup(s.Close)
	old := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	old.Config.ErrorLog = quietLog()
	old.TLS = &tls.Config{MaxVersion: tls.VersionTLS11} //nolint:gosec // the point of the test
	old.StartTLS()
	t.Cleanup(old.Close)
	expired, expiredPool := expiredServer(t)

	cases := map[string]struct {
		host, addr string
		roots      *x509.CertPool
		kind       egress.Kind
		reason     egress.Reason
	}{
		"self-signed":               {"example.com", s.Listener.Addr().String(), nil, egress.KindTLS, egress.ReasonUntrusted},
		"certificate of other name": {"other.test", s.Listener.Addr().String(), poolOf(s), egress.KindTLS, egress.ReasonWrongHost},
		"expired":                   {"example.com", expired, expiredPool, egress.KindTLS, egress.ReasonExpired},
		"TLS 1.1 only":              {"example.com", old.Listener.Addr().String(), poolOf(old), egress.KindTLS, ""},
		"plain HTTP on the port":    {"example.com", rawServer(t, plainHTTP), nil, egress.KindTLS, egress.ReasonNotTLS},
		"hangs up in the handshake": {"example.com", rawServer(t, hangUpInHandshake), nil, egress.KindClosed, ""},
		"handshake never ends":      {"example.com", rawServer(t, untilClosed), nil, egress.KindTimeout, ""},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dns := &names{answers: map[string][][]string{tc.host: always("127.0.0.1")}}
			c := newClient(t, egress.Config{AllowPrivate: true, Resolver: dns, RootCAs: tc.roots})
			in := post("https://" + tc.host + tc.addr[strings.LastIndex(tc.addr, ":"):])
			if tc.kind == egress.KindTimeout {
				in = quick(in)
			}
			e := mustFail(t, c, in)
			wantKind(t, e, tc.kind, egress.PhaseTLS)
			if e.Reason != tc.reason || e.Timing.TLS <= 0 {
				t.Errorf("reason %q, want %q; timing %+v", e.Reason, tc.reason, e.Timing)
			}
		})
	}
}

func plainHTTP(c net.Conn) {
	_, _ = c.Read(make([]byte, 1024))
	_, _ = io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
}

func hangUpInHandshake(c net.Conn) {
	// A hello fits in one read on loopback; unread bytes would turn the close into a reset, which counts the same.
	_, _ = c.Read(make([]byte, 4096))
}

func expiredServer(t *testing.T) (addr string, pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"example.com"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2002, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.Config.ErrorLog = quietLog()
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.Listener.Addr().String(), poolOf(s)
}
