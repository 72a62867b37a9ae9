package admission_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
)

// business-rules 2.1, 2.4: results go to the contact phone and the customer-service mailbox; the form says so there, and not
// beside the customer-service phone. It also says what comes of not answering within 24 hours.
func TestTheApplicationSaysWhereResultsGo(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	b := m.Browse(m.Buyer)
	for lang, say := range map[string]struct{ results, hours, off string }{"en": {"Review results", "24 hours", "off sale"}, "zh": {"审核结果", "24 小时", "下架"}} {
		b.Lang = lang
		a := b.Get("/seller/admission/apply")
		if a.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", lang, a.Code, a.Main())
		}
		for field, told := range map[string]bool{"contact_phone": true, "service_email": true, "service_phone": false, "contact_email": false} {
			if a.Doc.Find("[name="+field+"]").Length() != 1 {
				t.Errorf("%s: no field %s", lang, field)
			}
			if help := a.Doc.Find("[id$='" + field + "-help']").Text(); strings.Contains(help, say.results) != told {
				t.Errorf("%s: beside %s stands %q", lang, field, help)
			}
		}
		if lead := a.Doc.Find("#service").Text(); !strings.Contains(lead, say.hours) || !strings.Contains(lead, say.off) {
			t.Errorf("%s: customer service is asked for with %q", lang, lead)
		}
	}
}
