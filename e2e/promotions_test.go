package e2e_test

import (
	"time"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/kernel/period"
)

// promotionPages are the pages of coupons, private offers, resale discounts and cash coupons: their lists, their forms, and a
// coupon that a buyer may collect.
func (m *market) promotionPages() map[string][]string {
	m.t.Helper()
	s := m.as(seller)
	product := m.publish("promotions", m.server.Address(misseller.Behaviour{}), nil)
	var is struct{ Now time.Time }
	s.get("/health", &is)
	today := is.Now.In(period.Shanghai())
	var batch struct {
		ID  string
		Rev int64
	}
	s.post("/coupon-batches", map[string]any{"terms": map[string]any{"name": text{"新客立减", "Newcomers"}, "amount": 5, "minimum": 20, "total": 100, "per_buyer": 1,
		"shown": true, "items": []any{map[string]any{"product_id": product}}, "validity": map[string]any{"from": today.Format(time.DateOnly), "to": today.AddDate(0, 1, 0).Format(time.DateOnly)}}}, &batch)
	s.post("/coupon-batches/"+batch.ID+"/publish", map[string]any{"rev": batch.Rev}, nil)
	return map[string][]string{
		buyer: {"/buyer/coupons", "/coupons/" + batch.ID},
		seller: {"/seller/coupons", "/seller/coupons/new", "/seller/coupons/" + batch.ID, "/seller/test-coupons", "/seller/test-coupons/new", "/seller/offers", "/seller/offers/new",
			"/seller/resale", "/seller/resale/new"},
		operator: {"/operator/coupons", "/operator/offers", "/operator/resales", "/operator/promotions", "/operator/cash-coupons"},
	}
}
