package seller_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// changed is a draft after a change of its content.
func (s *site) changed(to string, change func(*catalog.Content)) catalog.Detail {
	s.t.Helper()
	d := s.stored(to)
	c := d.Content
	change(&c)
	if _, err := s.Catalog.SaveDraft(s.t.Context(), catalog.SaveDraftInput{Actor: s.Seller, ApplicationID: d.ID, Rev: d.Rev, Content: c}); err != nil {
		s.t.Fatal(err)
	}
	return s.stored(to)
}

// business-rules 4.6, open-apis B1, B3: a spec charged by use and its package, by the page alone and without script.
func TestUseAndItsPackageAreMadeStepByStepWithoutScript(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	to, _ := s.draft()
	s.changed(to, func(c *catalog.Content) { c.Family = catalog.FamilyJoint })
	at := to + "/specs/new"
	doc := s.page(s.get(at), http.StatusOK)
	step := func(pairs ...string) {
		t.Helper()
		doc = s.page(s.post(s.Seller, at, with(fields(doc, "form"), pairs...)), http.StatusOK)
	}
	step("do", "item.bracket.add.0.0", "name_zh", "按需", "name_en", "By use", "plan.charge", "on_demand", "plan.factors.0.name_zh", "通话", "plan.factors.0.name_en", "Calls",
		"plan.factors.0.items.0.name_zh", "时长", "plan.factors.0.items.0.name_en", "Minutes", "plan.factors.0.items.0.unit_zh", "分钟", "plan.factors.0.items.0.unit_en", "min",
		"plan.factors.0.items.0.model.kind", "step", "plan.factors.0.items.0.accumulation", "month",
		"plan.factors.0.items.0.model.brackets.0.up_to", "3", "plan.factors.0.items.0.model.brackets.0.price", "0.30")
	step("do", "quote", "plan.factors.0.items.0.model.brackets.1.price", "0.20", "try.use.0.0", "8")
	if text := doc.Find("#calculator").Text(); !strings.Contains(text, "¥1.90") || !strings.Contains(text, "¥0.20 × 5") {
		t.Errorf("the calculator says %s", strings.Join(strings.Fields(text), " "))
	}
	page, doc2 := s.follow(s.post(s.Seller, at, with(fields(doc, "form"), "do", "done")))
	if page != to {
		t.Fatalf("led to %s: %v", page, shown(doc2))
	}
	use := s.stored(to).Content.Specs[1]
	want := []price.Factor{{Code: "calls", Name: i18n.Text{ZH: "通话", EN: "Calls"}, Items: []price.Item{{Code: "minutes", Name: i18n.Text{ZH: "时长", EN: "Minutes"},
		Unit: i18n.Text{ZH: "分钟", EN: "min"}, Cycle: price.CycleHour, Accumulation: price.CycleMonth, Model: price.Model{Kind: price.ModelStep, Brackets: []price.Bracket{
			{UpTo: price.Whole(3), Price: cents(t, "0.3")}, {Over: price.Whole(3), Price: cents(t, "0.2")}}}}}}}
	if diff := cmp.Diff(want, use.Plan.Factors); diff != "" {
		t.Error(diff)
	}

	doc = s.page(s.get(at), http.StatusOK)
	_, doc = s.follow(s.post(s.Seller, at, with(fields(doc, "form"), "do", "done", "name_zh", "套餐", "name_en", "Package", "plan.charge", "package", "plan.terms.month", "1",
		"simple.month", "30", "simple.year", "300", "plan.package.contents.0.quantity", "600")))
	if got := shown(doc); got["parent_spec_id"] == "" || got["plan-package-contents-0-item"] == "" {
		t.Errorf("what the package is of: %v", got)
	}
	edit := to + "/specs/2"
	if options := doc.Find("[name='plan.package.contents.0.item'] option[value=minutes]").Text(); options != "时长 (分钟)" && options != "Minutes (min)" {
		t.Errorf("the item is offered as %q", options)
	}
	page, doc = s.follow(s.post(s.Seller, edit, with(fields(doc, "form"), "do", "done", "parent_spec_id", use.ID, "plan.package.contents.0.item", "minutes", "plan.package.reset", "month")))
	if page != to {
		t.Fatalf("led to %s: %v", page, shown(doc))
	}
	pack := s.stored(to).Content.Specs[2]
	if diff := cmp.Diff(&price.Package{Reset: price.CycleMonth, Contents: []price.Content{{Item: "minutes", Quantity: price.Whole(600)}}}, pack.Plan.Package); diff != "" || pack.Parent != use.ID {
		t.Errorf("%s belongs to %q\n%s", pack.ID, pack.Parent, diff)
	}
	if text := doc.Find("#spec").Text(); !strings.Contains(text, "600") || !strings.Contains(text, "¥30.00") {
		t.Errorf("the list of specs: %s", strings.Join(strings.Fields(text), " "))
	}
}

func cents(t testing.TB, s string) price.Decimal {
	t.Helper()
	d, err := price.ParsePrice(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// business-rules 4.3: locks of what is charged by use, and of packages, on sale.
func TestUseAndPackagesOnSaleAreShownAsLocked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	minutes := price.Plan{Currency: "CNY", Charge: price.ChargeOnDemand, Factors: []price.Factor{{Code: "calls", Name: i18n.Text{ZH: "通话"}, Items: []price.Item{{Code: "minutes",
		Name: i18n.Text{ZH: "时长"}, Unit: i18n.Text{ZH: "分钟"}, Cycle: price.CycleDay, Model: price.Model{Kind: price.ModelFixed, Price: price.Whole(1)}}}}}}
	pack := price.Plan{Currency: "CNY", Charge: price.ChargePackage, Terms: []price.TermRange{{Unit: period.Month, Max: 6}},
		SKUs:    []price.SKU{{Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(30)}}},
		Package: &price.Package{Reset: price.CycleNever, Contents: []price.Content{{Item: "minutes", Quantity: price.Whole(600)}}}}
	id := s.Joint(func(c *catalog.Content) {
		c.Specs = append(c.Specs, catalog.Spec{Name: i18n.Text{ZH: "按需", EN: "By use"}, Plan: minutes}, catalog.Spec{Name: i18n.Text{ZH: "套餐", EN: "Package"}, Plan: pack, Parent: "按需"})
	}).ProductID
	to, _ := s.follow(s.post(s.Seller, "/seller/products/"+id+"/modify", nil))
	before := s.stored(to).Content
	use := s.page(s.get(to+"/specs/1"), http.StatusOK)
	if use.Find("[name='plan.factors.0.items.0.cycle']").AttrOr("type", "") != "hidden" || use.Find("[value^='item.drop']").Length()+use.Find("[value^='factor.drop']").Length() != 0 {
		t.Error("a charging item on sale can lose its cycle, or go")
	}
	for _, name := range []string{"plan.factors.0.items.0.code", "plan.factors.0.items.0.unit_zh"} {
		if _, fixed := use.Find("[name='" + name + "']").Attr("readonly"); !fixed {
			t.Errorf("%s can be changed", name)
		}
	}
	if _, fixed := use.Find("[name='plan.factors.0.items.0.model.price']").Attr("readonly"); fixed {
		t.Error("the price of use cannot change")
	}
	bundle := s.page(s.get(to+"/specs/2"), http.StatusOK)
	for _, name := range []string{"simple.month", "plan.package.contents.0.quantity", "plan.terms.month.max"} {
		if _, fixed := bundle.Find("[name='" + name + "']").Attr("readonly"); !fixed {
			t.Errorf("%s of a package can be changed", name)
		}
	}
	if bundle.Find("[name='parent_spec_id']").AttrOr("type", "") != "hidden" || bundle.Find("[name='plan.terms.year']").Length() != 0 || bundle.Find("select[name='plan.package.reset']").Length() != 0 {
		t.Error("what a package belongs to, its validity or its reset rule can be changed")
	}
	s.follow(s.post(s.Seller, to+"/specs/1", with(fields(use, "form"), "do", "save")))
	bundle = s.page(s.get(to+"/specs/2"), http.StatusOK)
	s.follow(s.post(s.Seller, to+"/specs/2", with(fields(bundle, "form"), "do", "save")))
	if diff := cmp.Diff(before.Specs, s.stored(to).Content.Specs); diff != "" {
		t.Errorf("saving without a change changed it (-before +after):\n%s", diff)
	}
}
