package buyer

import (
	"testing"
	"time"

	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestOnlyAPathOfThisSiteIsGoneBackTo(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"/", "/buyer/orders/CS1/pay", "/products/prd_1/order?sku=a&periods=2", "/buyer?next=https://elsewhere.example/"} {
		if localPath(good) != good {
			t.Errorf("%q was dropped", good)
		}
	}
	for _, bad := range []string{"", "buyer", "//evil.example", "/\\evil.example", "/a\\b", "https://evil.example/", "javascript:alert(1)",
		" /buyer", "/\t/evil.example", "/\n/evil.example", "\\\\evil.example", "/%zz", "///evil.example", "/" + string(make([]byte, maxBack))} {
		if got := localPath(bad); got != "" {
			t.Errorf("%q gives %q", bad, got)
		}
	}
}

func TestOnlyAddressesOfTheWebBecomeLinks(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"https://app.example.com/a?b=c", "http://127.0.0.1:8090/"} {
		if webAddress(good) != good {
			t.Errorf("%q is no link", good)
		}
	}
	for _, bad := range []string{"", "javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "//a.example/", "/local", "https:///nohost", "vbscript:x", "java\nscript:alert(1)"} {
		if got := webAddress(bad); got != "" {
			t.Errorf("%q becomes a link", bad)
		}
	}
}

func TestDaysOfATermAddUp(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)
	to := from.AddDate(0, 0, 30)
	for _, c := range []struct {
		at   time.Time
		used int
	}{{from.Add(-time.Hour), 0}, {from, 0}, {from.Add(time.Hour), 0}, {from.Add(25 * time.Hour), 1}, {to.Add(-time.Minute), 29}, {to, 30}, {to.AddDate(1, 0, 0), 30}} {
		if used, total := span(from, to, c.at); used != c.used || total != 30 {
			t.Errorf("at %v: %d of %d, want %d of 30", c.at, used, total, c.used)
		}
	}
}

// Every verdict has words for buyers, and none of them is the seller's own.
func TestEveryVerdictHasAReasonInBothLanguages(t *testing.T) {
	t.Parallel()
	b := uitest.Load(t, LocaleFS())
	codes := []string{call.VerdictInterrupted, call.VerdictNoKey, call.VerdictNoAddress, "canceled", "bad_url", "blocked_address", "timeout", "dns",
		"connect", "tls", "closed", "body_too_large", "protocol", "instance_not_ready", "http_status", "html", "not_json", "something_new"}
	results := []string{"000001", "000100", "000101", "000102", "000103", "000105", "000106", "000107", "000777"}
	var calls []call.Call
	for _, code := range codes {
		calls = append(calls, call.Call{Verdict: call.Verdict{Code: code}})
	}
	for _, result := range results {
		calls = append(calls, call.Call{Verdict: call.Verdict{Code: "result_code_refused"}, ResultCode: result})
	}
	for _, c := range calls {
		if key := "buyer.reason." + reasonKey(c); !b.Has(key) {
			t.Errorf("%s (%s): no text %s", c.Verdict.Code, c.ResultCode, key)
		}
	}
}

func TestAgreementsAreNamedByWhatTheyAre(t *testing.T) {
	t.Parallel()
	if got, want := agreementOf("buyer@2026-11"), (agreement{"market", "2026-11", "/agreements/buyer?version=2026-11"}); got != want {
		t.Errorf("%+v", got)
	}
	if got, want := agreementOf("contact-consent/prd_1@3"), (agreement{"consent", "3", "/products/prd_1"}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got, want := agreementOf("service-agreement/prd_1@3"), (agreement{"service", "3", "/products/prd_1/agreement?version=3"}); got != want {
		t.Errorf("%+v", got)
	}
}
