package egress

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

const maxURL = 8192 // bytes; a V1 request carries all its parameters in the query

// target is an address that passed every check which needs no network.
type target struct {
	url     *url.URL   // host in ASCII with the port only if it was given
	host    string     // ASCII, no brackets
	literal netip.Addr // valid if the host is an IP address
}

// parseTarget checks the form of an address. The error is one of the declared
// ErrURL… and holds nothing of the query.
func (c *Client) parseTarget(raw string) (target, *apperr.Error) {
	if strings.TrimSpace(raw) == "" {
		return target{}, ErrURLMissing
	}
	if len(raw) > maxURL {
		return target{}, ErrURLTooLong.With("max", maxURL)
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Opaque != "" {
		return target{}, ErrURLMalformed
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return target{}, ErrURLScheme
	}
	if u.User != nil {
		return target{}, ErrURLUserinfo
	}
	if bad := checkPort(u); bad != nil {
		return target{}, bad
	}
	t := target{url: u}
	if bad := c.checkHost(&t); bad != nil {
		return target{}, bad
	}
	u.Fragment, u.RawFragment = "", ""
	return t, nil
}

func checkPort(u *url.URL) *apperr.Error {
	text := u.Port()
	if text == "" {
		if strings.HasSuffix(u.Host, ":") {
			return ErrURLMalformed
		}
		return nil
	}
	p, err := strconv.ParseUint(text, 10, 16)
	if err != nil || !portAllowed(uint16(p)) {
		return ErrURLPort.With("port", text)
	}
	return nil
}

// checkHost accepts a full domain name; under AllowPrivate also a bare name and an IP literal.
func (c *Client) checkHost(t *target) *apperr.Error {
	host, port := t.url.Hostname(), t.url.Port()
	if a, err := netip.ParseAddr(host); err == nil {
		if !c.cfg.AllowPrivate {
			return ErrURLNotDomain
		}
		t.literal, t.host = a, host
		return nil
	}
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(host, "."))
	if err != nil || ascii == "" || len(ascii) > 253 {
		return ErrURLMalformed
	}
	labels := strings.Split(ascii, ".")
	if looksNumeric(labels[len(labels)-1]) {
		return ErrURLNotDomain // 127.1, 2130706433, 0x7f.1: some libraries read these as addresses
	}
	if len(labels) < 2 && !c.cfg.AllowPrivate {
		return ErrURLNotDomain
	}
	t.host, t.url.Host = ascii, ascii
	if port != "" {
		t.url.Host = net.JoinHostPort(ascii, port)
	}
	return nil
}

func looksNumeric(label string) bool {
	base := 10
	if rest, hex := strings.CutPrefix(strings.ToLower(label), "0x"); hex {
		if rest == "" {
			return true
		}
		label, base = rest, 16
	}
	for _, r := range label {
		if d := strings.IndexRune("0123456789abcdef", r); d < 0 || d >= base {
			return false
		}
	}
	return true
}
