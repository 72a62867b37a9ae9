package egress

import (
	"context"
	"errors"
	"net"
	"time"
)

const checkTimeout = 5 * time.Second

// CheckURL says whether an address that a person typed can be called: its form,
// its port, and that its name resolves to allowed addresses now. The error is one
// of the declared ErrURL…. It is advice for a form; Do checks again.
// Whether plain http is acceptable is for the caller to say (saas-production-interface B.1.4).
func (c *Client) CheckURL(ctx context.Context, raw string) error {
	t, bad := c.parseTarget(raw)
	if bad != nil {
		return bad
	}
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	_, err := c.resolve(ctx, t.host)
	var refused *errBlocked
	var dns *net.DNSError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return ErrURLNotPublic.With("host", t.host, "address", refused.addr)
	case errors.As(err, &dns) && dns.IsNotFound:
		return ErrURLNoAddress.With("host", t.host)
	default:
		return ErrURLDNSUnavailable.With("host", t.host)
	}
}
