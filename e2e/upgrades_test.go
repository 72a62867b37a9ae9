package e2e_test

import (
	"slices"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/demo/content"
)

// upgradePages are those of upgrade rules: one that holds, a changed one that waits, the form of another.
func (m *market) upgradePages() map[string][]string {
	m.t.Helper()
	s := m.as(seller)
	sample, err := content.Load()
	if err != nil {
		m.t.Fatal(err)
	}
	i := slices.IndexFunc(sample.Products, func(p content.Product) bool { return p.Key == "projects" })
	product := m.publish("upgrades", m.server.Address(misseller.Behaviour{}), func(p *content.Product) { p.More = sample.Products[i].More[:1] })
	var live struct {
		Content struct {
			Specs []struct {
				ID   string
				Plan struct{ SKUs []struct{ ID string } }
			}
		}
	}
	s.get("/products/"+product, &live)
	spec := live.Content.Specs[1]
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
		seller: {at, at + "/new?spec=" + live.Content.Specs[0].ID, "/seller/applications/" + draft.ID, "/seller/applications?kind=upgrade_rule"}}
}
