package egress

import (
	"errors"
	"net"
	"net/netip"
	"slices"
	"testing"
)

// saas-production-interface F.10; issue 2 part 5.
func TestAddressesThatMayBeCalled(t *testing.T) {
	t.Parallel()
	const (
		never   = iota // refused in every mode
		private        // only with AllowPrivate
		public         // always
	)
	for text, want := range map[string]int{
		"93.184.216.34": public, "1.1.1.1": public, "2606:4700::1111": public, "240e:1::1": public, "172.32.0.1": public,
		"127.0.0.1": private, "127.255.255.254": private, "::1": private,
		"10.0.0.1": private, "172.16.0.1": private, "172.31.255.255": private, "192.168.1.1": private,
		"100.64.0.1": private, "100.127.255.255": private, "fc00::1": private, "fdff::1": private,
		"169.254.169.254": never, "169.254.0.1": never, "fe80::1": never, "fe80::1%eth0": never, "fec0::1": never,
		"100.100.100.200": never, "168.63.129.16": never, "fd00:ec2::254": never, "fd20:ce::254": never, "192.0.0.192": never,
		"0.0.0.0": never, "0.1.2.3": never, "::": never, "224.0.0.1": never, "239.1.1.1": never, "ff02::1": never,
		"240.0.0.1": never, "255.255.255.255": never, "192.0.2.1": never, "198.18.0.1": never, "198.51.100.1": never,
		"203.0.113.9": never, "192.88.99.1": never, "2001:db8::1": never, "3fff::1": never, "100::1": never, "5f00::1": never,
		"::ffff:127.0.0.1": never, "::ffff:8.8.8.8": never, "::127.0.0.1": never, "2002:7f00:1::": never,
		"2001:0:4136:e378:8000:63bf:3fff:fdd2": never, "64:ff9b::7f00:1": never, "64:ff9b:1::7f00:1": never,
		"2606:4700::5efe:7f00:1": never, "2606:4700::200:5efe:a00:1": never,
	} {
		a := netip.MustParseAddr(text)
		if got := blocked(a, false); (got == "") != (want == public) {
			t.Errorf("%s strict: %q", text, got)
		}
		if got := blocked(a, true); (got == "") != (want != never) {
			t.Errorf("%s with AllowPrivate: %q", text, got)
		}
	}
	if blocked(netip.Addr{}, true) == "" {
		t.Error("the zero address passes")
	}
}

// Invariant 1: even if a bad address came through the first check, the socket refuses it.
func TestTheSocketItselfRefusesWhatTheLookupLetThrough(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	conn, err := New(Config{}).connect(t.Context(), []netip.Addr{netip.MustParseAddr("127.0.0.1")}, port)
	var refused *errBlocked
	if conn != nil || !errors.As(err, &refused) {
		t.Errorf("got %v, %v", conn, err)
	}
	if _, err := New(Config{AllowPrivate: true}).connect(t.Context(), []netip.Addr{netip.MustParseAddr("127.0.0.1")}, "6379"); !errors.As(err, &refused) {
		t.Errorf("a forbidden port was dialled: %v", err)
	}
}

func TestPortsOfOtherServicesAreClosed(t *testing.T) {
	t.Parallel()
	if !slices.IsSorted(servicePorts[:]) {
		t.Fatal("the table has to be sorted")
	}
	for _, p := range []uint16{80, 443, 1024, 3000, 8080, 8090, 8443, 9000, 65535} {
		if !portAllowed(p) {
			t.Errorf("%d is refused", p)
		}
	}
	for _, p := range []uint16{0, 22, 23, 25, 53, 110, 143, 389, 445, 465, 587, 853, 993, 3306, 5432, 6379, 11211, 27017} {
		if portAllowed(p) {
			t.Errorf("%d is allowed", p)
		}
	}
}
