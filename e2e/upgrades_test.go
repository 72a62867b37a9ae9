package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/demo/content"
)

// ladder is a product whose second spec has several SKUs.
func (m *market) ladder(name string) (product string, specs []ladderSpec) {
	m.t.Helper()
	sample, err := content.Load()
	if err != nil {
		m.t.Fatal(err)
	}
	i := slices.IndexFunc(sample.Products, func(p content.Product) bool { return p.Key == "projects" })
	product = m.publish(name, m.server.Address(misseller.Behaviour{}), func(p *content.Product) { p.More = sample.Products[i].More[:1] })
	var live struct{ Content struct{ Specs []ladderSpec } }
	m.as(seller).get("/products/"+product, &live)
	return product, live.Content.Specs
}

type ladderSpec struct {
	ID   string
	Plan struct{ SKUs []struct{ ID string } }
}

// business-rules 6.9, 4.1: a seller sets up a rule in the browser, an operator approves it, a buyer reads of it, the seller ends it.
func TestAnUpgradeRuleFromItsFormToItsEndInTheBrowser(t *testing.T) {
	t.Parallel()
	m := open(t, settings{})
	b := openBrowser(t, m.house)
	product, specs := m.ladder("upgrade in the browser")
	spec := specs[1]
	s, o, v := b.as(seller), b.as(operator), b.as("")
	at := "/seller/products/" + product + "/upgrades"
	s.open("/seller/products/" + product + "?lang=en")
	s.click(`a[href="` + at + `"]`)
	s.until("the specs", `document.querySelector('a[href="`+at+`/new?spec=`+spec.ID+`"]')`)
	s.click(`a[href="` + at + `/new?spec=` + spec.ID + `"]`)
	s.until("the form", `document.querySelector('form[action="`+at+`"]')`)
	low, high := spec.Plan.SKUs[0].ID, spec.Plan.SKUs[1].ID
	s.fill(at, "name", hostile[:40], "to_"+low, high)
	s.click(`form[action="` + at + `"] button[name="do"][value="submit"]:not(.sr-only)`)
	s.until("the application", `location.pathname.startsWith("/seller/applications/app_") && document.querySelector("#paths")`)
	o.approves(strings.TrimPrefix(eval[string](s, `location.pathname`), "/seller/applications/"))

	page := "/products/" + product + "?spec=" + spec.ID + "&lang=en"
	v.open(page)
	v.until("what it can be upgraded to", `document.querySelector("#upgrades summary")`)
	s.open(at + "?lang=en")
	s.click(`[data-dialog^="end-upr_"]`)
	s.until("the question", `document.querySelector('dialog[id^="end-upr_"]').open`)
	s.click(`dialog[id^="end-upr_"] button:not([type="button"])`)
	s.until("the end", `document.querySelector("#past") && !document.querySelector('[data-dialog^="end-upr_"]')`)
	v.open(page)
	if v.holds(`document.querySelector("#upgrades")`) {
		t.Error("the page still says what it can be upgraded to")
	}
	for _, w := range []*tab{s, o, v} {
		if eval[string](w, `document.title`) == "owned" {
			t.Error("the name of a rule ran")
		}
		w.clean(t, "an upgrade rule")
	}
}

// upgradePages are those of upgrade rules: one that holds, a changed one that waits, the form of another.
func (m *market) upgradePages() map[string][]string {
	m.t.Helper()
	s := m.as(seller)
	product, specs := m.ladder("upgrades")
	spec := specs[1]
	low, high := spec.Plan.SKUs[0].ID, spec.Plan.SKUs[1].ID
	var draft struct {
		ID  string
		Rev int64
	}
	submit := func(name string) {
		m.t.Helper()
		s.post("/seller/products/"+product+"/upgrade-rules", map[string]any{"rule": map[string]any{"spec_id": spec.ID, "name": name,
			"ways": []any{map[string]any{"from": low, "to": []string{low, high}}}}}, &draft)
		s.post("/applications/"+draft.ID+"/submit", map[string]any{"rev": draft.Rev}, &draft)
	}
	submit("升级到下一档")
	m.as(operator).post("/applications/"+draft.ID+"/approve", map[string]any{"rev": draft.Rev}, nil)
	submit("改名后的规则，正在审核")
	at := "/seller/products/" + product + "/upgrades"
	return map[string][]string{"visitor": {"/products/" + product + "?spec=" + spec.ID}, operator: {"/operator/applications/" + draft.ID},
		seller: {at, at + "/new?spec=" + specs[0].ID, "/seller/applications/" + draft.ID, "/seller/applications?kind=upgrade_rule"}}
}
