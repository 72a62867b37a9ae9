package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/demo/content"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// without is the next injection that holds no host: where a shop tells of itself, addresses are refused (business-rules 2.4).
func (r *rota) without(host string, most int) string {
	for {
		if s := r.of(most); !strings.Contains(s, host) && utf8.RuneCountInString(s) > 1 {
			return s
		}
	}
}

// hostileChoices is a spec whose attributes, values and unit are hostile.
func (r *rota) hostileChoices() content.PlanSpec {
	each := func(n int64) map[period.Unit]price.Decimal {
		return map[period.Unit]price.Decimal{period.Month: price.Whole(n)}
	}
	return content.PlanSpec{Name: r.both(50), Plan: price.Plan{Currency: "CNY", Charge: price.ChargePeriod, Terms: []price.TermRange{{Unit: period.Month, Max: 12}}, MaxCount: 3,
		Attributes: []price.Attribute{{Code: "edition", Name: r.both(50), Kind: price.Enum, Values: []price.Value{{Code: "one", Name: r.both(50)}, {Code: "two", Name: r.both(50)}}},
			{Code: "seats", Name: r.both(50), Kind: price.Quantity, Unit: r.both(30), Min: 1, Max: 9, Step: 1, Prices: map[period.Unit]price.Model{period.Month: {Kind: price.ModelLinear, Price: price.Whole(3)}}}},
		SKUs: []price.SKU{{Values: map[string]string{"edition": "one"}, Prices: each(20)}, {Values: map[string]string{"edition": "two"}, Prices: each(30)}}}}
}

// changed takes a change of the seller through the review and returns it.
func (m *market) changed(kind string, say map[string]any, checklist ...string) document {
	m.t.Helper()
	s := m.as(seller)
	var d document
	s.send("PUT", "/seller-changes", map[string]any{"kind": kind, "rev": 0, "content": map[string]any{kind: say}}).into(m.t, &d)
	s.post("/seller-changes/submit", map[string]any{"kind": kind, "rev": d.Rev}, &d)
	m.as(operator).post("/seller-changes/"+d.ID+"/approve", map[string]any{"rev": d.Rev, "checklist": checklist}, &d)
	return d
}

// shopName is what the hostile shop calls itself in English.
const shopName = `<svg/onload=alert(1)>"'{{7*7}}</title>`

// hostileShop has a seller write hostile texts into its name, its storefront, its contacts, a coupon and a private offer for a
// product, and returns the pages that show them. Telephone numbers and mail addresses with markup in them are refused by name.
func (m *market) hostileShop(t *testing.T, deal *rota, product string) map[string][]string {
	t.Helper()
	const host = "evil.example"
	s, b := m.as(seller), m.as(buyer)
	var own struct {
		ID string `json:"seller_id"`
	}
	s.get("/standing", &own)
	safe := func(most int) string { return deal.without(host, most) }
	both := func(most int) i18n.Text { return i18n.Text{ZH: safe(most), EN: safe(most)} }
	story := func() i18n.Text {
		var out []string
		for _, x := range injections {
			if !strings.Contains(x, host) && !strings.Contains(x, "<a ") && !strings.Contains(x, "<img") {
				out = append(out, x)
			}
		}
		text := "<p>" + strings.Join(out, "<p>")
		return i18n.Text{ZH: text, EN: text}
	}
	shop := m.changed("storefront", map[string]any{"media": s.upload("store_media", "banner.png", picture(t, 780, 440)), "profile": story(), "advantages": story(),
		"vision": story(), "certificates": story(), "pictures": []string{}}, "media", "story", "law")

	var form struct{ Content struct{ Info map[string]any } }
	s.get("/seller-form?kind=info", &form)
	info := form.Content.Info
	info["name"] = map[string]any{"zh": info["name"].(map[string]any)["zh"], "en": shopName} // a Chinese name is that of the licence
	info["profile"], info["website"], info["service_phone"], info["service_email"] = both(200), m.URL+"/", "400-000-0188", `'onfocus='alert{1}@shop.example`
	info["logo"] = s.upload("seller_logo", "logo.png", picture(t, 168, 70))
	info["address"] = map[string]any{"country": "CN", "province": safe(40), "city": safe(40), "detail": safe(100), "postcode": "350003"}
	info["tax"] = map[string]any{"payer": "general", "number": safe(32)}
	named := m.changed("info", info, "company", "website", "logo", "profile", "service")
	contact := m.changed("contact", map[string]any{"name": safe(50), "phone": "+86 (591) 000-0188", "email": "x'onfocus='y@shop.example"}, "contacts")
	m.refusesMarkup(t, "contact", map[string]any{"name": "林夏", "phone": `400<svg onload=alert(1)>`, "email": `"><script>alert(1)</script>@shop.example`}, "contact_email", "contact_phone")
	s.post("/support/groups", map[string]any{"name": both(30), "phone": "400-000-0188", "email": "{{7*7}}`x`@shop.example",
		"hours": map[string]any{"days": []int{1, 2, 3, 4, 5}, "from": "09:00", "to": "18:00"}}, nil)

	var is struct{ Now time.Time }
	s.get("/health", &is)
	today := is.Now.In(period.Shanghai())
	days := map[string]any{"from": today.Format(time.DateOnly), "to": today.AddDate(0, 1, 0).Format(time.DateOnly)}
	var batch document
	s.post("/coupon-batches", map[string]any{"terms": map[string]any{"name": deal.both(60), "amount": 1, "minimum": 2, "total": 9, "per_buyer": 1, "shown": true,
		"items": []any{map[string]any{"product_id": product}}, "validity": days}}, &batch)
	s.post("/coupon-batches/"+batch.ID+"/publish", map[string]any{"rev": batch.Rev}, nil)
	b.post("/coupon-batches/"+batch.ID+"/collect", map[string]any{}, nil)
	var offer struct{ ID, Link string }
	for _, percent := range []string{"95", "40"} { // the second one waits for an operator
		s.post("/private-offers", map[string]any{"name": deal.of(60), "shape": "discount", "validity": days, "lines": []any{map[string]any{"product_id": product, "percent": percent}},
			"customers": []any{map[string]any{"id": m.person(buyer).ID, "name": m.person(buyer).Name}}}, &offer)
	}
	return map[string][]string{
		"":    {"/sellers/" + own.ID},
		buyer: {"/buyer/coupons", "/coupons/" + batch.ID, "/messages"},
		seller: {"/seller/storefront", "/seller/storefront/preview", "/seller/info", "/seller/support", "/seller/coupons/" + batch.ID, "/seller/offers", "/seller/offers/" + offer.ID,
			"/seller/products/" + product + "/delist"},
		operator: {"/operator/sellers/" + own.ID, "/operator/seller-changes/" + shop.ID, "/operator/seller-changes/" + named.ID, "/operator/seller-changes/" + contact.ID,
			"/operator/offers?state=all", "/operator/promotions"},
	}
}

// refusesMarkup hands in a change that breaks the rules of the fields named, and of no other.
func (m *market) refusesMarkup(t *testing.T, kind string, say map[string]any, fields ...string) {
	t.Helper()
	s := m.as(seller)
	var d document
	s.send("PUT", "/seller-changes", map[string]any{"kind": kind, "rev": 0, "content": map[string]any{kind: say}}).into(t, &d)
	got := s.send("POST", "/seller-changes/submit", map[string]any{"kind": kind, "rev": d.Rev})
	var named []string
	for _, f := range got.fields() {
		named = append(named, f.Field)
	}
	if got.status != 422 || fmt.Sprint(named) != fmt.Sprint(fields) {
		t.Errorf("%v: %s", say, got)
	}
	s.post("/seller-changes/withdraw", map[string]any{"kind": kind, "rev": d.Rev}, nil)
}
