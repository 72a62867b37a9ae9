package e2e_test

import (
	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/demo/content"
)

// salesPages are the pages of sales rules, credit control and stock, of a product with every kind of rule.
func (m *market) salesPages() map[string][]string {
	m.t.Helper()
	s, few := m.as(seller), int64(8)
	product := m.publish("sales-rules", m.server.Address(misseller.Behaviour{}), func(p *content.Product) { p.Spec.Stock = &few })
	var sheet struct {
		Rev   int64
		Specs []struct {
			ID string `json:"spec_id"`
		}
	}
	at := "/seller/products/" + product
	s.get(at+"/sales-rules", &sheet)
	spec := sheet.Specs[0].ID
	change := func(what string, in map[string]any) {
		m.t.Helper()
		s.send("PUT", at+what, in).into(m.t, &sheet)
	}
	change("/sales-target", map[string]any{"rev": sheet.Rev, "target": "named", "specs": []any{map[string]any{"spec_id": spec, "target": "named"}}})
	change("/purchase-limits", map[string]any{"rev": sheet.Rev, "specs": []any{map[string]any{"spec_id": spec, "limit": map[string]any{"times": 3}}}})
	var me struct{ ID, Name string }
	m.as(buyer).get("/me", &me)
	s.post(at+"/named-customers?list=target", map[string]any{"customers": []any{map[string]any{"id": me.ID, "name": me.Name}}}, nil)
	change("/stock-warning", map[string]any{"spec_id": spec, "warn_at": 10})
	s.post(at+"/stock", map[string]any{"spec_id": spec, "delta": -2, "note": "展会预留 20 套，余量见备注"}, nil)
	rules := "/seller/sales/" + product
	return map[string][]string{seller: {"/seller/sales", rules, rules + "/limits", rules + "/trials", rules + "/users?list=target",
		"/seller/credit", "/seller/credit/" + product, "/seller/stock", "/seller/stock/" + product}}
}
