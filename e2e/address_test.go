package e2e_test

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
)

// forbidden are production addresses that lead inside, and how the form refuses them without --allow-private-endpoints.
// The names are those of namesInside.
var forbidden = []struct{ name, host, code string }{
	{"a private address", "10.20.30.40", "url_not_domain"},
	{"another private address", "192.168.1.1", "url_not_domain"},
	{"a loopback address", "127.0.0.1", "url_not_domain"},
	{"loopback of IPv6", "[::1]", "url_not_domain"},
	{"IPv4 inside IPv6", "[::ffff:127.0.0.1]", "url_not_domain"},
	{"a link-local address", "169.254.1.1", "url_not_domain"},
	{"a metadata address", "169.254.169.254", "url_not_domain"},
	{"a number that some libraries read as loopback", "2130706433", "url_not_domain"},
	{"this machine by name", "localhost", "url_not_domain"},
	{"a name with a private address", "private.souk-test.example", "url_not_public"},
	{"a name with a loopback address", "loopback.souk-test.example", "url_not_public"},
	{"a name with a link-local address", "linklocal.souk-test.example", "url_not_public"},
	{"a name with a metadata address", "metadata.souk-test.example", "url_not_public"},
	{"a name with a public and a private address", "both.souk-test.example", "url_not_public"},
}

const namesInside = `127.0.0.1 localhost
10.20.30.40 private.souk-test.example
127.0.0.1 loopback.souk-test.example
169.254.1.1 linklocal.souk-test.example
169.254.169.254 metadata.souk-test.example
93.184.216.34 both.souk-test.example
10.20.30.40 both.souk-test.example
`

const changingName = "changes.souk-test.example"

// TestAddressesInsideAreRefusedInTheFormAndAtTheCall proves it with names of the process's own: a private /etc/hosts, which
// the test rewrites between check and call. internal/egress proves the change between look-up and connection.
func TestAddressesInsideAreRefusedInTheFormAndAtTheCall(t *testing.T) {
	t.Parallel()
	if out, err := exec.CommandContext(t.Context(), "unshare", "--map-root-user", "--mount", "true").CombinedOutput(); err != nil {
		t.Skipf("this machine lets nobody have names of their own (%v: %s); internal/egress proves the same with a resolver", err, out)
	}
	onBothEngines(t, func(t *testing.T, db string) {
		hosts := filepath.Join(t.TempDir(), "hosts")
		writeHosts(t, hosts, "93.184.216.34")
		data := t.TempDir()
		m := open(t, settings{db: db, data: data, hosts: hosts})
		port := portOf(t, m.server)
		literal := m.publish("literal", m.server.Address(misseller.Behaviour{}), nil)
		named := m.publish("named", "http://loopback.souk-test.example:"+port+"/good", nil)
		b := m.as(buyer)
		if o := b.pay(b.place(named, "allowed").ID); o.State == "" {
			t.Fatal("not paid")
		}
		await(t, "the call that the flag allows", time.Minute, func() bool { return len(m.server.Requests()) > 0 })
		people := m.People
		m.stop()

		m.house = start(t, settings{db: db, data: data, hosts: hosts, serve: true})
		m.People = people
		m.base.Store(&m.URL)
		m.formRefuses(t)
		reached := len(m.server.Requests())
		changing := m.publish("changing", "http://"+changingName+":"+port+"/good", nil)
		writeHosts(t, hosts, "127.0.0.1")
		await(t, "the new address of the name", time.Minute, func() bool { return m.formSays(t, "http://"+changingName+":"+port+"/good") != "" })
		for product, verdict := range map[string]string{literal: "bad_url", named: "blocked_address", changing: "blocked_address"} {
			m.callRefused(t, product, verdict)
		}
		if n := len(m.server.Requests()); n != reached {
			t.Errorf("%d requests reached an address inside", n-reached)
		}
	})
}

// writeHosts rewrites the file in place: the process has this very file mounted.
func writeHosts(t *testing.T, file, changing string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(namesInside+changing+" "+changingName+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func portOf(t *testing.T, s *misseller.Server) string {
	t.Helper()
	u, err := url.Parse(s.HTTP.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Port()
}

// formRefuses submits a product with each address.
func (m *market) formRefuses(t *testing.T) {
	t.Helper()
	texts := map[string]bool{}
	for _, f := range forbidden {
		if got := m.formSays(t, "https://"+f.host+"/produce"); got != f.code {
			t.Errorf("%s: the form says %q, want %q", f.name, got, f.code)
		}
		texts[f.code] = true
	}
	if len(texts) != 2 {
		t.Errorf("codes %v", texts)
	}
}

// formSays submits a draft with the address and returns the code of the error at its field.
func (m *market) formSays(t *testing.T, address string) string {
	t.Helper()
	var app struct {
		ID  string
		Rev int64
	}
	s := m.as(seller)
	s.post("/applications", map[string]any{"content": map[string]any{"name": text{"地址", "Address"}, "production_url": address}}, &app)
	r := s.send("POST", "/applications/"+app.ID+"/submit", map[string]any{"rev": app.Rev})
	if r.ok() || r.status >= 500 {
		t.Fatalf("submit an empty product: %s", r)
	}
	for _, e := range r.fields() {
		if e.Field == "production_url" {
			if strings.TrimSpace(e.Message) == "" {
				t.Errorf("%s: no text", e.Code)
			}
			return e.Code
		}
	}
	return ""
}

// callRefused orders and looks at the first attempt.
func (m *market) callRefused(t *testing.T, product, verdict string) {
	t.Helper()
	b := m.as(buyer)
	o := b.pay(b.place(product, "refused "+product).ID)
	var v verdictView
	await(t, "the verdict of the first attempt", time.Minute, func() bool {
		for _, c := range m.calls(o.ID, "newInstance") {
			if len(c.Tries) > 0 {
				v = c.Tries[0].Verdict
				return true
			}
		}
		return false
	})
	if v.Code != verdict || !v.Text.both() {
		t.Errorf("%s: verdict %+v, want %s", product, v, verdict)
	}
	if sum, n := b.movements(o.ID); sum != -minor(t, o.Total) || n != 1 {
		t.Errorf("%s: escrow holds %d of %d entries while the window is open", product, sum, n)
	}
}
