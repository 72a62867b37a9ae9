package e2e_test

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// quiet is a spec that is going to be hidden.
func quiet() content.PlanSpec {
	return content.PlanSpec{Name: i18n.Text{ZH: "内测版", EN: "By invitation"}, Plan: price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}},
		SKUs: []price.SKU{{Prices: map[period.Unit]price.Decimal{period.Month: price.Whole(40)}}}}}
}

// places are the pages that lead a visitor to a product of the category and the seller.
func (m *market) places(product, name, category, sellerID string) []string {
	m.t.Helper()
	v, q := m.visit(""), url.QueryEscape(name)
	var found []string
	for place, path := range map[string]string{"home": "/", "search": "/search?q=" + q, "suggestions": "/search/suggestions?q=" + q, "category": "/category/" + category,
		"seller": "/sellers/" + sellerID, "sitemap": "/sitemap-products.xml"} {
		if p := v.get(path); strings.Contains(string(p.raw), "/products/"+product) {
			found = append(found, place)
		} else if p.status != 200 {
			m.t.Errorf("%s: %d", path, p.status)
		}
	}
	slices.Sort(found)
	return found
}

// business-rules 4.2, in a browser: a hidden spec is on its own link only; a hidden product is on no list and in no search, and its
// address sells it; a delisting says what it touches, waits for an operator, ends the sale, and leaves the buyers what they have.
func (m *market) leaves(t *testing.T, b *browser, product string) {
	t.Helper()
	at := "/products/" + product
	s, o, v := b.as(seller), b.as(operator), b.as("")
	var live struct {
		Seller  struct{ ID string }
		Content struct {
			Category string
			Name     text
			Specs    []struct{ ID string }
		}
	}
	owner := m.as(thirdBuyer)
	owner.get(at, &live)
	bought := owner.pay(owner.place(product, "before it leaves").ID)
	await(t, "the service to open", time.Minute, func() bool { return owner.order(bought.ID).State == completed })
	look := func(when string, want ...string) {
		t.Helper()
		if got := m.places(product, live.Content.Name.ZH, live.Content.Category, live.Seller.ID); !slices.Equal(got, want) {
			t.Errorf("%s it is found at %v, want %v", when, got, want)
		}
	}
	const sold, invited = `document.querySelector('form[action$="/order"] button')`, `document.querySelector("main").innerText.includes("By invitation")`
	shows := func(path string, want int64, what string, holds bool) {
		t.Helper()
		if status := v.open(path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
		v.until("the page", `true`)
		if got := v.holds(what); got != holds {
			t.Errorf("%s has %s: %v", path, what, got)
		}
	}
	look("on sale", "category", "home", "search", "seller", "sitemap", "suggestions")

	s.modifies(product)
	s.click(`button[name="do"][value="spec.edit.1"]`)
	s.until("the page of the spec", `location.pathname.endsWith("/specs/1") && document.querySelector('[name="hidden"][type="checkbox"]')`)
	eval[bool](s, `document.querySelector('[name="hidden"][type="checkbox"]').click(), true`)
	s.click(`button[name="do"][value="done"]`)
	s.until("the form of the product", `document.querySelector('[name="production_url"]')`)
	o.approves(s.submits())
	secret := "?lang=en&spec=" + live.Content.Specs[1].ID
	shows(at+"?lang=en", 200, invited, false)
	shows(at+secret, 200, invited, true)
	look("with a hidden spec", "category", "home", "search", "seller", "sitemap", "suggestions")

	s.modifies(product)
	eval[bool](s, `document.querySelector('[name="hidden"][type="checkbox"]').click(), true`)
	o.approves(s.submits())
	look("hidden")
	shows(at+"?lang=en", 200, sold, true)
	s.open("/seller/products/" + product + "?lang=en")
	s.until("the link of the hidden product", `document.querySelector("#links").innerHTML.includes("`+at+`") && document.querySelector("#links .tag")`)
	s.open("/seller/products/" + product + "/delist?lang=en")
	proof := filepath.Join(t.TempDir(), "notice.pdf")
	if err := os.WriteFile(proof, []byte("%PDF-1.7\n1 0 obj"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run(chromedp.SetValue(`#delist [name="reason"]`, "The product line ends; customers were told in May."),
		chromedp.SetUploadFiles(`#delist [name="proof"]`, []string{proof}))
	s.click(`#delist button.btn-primary`)
	s.until("the question", `document.querySelector('#delist button[name="confirm"]')`)
	if warning := eval[string](s, `document.querySelector("#delist [data-focus]").innerText`); !strings.Contains(warning, "unused coupons (2), open orders (1) and services in use (1)") {
		t.Errorf("the delisting warns: %s", warning)
	}
	s.click(`#delist button[name="confirm"]`)
	s.until("the application", `location.pathname.startsWith("/seller/applications/")`)
	shows(at+"?lang=en", 200, sold, true) // until an operator decides
	o.approves(strings.TrimPrefix(eval[string](s, `location.pathname`), "/seller/applications/"))

	shows(at+"?lang=en", 404, sold, false)
	shows(at+secret, 404, invited, false)
	look("delisted")
	if got := m.as(otherBuyer).send("POST", at+"/quote", map[string]any{"spec_id": live.Content.Specs[0].ID, "term": map[string]any{"unit": "month", "count": 1}}); got.ok() {
		t.Errorf("it is still sold: %s", got)
	}
	w := b.as(thirdBuyer)
	w.open("/buyer/services/" + owner.order(bought.ID).Line.InstanceID + "?lang=en")
	w.until("what was bought", `document.querySelector("[data-secret-show]")`)
	for _, x := range []*tab{s, o, w} {
		x.clean(t, "leaving the store")
	}
}

// modifies opens the form that modifies a product on sale.
func (w *tab) modifies(product string) {
	w.t.Helper()
	w.open("/seller/products/" + product + "?lang=en")
	w.click(`form[action="/seller/products/` + product + `/modify"] button`)
	w.until("the form of the product", `document.querySelector('[name="production_url"]')`)
}

// submits hands the form of a product in and returns the id of the application.
func (w *tab) submits() string {
	w.t.Helper()
	at := eval[string](w, `location.pathname`)
	w.click(`button[name="do"][value="submit"]:not(.sr-only)`)
	w.until("the application to be submitted", `!document.querySelector('[name="production_url"]')`)
	return strings.TrimPrefix(at, "/seller/applications/")
}

// approves has an operator approve an application.
func (w *tab) approves(application string) {
	w.t.Helper()
	w.open("/operator/applications/" + application + "?lang=en")
	w.click(`[data-dialog="approve"]`)
	w.until("the question", `document.querySelector("dialog#approve").open`)
	w.click(`dialog#approve button:not([type="button"])`)
	w.until("the approval", `!document.querySelector('[data-dialog="approve"]')`)
}
