package egress

import (
	"fmt"
	"net/netip"

	"code.dny.dev/ssrf"
)

// metadata are addresses at which clouds hand out credentials to whoever asks from
// inside, as far as they lie outside the ranges that are refused anyway.
var metadata = [...]netip.Addr{
	netip.MustParseAddr("100.100.100.200"),    // Alibaba Cloud
	netip.MustParseAddr("168.63.129.16"),      // Azure wire server, a public number
	netip.MustParseAddr("fd00:ec2::254"),      // AWS
	netip.MustParseAddr("fd00:ec2::23"),       // AWS, credentials of pods
	netip.MustParseAddr("fd20:ce::254"),       // Google Cloud
	netip.MustParseAddr("fd00:c1::a9fe:a9fe"), // Oracle Cloud
}

var (
	cgnat          = netip.MustParsePrefix("100.64.0.0/10")
	teredo         = netip.MustParsePrefix("2001::/32")
	sixToFour      = netip.MustParsePrefix("2002::/16")
	nat64          = netip.MustParsePrefix("64:ff9b::/96")
	nat64Local     = netip.MustParsePrefix("64:ff9b:1::/48")
	v4Compatible   = netip.MustParsePrefix("::/96")
	siteLocal      = netip.MustParsePrefix("fec0::/10")
	thisNetwork    = netip.MustParsePrefix("0.0.0.0/8")
	isatapLow      = [4]byte{0x00, 0x00, 0x5e, 0xfe}
	isatapLowLocal = [4]byte{0x02, 0x00, 0x5e, 0xfe}
)

// blocked says why an address may not be called; "" means that it may. The order
// matters: what is refused for ever comes before what AllowPrivate lets through.
func blocked(a netip.Addr, allowPrivate bool) string {
	if why := blockedForEver(a); why != "" {
		return why
	}
	private := ""
	switch {
	case a.IsLoopback():
		private = "loopback"
	case a.IsPrivate():
		private = "private"
	case cgnat.Contains(a):
		private = "carrier-grade NAT"
	}
	if private != "" {
		if allowPrivate {
			return ""
		}
		return private
	}
	return special(a)
}

func blockedForEver(a netip.Addr) string {
	switch {
	case !a.IsValid():
		return "invalid"
	case a.Zone() != "":
		return "link-local zone"
	case a.IsUnspecified() || thisNetwork.Contains(a):
		return "unspecified"
	case a.IsLinkLocalUnicast() || siteLocal.Contains(a):
		return "link-local"
	case a.IsMulticast():
		return "multicast"
	case carriesIPv4(a):
		return "IPv4 inside IPv6"
	}
	for _, m := range metadata {
		if a == m {
			return "cloud metadata"
		}
	}
	return ""
}

// carriesIPv4 finds the IPv6 forms behind which a router may see an IPv4 address
// that would not pass. Answers of a resolver are unmapped before they come here.
func carriesIPv4(a netip.Addr) bool {
	if a.Is4() || a == netip.IPv6Loopback() { // ::1 lies in the range of the compatible form
		return false
	}
	if a.Is4In6() || v4Compatible.Contains(a) || teredo.Contains(a) || sixToFour.Contains(a) ||
		nat64.Contains(a) || nat64Local.Contains(a) {
		return true
	}
	b := a.As16()
	low := [4]byte(b[8:12])
	return low == isatapLow || low == isatapLowLocal
}

// special refuses what IANA lists as not for the public internet.
func special(a netip.Addr) string {
	if a.Is4() {
		for _, p := range ssrf.IPv4DeniedPrefixes {
			if p.Contains(a) {
				return "reserved"
			}
		}
		return ""
	}
	if !ssrf.IPv6GlobalUnicast.Contains(a) {
		return "reserved"
	}
	for _, p := range ssrf.IPv6DeniedPrefixes {
		if p.Contains(a) {
			return "reserved"
		}
	}
	return ""
}

// errBlocked is a refused address inside a dial.
type errBlocked struct {
	addr netip.Addr
	why  string
}

func (e *errBlocked) Error() string {
	return fmt.Sprintf("address %s is not allowed (%s)", e.addr, e.why)
}
