package store

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

type penaltiesView struct {
	Nav  []ui.NavLink
	List page.Of[seller.Penalty]
}

// penalties are published (business-rules 2.10): who broke which rule, and what followed.
func (a *area) penalties(w http.ResponseWriter, r *http.Request) {
	list, err := a.Sellers.PublishedPenalties(r.Context(), page.Request{Cursor: r.URL.Query().Get("cursor")})
	if err != nil {
		a.fail(w, r, err)
		return
	}
	ui.Render(w, r, http.StatusOK, penaltiesPage(penaltiesView{Nav: a.nav(r.Context(), ""), List: list}))
}

func penaltyRows(ctx context.Context, list []seller.Penalty) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, p := range list {
		kind, _ := p.Kind.Info()
		rule, _ := seller.RuleOf(p.Rule)
		until := ui.Muted("–")
		if !p.DueAt.IsZero() {
			until = ui.Date(p.DueAt)
		}
		rows[i] = ui.Row{Cells: []templ.Component{ui.Text(ui.In(ctx, p.SellerName)), ui.Text(ui.In(ctx, kind.Name)), ui.Text(ui.In(ctx, rule.Text)),
			ui.Date(p.StartedAt), until}}
	}
	return rows
}
