package seller_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// business-rules 4.1: a seller sees where what it submitted stands, since when, and until when.
func TestASellerSeesWhereItsApplicationStands(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	first, second := s.submitted(), s.submitted()
	text := func(path string) string {
		return strings.Join(strings.Fields(s.page(s.get(path), http.StatusOK).Find("main").Text()), " ")
	}
	for path, want := range map[string][]string{first: {"No. 1", "Next to be reviewed", "Under 1 working day"}, second: {"No. 2", "1 before it"}} {
		for _, w := range want {
			if got := text(path); !strings.Contains(got, w) {
				t.Errorf("%s does not say %q: %s", path, w, got)
			}
		}
	}
	list := s.page(s.get("/seller/applications"), http.StatusOK)
	if got := list.Find("tbody tr").First().Text(); !strings.Contains(got, "No. 2") {
		t.Errorf("the list says %q", got)
	}
	s.Clock.Advance(8 * 24 * time.Hour)
	if got := text(first); !strings.Contains(got, "Overdue") || strings.Contains(got, "one day take a working day longer") {
		t.Errorf("after the limit: %s", got)
	}
}
