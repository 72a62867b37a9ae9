package seller_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/i18n"
	rooms "github.com/souk-market/souk/internal/seller"
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

// business-rules 4.1: storefront is a kind of application; a seller finds all of its applications in 我的申请.
func TestASellerFindsApplicationsOfEveryKind(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	tabs := map[string]bool{}
	for _, a := range s.page(s.get("/seller/applications"), http.StatusOK).Find("nav a[href^='/seller/']").EachIter() {
		tabs[a.AttrOr("href", "")] = true
	}
	for _, want := range []string{"/seller/applications/changes", "/seller/business-plans/applications"} {
		if !tabs[want] {
			t.Errorf("no way to %s", want)
		}
	}
	if got := s.page(s.get("/seller/applications/changes"), http.StatusOK).Find("main").Text(); !strings.Contains(got, "No applications yet") {
		t.Errorf("with none: %s", got)
	}
	film := logo(t, 780, 440)
	media, err := s.Blobs.Put(t.Context(), blob.PutInput{Owner: s.Seller.ID, Purpose: blob.PurposeStoreMedia, Name: film.name, Reader: bytes.NewReader(film.data)})
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Sellers.SaveChange(t.Context(), rooms.SaveChangeInput{Actor: s.Seller, Kind: rooms.ChangeStorefront,
		Content: rooms.ChangeContent{Storefront: &rooms.Storefront{Media: media.ID, Profile: i18n.Text{ZH: "<p>" + strings.Repeat("苇桥软件为中小团队提供会议与文档工具。", 10) + "</p>"}}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sellers.SubmitChange(t.Context(), rooms.ChangeInput{Actor: s.Seller, Kind: rooms.ChangeStorefront, Rev: c.Rev}); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{"": 1, "?kind=storefront&state=in_review": 1, "?kind=info": 0, "?state=approved": 0, "?state=%00x": 1} {
		rows := s.page(s.get("/seller/applications/changes"+query), http.StatusOK).Find("tbody tr")
		if rows.Length() != want || want == 1 && (!strings.Contains(rows.Text(), "Storefront") || rows.Find("a").AttrOr("href", "") != "/seller/storefront") {
			t.Errorf("%q lists %d: %s", query, rows.Length(), strings.Join(strings.Fields(rows.Text()), " "))
		}
	}
	if w := s.get("/seller/applications/changes.csv"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), c.ID+",Storefront,In review") {
		t.Errorf("the export says %q", w.Body.String())
	}
}
