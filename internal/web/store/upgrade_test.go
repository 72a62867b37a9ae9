package store_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

// business-rules 6.9: the page says what who buys a spec can change to later, from the approval of a rule until it ends.
func TestAProductPageSaysWhatCanBeUpgraded(t *testing.T) {
	t.Parallel()
	f := open(t)
	ctx := t.Context()
	i := slices.IndexFunc(f.Content.Products, func(p content.Product) bool { return p.Key == "projects" })
	id := f.Publish("http://127.0.0.1:8090/produce", func(x *content.Product) { *x = f.Content.Products[i] })
	spec := f.listing(id).Specs[1]
	page := "/products/" + id + "?spec=" + spec.ID
	says := func() string {
		doc := f.get(page, account.Actor{}, 200, "Cookie", "souk_lang=en")
		uitest.Markup(t, doc)
		return strings.Join(strings.Fields(doc.Find("#upgrades").Text()), " ")
	}
	if got := says(); got != "" {
		t.Errorf("without a rule: %q", got)
	}
	low, high := spec.Plan.SKUs[0], spec.Plan.SKUs[1]
	d, err := f.Catalog.SaveUpgrade(ctx, catalog.SaveUpgradeInput{Actor: f.Seller, ProductID: id, Rule: catalog.UpgradeRule{SpecID: spec.ID, Name: "内部名称",
		Ways: []catalog.UpgradeWay{{From: low.ID, To: []string{low.ID, high.ID}}}}})
	if err != nil {
		t.Fatal(err)
	}
	a, err := f.Catalog.Submit(ctx, catalog.SubmitInput{Actor: f.Seller, ApplicationID: d.ID, Rev: d.Rev})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Catalog.Approve(ctx, catalog.ApproveInput{Actor: f.Operator, ApplicationID: a.ID, Rev: a.Rev}); err != nil {
		t.Fatal(err)
	}
	want := "Can be upgraded while it runs" + spec.SKUName(low).EN + " " + spec.SKUName(high).EN + " Seats, Extra storage can be raised while it runs"
	if got := says(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if f.get("/products/"+id, account.Actor{}, 200).Find("#upgrades").Length() != 0 {
		t.Error("another spec is said to be upgraded")
	}
	rules, err := f.Catalog.Upgrades(ctx, f.Seller, id)
	if err != nil {
		t.Fatal(err)
	}
	u := rules.Specs[slices.IndexFunc(rules.Specs, func(x catalog.UpgradeSource) bool { return x.Spec.ID == spec.ID })].Active
	if _, err := f.Catalog.EndUpgrade(ctx, catalog.EndUpgradeInput{Actor: f.Seller, RuleID: u.ID}); err != nil {
		t.Fatal(err)
	}
	if got := says(); got != "" {
		t.Errorf("after its end: %q", got)
	}
}
