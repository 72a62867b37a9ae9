package seller_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
)

// business-rules 4.2: hidden or not, the seller copies the links; a delisting needs reason and proof, and is confirmed after the
// page said what it touches.
func TestADelistingIsConfirmedAfterItsEffectsWereRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	product := s.Publish(s.Server.Address(misseller.Behaviour{}), nil)
	live, err := s.Catalog.Live(t.Context(), product)
	if err != nil {
		t.Fatal(err)
	}
	spec := live.Specs[0].ID
	doc := s.page(s.get("/seller/products/"+product), http.StatusOK)
	if links := doc.Find("#links").Text(); !strings.Contains(links, "/products/"+product) || !strings.Contains(links, "?spec="+spec) {
		t.Errorf("the links are %q", links)
	}
	form := "/seller/products/" + product + "/delist"
	s.page(s.get(form), http.StatusOK)

	doc = s.page(s.send(form, url.Values{"scope": {"specs"}, "reason": {"no longer served"}}, nil), http.StatusUnprocessableEntity)
	if text := doc.Find("#delist").Text(); !strings.Contains(text, "Choose what to delist") {
		t.Errorf("nothing chosen: %s", text)
	}
	v := url.Values{"scope": {"product"}, "reason": {"no longer served"}}
	proof := map[string]file{"proof": {"notice.pdf", []byte("%PDF-1.7\n1 0 obj")}}
	s.Buy(product)
	doc = s.page(s.send(form, v, proof), http.StatusOK)
	text := doc.Find("#delist").Text()
	if !strings.Contains(text, "Delisting is final") || !strings.Contains(text, "unused coupons (0)") || doc.Find("button[name=confirm]").Length() != 1 {
		t.Errorf("before confirming: %s", text)
	}
	if list := s.applied(product); len(list) != 1 {
		t.Errorf("%d applications before it was confirmed", len(list))
	}
	for _, name := range []string{"proof_blob", "proof_name"} {
		value, _ := doc.Find("input[name=" + name + "]").Attr("value")
		v.Set(name, value)
	}
	v.Set("confirm", "1")
	w := s.send(form, v, nil)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("confirmed: %d %s", w.Code, gist(t, w))
	}
	to := w.Header().Get("Location")
	doc = s.page(s.get(to), http.StatusOK)
	if text := doc.Find("main").Text(); !strings.Contains(text, "no longer served") || !strings.Contains(text, "notice.pdf") || !strings.Contains(text, "The whole product") {
		t.Errorf("the application says %s", text)
	}
	proofURL := strings.Replace(to, "applications", "delistings", 1) + "/proof"
	if w := s.get(proofURL); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "%PDF") {
		t.Errorf("the proof: %d", w.Code)
	}

	// Withdrawn, it is a form again with all that was written.
	w = s.post(s.Seller, to+"/withdraw", nil)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("withdrawn: %d", w.Code)
	}
	doc = s.page(s.get(to), http.StatusOK)
	if got := doc.Find("textarea[name=reason]").Text(); got != "no longer served" {
		t.Errorf("the form says %q", got)
	}
	app, _ := doc.Find("input[name=application]").Attr("value")
	rev, _ := doc.Find("input[name=rev]").Attr("value")
	v.Set("application", app)
	v.Set("rev", rev)
	if w = s.send(form, v, nil); w.Code != http.StatusSeeOther {
		t.Fatalf("sent again: %d %s", w.Code, gist(t, w))
	}
	a := s.applied(product)[0]
	if _, err := s.Catalog.Approve(t.Context(), catalog.ApproveInput{Actor: s.Operator, ApplicationID: a.ID, Rev: a.Rev}); err != nil {
		t.Fatal(err)
	}
	doc = s.page(s.get("/seller/products/"+product), http.StatusOK)
	if text := doc.Find("main").Text(); !strings.Contains(text, "This product is discontinued") || doc.Find(`a[href$="/delist"]`).Length() != 0 {
		t.Errorf("at the end the page says %s", text)
	}
}

// applied are the seller's applications for a product, the newest first.
func (s *site) applied(product string) []catalog.Application {
	s.t.Helper()
	list, err := s.Catalog.Applications(s.t.Context(), s.Seller, catalog.ApplicationFilter{ProductID: product}, page.Request{})
	if err != nil {
		s.t.Fatal(err)
	}
	return list.Items
}
