package e2e_test

import (
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/period"
)

// promotionPages are the pages of coupons, private offers, resale discounts and cash coupons: their lists, their forms, and a
// coupon that a buyer may collect.
func (m *market) promotionPages() map[string][]string {
	m.t.Helper()
	_, batch := m.promoted("promotions", 5, nil)
	return map[string][]string{
		buyer: {"/buyer/coupons", "/coupons/" + batch},
		seller: {"/seller/coupons", "/seller/coupons/new", "/seller/coupons/" + batch, "/seller/test-coupons", "/seller/test-coupons/new", "/seller/offers", "/seller/offers/new",
			"/seller/resale", "/seller/resale/new"},
		operator: {"/operator/coupons", "/operator/offers", "/operator/resales", "/operator/promotions", "/operator/cash-coupons"},
	}
}

// promoted sells a product, as change makes it, and publishes a coupon of an amount for it.
func (m *market) promoted(name string, amount int, change func(*content.Product)) (product, batchID string) {
	m.t.Helper()
	s := m.as(seller)
	product = m.publish(name, m.server.Address(misseller.Behaviour{}), change)
	var is struct{ Now time.Time }
	s.get("/health", &is)
	today := is.Now.In(period.Shanghai())
	var batch struct {
		ID  string
		Rev int64
	}
	s.post("/coupon-batches", map[string]any{"terms": map[string]any{"name": text{"新客立减", "Newcomers"}, "amount": amount, "minimum": 20, "total": 100, "per_buyer": 1,
		"shown": true, "items": []any{map[string]any{"product_id": product}}, "validity": map[string]any{"from": today.Format(time.DateOnly), "to": today.AddDate(0, 1, 0).Format(time.DateOnly)}}}, &batch)
	s.post("/coupon-batches/"+batch.ID+"/publish", map[string]any{"rev": batch.Rev}, nil)
	return product, batch.ID
}

// business-rules 5.8, 6.3, 6.4, in a browser: a coupon is collected on the page of its product, taken off while the buyer still
// chooses, left out and taken again, and used up by the order. Then the product leaves the store, step by step: see leaves.
func TestACouponIsCollectedAndTakenOffWhileTheBuyerChooses(t *testing.T) {
	t.Parallel()
	m := open(t, settings{})
	product, batch := m.promoted("with a coupon", 5, func(p *content.Product) { p.More = []content.PlanSpec{quiet()} })
	b := openBrowser(t, m.house)
	w := b.as(buyer)
	w.open("/products/" + product + "?lang=en&theme=light")
	w.click(`#coupons form button`)
	w.until("the coupon", `document.querySelector('#coupons a[href="/buyer/coupons"]')`)
	w.click(`form[action$="/order"] button:not([name])`)
	w.until("the order with the coupon", `document.querySelector('#savings input[name="coupon"]:checked')?.value`)

	pays := func() string { return eval[string](w, `document.querySelector('#quote input[name="expect"]').value`) }
	with := pays()
	w.click(`#savings input[name="coupon"][value=""] + .choice-text`)
	w.until("the price without it", `document.querySelector('#quote input[name="expect"]').value !== "`+with+`"`)
	if focus := eval[string](w, `document.activeElement.name`); focus != "coupon" {
		t.Errorf("after a choice the focus is at %q", focus)
	}
	without := pays()
	w.click(`#savings input[name="coupon"]:not([value=""]) + .choice-text`)
	w.until("the price with it", `document.querySelector('#quote input[name="expect"]').value === "`+with+`"`)
	if without == with {
		t.Errorf("with %s, without %s", with, without)
	}
	eval[bool](w, `document.querySelectorAll('form[action$="/order"] input[type="checkbox"]:not([name="cash"])').forEach(x => x.click()), true`)
	w.click(`form[action$="/order"] button:not([name])`)
	w.until("the payment page", `document.querySelector('form[action$="/pay"] button')`)
	if !w.holds(`document.querySelector("main").textContent.includes("` + with + `")`) {
		t.Errorf("%s is not what is to be paid", with)
	}
	w.open("/products/" + product + "/order?lang=en")
	if !w.holds(`document.querySelector('#quote input[name="expect"]').value === "` + without + `"`) {
		t.Errorf("the coupon is held by an order, and the next costs %s", pays())
	}
	w.clean(t, "the coupon")

	m.as(otherBuyer).post("/coupon-batches/"+batch+"/collect", map[string]any{}, nil)
	m.leaves(t, b, product)
}
