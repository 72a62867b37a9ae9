package egress

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// Limits that hold whatever a caller asks for.
const (
	DefaultTimeout = 20 * time.Second // saas-production-interface B.1.4, C.3 rule 9
	DefaultMaxBody = 1 << 20          // bytes
	MaxHeader      = 32 << 10         // bytes of a reply's header
	idleTimeout    = 1500 * time.Millisecond
	idlePerHost    = 128
	idleTotal      = 1024
)

// Resolver answers the addresses of a host name; *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Config sets up a Client. The zero value is the strict one for production.
type Config struct {
	AllowPrivate bool           // demo and tests: loopback and private addresses, IP literals
	Timeout      time.Duration  // of a whole exchange; 0 means DefaultTimeout
	MaxBody      int64          // bytes of a reply's body; 0 means DefaultMaxBody
	UserAgent    string         // sent unless the request has its own; "" means "Souk"
	RootCAs      *x509.CertPool // nil means the system's
	Resolver     Resolver       // nil means net.DefaultResolver
	Logger       *slog.Logger   // told of refused addresses; nil means silent
}

// Client makes exchanges. It is safe for concurrent use and keeps connections
// for reuse; make one for each process and Close it at the end.
type Client struct {
	cfg       Config
	transport *http.Transport
	tls       *tls.Config
	log       *slog.Logger
}

// Request is what to send. Header must not name connection headers, Host,
// Content-Length or Accept-Encoding: these are ours.
type Request struct {
	Method  string // "" means GET
	URL     string // http or https, sent byte for byte except the fragment
	Header  http.Header
	Body    []byte
	Timeout time.Duration // shorter than the client's; 0 or longer means the client's
	MaxBody int64         // smaller than the client's; 0 or more means the client's
}

// Reply is what came back, whatever the status.
type Reply struct {
	Status     int
	Proto      string // "HTTP/1.1", "HTTP/2.0"
	Header     http.Header
	Body       []byte // complete, at most MaxBody bytes
	RemoteAddr string // "ip:port" that was really called
	Timing     Timing
}

// Timing is how long each phase took; a phase that did not happen is zero. On a
// reused connection DNS, Connect and TLS are zero. The phase in which an exchange
// failed holds the time spent until then.
type Timing struct {
	StartedAt time.Time // wall clock, UTC
	DNS       time.Duration
	Connect   time.Duration
	TLS       time.Duration
	FirstByte time.Duration // from the connection in hand to the first byte of the reply
	Total     time.Duration
	Reused    bool
}

// New returns a client for the configuration.
func New(cfg Config) *Client {
	if cfg.Timeout <= 0 {
		cfg.Timeout = DefaultTimeout
	}
	if cfg.MaxBody <= 0 {
		cfg.MaxBody = DefaultMaxBody
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = "Souk"
	}
	if cfg.Resolver == nil {
		cfg.Resolver = net.DefaultResolver
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	c := &Client{cfg: cfg, log: cfg.Logger}
	c.tls = &tls.Config{
		MinVersion:         tls.VersionTLS12,
		RootCAs:            cfg.RootCAs,
		NextProtos:         []string{"h2", "http/1.1"},
		ClientSessionCache: tls.NewLRUClientSessionCache(256),
	}
	c.transport = &http.Transport{
		Proxy:                  nil,
		DialContext:            c.dialPlain,
		DialTLSContext:         c.dialTLS,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true,
		MaxIdleConns:           idleTotal,
		MaxIdleConnsPerHost:    idlePerHost,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: MaxHeader,
		// Without pings a dead HTTP/2 connection would fail every call to its host until TCP gives up.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 5 * time.Second, PingTimeout: 5 * time.Second},
	}
	return c
}

// Close drops the connections that wait for reuse.
func (c *Client) Close() { c.transport.CloseIdleConnections() }
