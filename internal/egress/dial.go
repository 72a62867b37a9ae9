package egress

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

const (
	maxAddresses = 4                // of one name that are tried
	firstTries   = 5 * time.Second  // for each address but the last
	keepAlive    = 15 * time.Second // TCP probes
)

// dialError says in which phase making a connection failed.
type dialError struct {
	phase Phase
	err   error
}

func (e *dialError) Error() string { return e.err.Error() }
func (e *dialError) Unwrap() error { return e.err }

// dialPlain resolves, checks and connects. The transport detaches dials from their
// request so that a later request may use them; here a dial ends with its exchange.
func (c *Client) dialPlain(ctx context.Context, _, hostport string) (net.Conn, error) {
	rec := recorderOf(ctx)
	if rec == nil {
		return nil, errors.New("egress: dial outside of an exchange")
	}
	ctx = rec.ctx
	host, port, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, &dialError{PhaseConnect, err}
	}
	rec.mark(&rec.dns.from)
	addrs, err := c.resolve(ctx, host)
	rec.mark(&rec.dns.to)
	if err != nil {
		return nil, &dialError{PhaseDNS, err}
	}
	rec.mark(&rec.connect.from)
	conn, err := c.connect(ctx, addrs, port)
	rec.mark(&rec.connect.to)
	if err != nil {
		return nil, &dialError{PhaseConnect, err}
	}
	return conn, nil
}

// dialTLS adds the handshake. Its own, because the transport's would not say
// which of the two steps failed.
func (c *Client) dialTLS(ctx context.Context, network, hostport string) (net.Conn, error) {
	plain, err := c.dialPlain(ctx, network, hostport)
	if err != nil {
		return nil, err
	}
	rec := recorderOf(ctx)
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, &dialError{PhaseConnect, errors.Join(err, plain.Close())}
	}
	cfg := c.tls.Clone()
	cfg.ServerName = host
	conn := tls.Client(plain, cfg)
	rec.mark(&rec.tls.from)
	err = conn.HandshakeContext(rec.ctx)
	rec.mark(&rec.tls.to)
	if err != nil {
		_ = plain.Close() // the handshake's error is the one that counts
		return nil, &dialError{PhaseTLS, err}
	}
	return conn, nil
}

// resolve looks a host up once and refuses it if any of its addresses is off
// limits: a name with one public and one private answer is an attack or a mistake.
func (c *Client) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	var addrs []netip.Addr
	if literal, err := netip.ParseAddr(host); err == nil {
		if !c.cfg.AllowPrivate {
			return nil, &errBlocked{literal, "IP literal"}
		}
		addrs = []netip.Addr{literal}
	} else {
		if addrs, err = c.cfg.Resolver.LookupNetIP(ctx, "ip", host); err != nil {
			return nil, fmt.Errorf("look up %s: %w", host, err)
		}
		addrs = slices.Clone(addrs)
		for i, a := range addrs {
			addrs[i] = a.Unmap() // the standard resolver gives IPv4 answers in mapped form
		}
	}
	if len(addrs) == 0 {
		return nil, fmt.Errorf("look up %s: %w", host, &net.DNSError{Err: "no address", Name: host, IsNotFound: true})
	}
	for _, a := range addrs {
		if why := blocked(a, c.cfg.AllowPrivate); why != "" {
			return nil, &errBlocked{a, why}
		}
	}
	return addrs[:min(len(addrs), maxAddresses)], nil
}

// connect tries the checked addresses in the resolver's order.
func (c *Client) connect(ctx context.Context, addrs []netip.Addr, port string) (net.Conn, error) {
	d := net.Dialer{KeepAlive: keepAlive, ControlContext: c.control}
	var failed error
	for i, a := range addrs {
		attempt, cancel := ctx, context.CancelFunc(func() {})
		if i < len(addrs)-1 {
			attempt, cancel = context.WithTimeout(ctx, firstTries)
		}
		conn, err := d.DialContext(attempt, "tcp", net.JoinHostPort(a.String(), port))
		cancel()
		if err == nil {
			return conn, nil
		}
		failed = err
		if ctx.Err() != nil {
			break
		}
	}
	return nil, failed
}

// control is the last gate: the kernel is about to connect to exactly this address.
func (c *Client) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return &errBlocked{netip.Addr{}, "unreadable"}
	}
	if why := blocked(ap.Addr().Unmap(), c.cfg.AllowPrivate); why != "" {
		return &errBlocked{ap.Addr(), why}
	}
	if !portAllowed(ap.Port()) {
		return &errBlocked{ap.Addr(), fmt.Sprintf("port %d", ap.Port())}
	}
	return nil
}
