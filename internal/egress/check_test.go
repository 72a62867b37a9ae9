package egress_test

import (
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/apperr"
)

const public = "93.184.216.34"

func TestEachBadAddressGetsItsOwnAnswer(t *testing.T) {
	t.Parallel()
	dns := &names{answers: map[string][][]string{
		"isv.example.com": always(public), "xn--fiq228c.example.com": always(public),
		"lo.example.com": always("127.0.0.1"), "mixed.example.com": always(public, "10.0.0.1"),
		"meta.example.com": always("169.254.169.254"), "mapped.example.com": always("::ffff:192.168.0.1"),
		"v4in6.example.com": always("::ffff:" + public), "six.example.com": always("64:ff9b::7f00:1"),
	}}
	c := newClient(t, egress.Config{Resolver: dns})
	for raw, want := range map[string]*apperr.Error{
		"https://isv.example.com/souk?x=1#f":                 nil,
		"http://ISV.example.com.:8080":                       nil,
		"https://中文.example.com/":                            nil,
		"https://v4in6.example.com":                          nil, // how the standard resolver writes an A record
		"":                                                   egress.ErrURLMissing,
		"  ":                                                 egress.ErrURLMissing,
		"isv.example.com":                                    egress.ErrURLMalformed,
		"https://":                                           egress.ErrURLMalformed,
		"https:isv.example.com":                              egress.ErrURLMalformed,
		"https://isv.example.com:/":                          egress.ErrURLMalformed,
		"https://isv example.com/":                           egress.ErrURLMalformed,
		"https://isv.example.com/\n":                         egress.ErrURLMalformed,
		"https://-a_.example.com":                            egress.ErrURLMalformed,
		"ftp://isv.example.com":                              egress.ErrURLScheme,
		"file:///etc/passwd":                                 egress.ErrURLMalformed,
		"https://u:p@isv.example.com":                        egress.ErrURLUserinfo,
		"https://isv.example.com@lo.example.com":             egress.ErrURLUserinfo,
		"https://isv.example.com:22":                         egress.ErrURLPort,
		"https://isv.example.com:6379":                       egress.ErrURLPort,
		"https://isv.example.com:0":                          egress.ErrURLPort,
		"https://isv.example.com:65536":                      egress.ErrURLPort,
		"https://" + public:                                  egress.ErrURLNotDomain,
		"https://[2606:4700::1111]/":                         egress.ErrURLNotDomain,
		"https://[::ffff:127.0.0.1]/":                        egress.ErrURLNotDomain,
		"http://2130706433/":                                 egress.ErrURLNotDomain,
		"http://0x7f.1/":                                     egress.ErrURLNotDomain,
		"http://127.1/":                                      egress.ErrURLNotDomain,
		"http://localhost/":                                  egress.ErrURLNotDomain,
		"https://nowhere.example.com":                        egress.ErrURLNoAddress,
		"https://lo.example.com":                             egress.ErrURLNotPublic,
		"https://mixed.example.com":                          egress.ErrURLNotPublic,
		"https://meta.example.com":                           egress.ErrURLNotPublic,
		"https://mapped.example.com":                         egress.ErrURLNotPublic,
		"https://six.example.com":                            egress.ErrURLNotPublic,
		"https://a.example.com/" + strings.Repeat("a", 9000): egress.ErrURLTooLong,
	} {
		err := c.CheckURL(t.Context(), raw)
		if want == nil && err != nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%q: got %v, want %v", raw, err, want)
		}
		if e := apperr.Of(err); e != nil && (strings.Contains(e.Text("zh"), "{") || strings.Contains(e.Text("en"), "{")) {
			t.Errorf("%q: a placeholder is left: %s / %s", raw, e.Text("zh"), e.Text("en"))
		}
	}
}

func TestAllowPrivateLetsThisMachineThroughAndNothingWorse(t *testing.T) {
	t.Parallel()
	dns := &names{answers: map[string][][]string{"localhost": always("127.0.0.1", "::1"), "meta.example.com": always("169.254.169.254")}}
	c := newClient(t, egress.Config{AllowPrivate: true, Resolver: dns})
	for _, raw := range []string{"http://127.0.0.1:8090/x", "http://[::1]:8090", "http://localhost:8090", "http://10.1.2.3"} {
		if err := c.CheckURL(t.Context(), raw); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
	}
	for _, raw := range []string{"http://169.254.169.254/latest/meta-data", "http://meta.example.com", "http://[fd00:ec2::254]/", "http://[::ffff:127.0.0.1]/"} {
		if err := c.CheckURL(t.Context(), raw); !errors.Is(err, egress.ErrURLNotPublic) {
			t.Errorf("%s: %v", raw, err)
		}
		wantKind(t, mustFail(t, c, post(raw)), egress.KindBlockedAddress, egress.PhaseDNS)
	}
	wantKind(t, mustFail(t, c, post("http://127.0.0.1:6379")), egress.KindBadURL, "")
}

// Issue 2 part 5: the name is public when the form is checked and leads home when it is called.
func TestANameThatChangesItsAnswerIsRefused(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	touched := make(chan struct{})
	go func() {
		defer close(touched)
		if conn, err := l.Accept(); err == nil {
			t.Error("the listener at home was called")
			_ = conn.Close()
		}
	}()
	dns := &names{answers: map[string][][]string{"rebind.example.com": {{public}, {"127.0.0.1"}}}}
	c := newClient(t, egress.Config{Resolver: dns})
	raw := "http://rebind.example.com" + l.Addr().String()[strings.LastIndex(l.Addr().String(), ":"):]
	if err := c.CheckURL(t.Context(), raw); err != nil {
		t.Fatal(err)
	}
	wantKind(t, mustFail(t, c, post(raw)), egress.KindBlockedAddress, egress.PhaseDNS)
	_ = l.Close()
	<-touched
	if dns.asked.Load() != 2 {
		t.Errorf("%d lookups, want one for each step", dns.asked.Load())
	}
}
