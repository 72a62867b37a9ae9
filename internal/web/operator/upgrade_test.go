package operator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// business-rules 6.9, 4.1: an upgrade rule is in the queue beside all other kinds; its page has both prices of each way, what a change
// costs on an example day with the computation, and the rule that it would replace.
func TestAnUpgradeRuleIsReviewedWithBothPrices(t *testing.T) {
	t.Parallel()
	m := setup(t)
	ctx := t.Context()
	c := m.good("苇桥会议", "Reedbridge Meet")
	p := &c.Specs[0].Plan
	p.Attributes = []price.Attribute{{Code: "edition", Name: i18n.Text{ZH: "套餐", EN: "Edition"}, Kind: price.Enum,
		Values: []price.Value{{Code: "s", Name: i18n.Text{ZH: "小", EN: "Small"}}, {Code: "l", Name: i18n.Text{ZH: "大", EN: "Large"}}}}}
	p.SKUs, p.Terms = nil, []price.TermRange{{Unit: period.Month, Max: 12}}
	for code, n := range map[string]int64{"s": 30, "l": 90} {
		p.SKUs = append(p.SKUs, price.SKU{Values: map[string]string{"edition": code}, Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(n)}})
	}
	app := m.submitted(c)
	m.post("/operator/applications/"+app.ID+"/approve", "rev", rev(app))
	l := must[catalog.Listing](t)(m.catalog.Live(ctx, app.ProductID))
	skus := map[string]string{}
	for _, k := range l.Specs[0].Plan.SKUs {
		skus[k.Values["edition"]] = k.ID
	}
	submit := func(name string) catalog.Application {
		d := must[catalog.Draft](t)(m.catalog.SaveUpgrade(ctx, catalog.SaveUpgradeInput{Actor: m.seller, ProductID: app.ProductID,
			Rule: catalog.UpgradeRule{SpecID: l.Specs[0].ID, Name: name, Ways: []catalog.UpgradeWay{{From: skus["s"], To: []string{skus["l"]}}}}}))
		return must[catalog.Application](t)(m.catalog.Submit(ctx, catalog.SubmitInput{Actor: m.seller, ApplicationID: d.ID, Rev: d.Rev}))
	}
	a := submit("升级到大")
	if rows := m.get("/operator/applications?state=pending&kind=upgrade_rule").doc.Find("tbody tr"); rows.Length() != 1 || !strings.Contains(rows.Text(), "Upgrade rule") {
		t.Errorf("the queue has %s", rows.Text())
	}
	page := m.get("/operator/applications/" + a.ID)
	for _, text := range []string{"升级到大", "¥30.00", "¥90.00", "¥60.00 × 15 days ÷ 30 days = ¥30.00"} {
		if !strings.Contains(page.doc.Find("main").Text(), text) {
			t.Errorf("the page does not show %q: %s", text, page.doc.Find("#paths").Text())
		}
	}
	if page.doc.Find("#check-upgrade-prices").Length() != 1 || page.doc.Find("#check-delist-proof").Length() != 0 {
		t.Error("the checklist is another's")
	}
	if got := m.post("/operator/applications/"+a.ID+"/approve", "rev", rev(a)); got.Code != http.StatusSeeOther {
		t.Fatalf("approved: %d", got.Code)
	}
	if text := m.get("/operator/applications/" + a.ID).doc.Find("main").Text(); !strings.Contains(text, "升级到大") || strings.Contains(text, "¥60.00") {
		t.Errorf("decided, it says %s", text)
	}
	b := submit("另一条")
	if text := m.get("/operator/applications/" + b.ID).doc.Find("main").Text(); !strings.Contains(text, "The rule in force until then") || !strings.Contains(text, "升级到大") {
		t.Errorf("the one that it would replace is not there: %s", text)
	}
	if got := m.post("/operator/applications/"+b.ID+"/reject", "rev", rev(b), "reason", "名称不清楚，请补充。"); got.Code != http.StatusSeeOther {
		t.Errorf("rejected: %d", got.Code)
	}
}
