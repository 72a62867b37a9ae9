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

// business-rules 4.1, 4.4: the machine checks look at a draft before it is submitted, and at what was submitted.
func TestASellerHasADraftCheckedBeforeItIsSubmitted(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	at, _ := s.draft()
	id := strings.TrimPrefix(at, "/seller/applications/")
	card := s.page(s.get(at+"/preview"), http.StatusOK).Find("#checks")
	if text := card.Text(); !strings.Contains(text, "Not checked yet") || card.AttrOr("hx-get", "") != "" {
		t.Fatalf("before: %q", text)
	}
	s.follow(s.post(s.Seller, at+"/check", nil))
	s.Await("the checks", func() bool {
		d, err := s.Catalog.ApplicationDetail(t.Context(), s.Seller, id)
		return err == nil && d.Check != nil && !d.Check.Running()
	})
	card = s.page(s.get(at+"/preview"), http.StatusOK).Find("#checks")
	for _, want := range []string{"Check again", "Certificate", "does not name the product", "What is fine"} {
		if !strings.Contains(card.Text(), want) {
			t.Errorf("the card does not say %q: %s", want, strings.Join(strings.Fields(card.Text()), " "))
		}
	}
	// Again at once: refused, and back to where the result stands.
	if w := s.post(s.Seller, at+"/check", nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/preview#checks" {
		t.Errorf("a second check at once: %d to %q", w.Code, w.Header().Get("Location"))
	}
}
