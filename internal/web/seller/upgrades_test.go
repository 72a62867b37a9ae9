package seller_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
)

// ladder is a product on sale with a spec of several SKUs that can be upgraded.
func (s *site) ladder() (productID string, spec catalog.Spec) {
	s.t.Helper()
	i := slices.IndexFunc(s.Content.Products, func(p content.Product) bool { return p.Key == "projects" })
	productID = s.Publish(s.Server.Address(misseller.Behaviour{}), func(p *content.Product) { p.More = s.Content.Products[i].More[:1] })
	live, err := s.Catalog.Live(s.t.Context(), productID)
	if err != nil {
		s.t.Fatal(err)
	}
	return productID, live.Specs[1]
}

// business-rules 6.9, 4.1: a seller writes a rule from the product, itself ticked beforehand; what is refused stays as it was typed;
// then it is reviewed, holds, is changed while it holds, and is ended.
func TestASellerWritesAnUpgradeRule(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	product, spec := s.ladder()
	page := "/seller/products/" + product + "/upgrades"
	if s.page(s.get("/seller/products/"+product), http.StatusOK).Find("a[href='"+page+"']").Length() != 1 {
		t.Error("the product does not lead to its rules")
	}
	s.page(s.get(page), http.StatusOK)
	doc := s.page(s.get(page+"/new?spec="+spec.ID), http.StatusOK)
	for _, k := range spec.Plan.SKUs {
		if got, _ := doc.Find("input[name=to_" + k.ID + "][checked]").Attr("value"); got != k.ID {
			t.Errorf("itself is not ticked beforehand: %q", got)
		}
	}
	low, high := spec.Plan.SKUs[0].ID, spec.Plan.SKUs[len(spec.Plan.SKUs)-1].ID
	if doc.Find("input[name=to_"+low+"][value="+high+"]").Length() != 1 || doc.Find("input[name=to_"+high+"][value="+low+"]").Length() != 0 {
		t.Error("offered are not the ways up alone")
	}

	v := url.Values{"spec": {spec.ID}, "name": {""}, "to_" + low: {low, high}, "expand_seats": {"20"}, "do": {"submit"}}
	doc = s.page(s.post(s.Seller, page, v), http.StatusUnprocessableEntity)
	if doc.Find("#f-upgrade-name[aria-invalid]").Length() != 1 || doc.Find("input[name=to_"+low+"][value="+high+"][checked]").Length() != 1 {
		t.Errorf("without a name: %s", doc.Find("form#upgrade .field-error").Text())
	}
	for _, name := range []string{"application", "rev"} {
		value, _ := doc.Find("input[name=" + name + "]").Attr("value")
		v.Set(name, value)
	}
	v.Set("name", "升级到独享集群")
	v["to_"+high] = []string{high, low}
	doc = s.page(s.post(s.Seller, page, v), http.StatusUnprocessableEntity)
	if text := doc.Find("#f-upgrade-to_" + high).Text(); !strings.Contains(text, "costs less than") {
		t.Errorf("a way down: %s", text)
	}
	value, _ := doc.Find("input[name=rev]").Attr("value")
	v.Set("rev", value)
	v.Del("to_" + high)
	w := s.post(s.Seller, page, v)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("submitted: %d %s", w.Code, gist(t, w))
	}
	at := w.Header().Get("Location")
	doc = s.page(s.get(at), http.StatusOK)
	if text := doc.Find("main").Text(); !strings.Contains(text, "升级到独享集群") || !strings.Contains(text, "Seats by 20") || doc.Find("#paths li").Length() == 0 {
		t.Errorf("the application says %s", text)
	}
	if text := s.page(s.get("/seller/applications?kind=upgrade_rule"), http.StatusOK).Find("tbody").Text(); !strings.Contains(text, "Upgrade rule") {
		t.Errorf("my applications list %s", text)
	}
	if w := s.get(page + "/new?spec=" + spec.ID); w.Header().Get("Location") != at {
		t.Errorf("a second form while one is open leads to %q", w.Header().Get("Location"))
	}
	app, err := s.Catalog.ApplicationDetail(t.Context(), s.Operator, at[strings.LastIndex(at, "/")+1:])
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Catalog.Approve(t.Context(), catalog.ApproveInput{Actor: s.Operator, ApplicationID: app.ID, Rev: app.Rev}); err != nil {
		t.Fatal(err)
	}

	doc = s.page(s.get(page), http.StatusOK)
	end, _ := doc.Find("form[action$='/end']").Attr("action")
	if !strings.Contains(doc.Find("main").Text(), "in force since") || end == "" {
		t.Fatalf("the page says %s", doc.Find("main").Text())
	}
	doc = s.page(s.get(page+"/new?spec="+spec.ID), http.StatusOK) // a change begins as what holds
	if got, _ := doc.Find("#f-upgrade-name").Attr("value"); got != "升级到独享集群" || doc.Find("select[name=expand_seats] option[value='20'][selected]").Length() != 1 {
		t.Errorf("the form of a change says %q", got)
	}
	if w := s.post(s.secondSeller(), end, nil); w.Code != http.StatusNotFound {
		t.Errorf("another seller ends it: %d", w.Code)
	}
	for range 2 { // twice is once
		if w := s.post(s.Seller, end, nil); w.Code != http.StatusSeeOther {
			t.Errorf("ended: %d", w.Code)
		}
	}
	if text := s.page(s.get(page), http.StatusOK).Find("#past").Text(); !strings.Contains(text, "升级到独享集群") || !strings.Contains(text, "Ended") {
		t.Errorf("earlier rules: %s", text)
	}
}
