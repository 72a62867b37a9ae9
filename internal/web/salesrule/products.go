package salesrule

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// products lists what is on sale, with a word about its rules.
func (p *pages) products(k desk) door.Action {
	return func(w http.ResponseWriter, r *http.Request, who account.Actor) error {
		ctx := r.Context()
		list, err := p.Catalog.MyProducts(ctx, who, catalog.ProductFilter{Status: catalog.StatusOnSale, Text: asked(r, "q")}, from(r))
		if err != nil {
			return err
		}
		ids := make([]string, len(list.Items))
		for i, x := range list.Items {
			ids[i] = x.ID
		}
		rules, err := p.Rules.Summaries(ctx, who, ids)
		if err != nil {
			return err
		}
		rows := make([]ui.Row, len(list.Items))
		for i, x := range list.Items {
			rows[i] = ui.Row{Href: k.url + "/" + x.ID, Cells: append([]templ.Component{ui.Thumb(fileURL(x.Logo), ui.In(ctx, x.Name), x.ID)}, summary(ctx, k, rules[x.ID])...)}
		}
		ui.Render(w, r, http.StatusOK, productsPage(k, rows, list.Next))
		return nil
	}
}

// summary is the rules of a product in a few words, a cell each.
func summary(ctx context.Context, k desk, r salesrule.Rules) []templ.Component {
	if k.credit() {
		return []templ.Component{modeBadge(ctx, r.Cash), modeBadge(ctx, r.Line)}
	}
	limits, trials, narrowed := 0, 0, 0
	for _, s := range r.Specs {
		if !s.Limit.None() {
			limits++
		}
		if s.Trial {
			trials++
		}
		if s.Target != salesrule.TargetInherit {
			narrowed++
		}
	}
	target := ui.T(ctx, "sales.target."+string(orAll(r.Target)))
	if narrowed > 0 {
		return []templ.Component{ui.TwoLines(target, ui.T(ctx, "sales.narrowed", "n", narrowed)), specs(ctx, limits), specs(ctx, trials)}
	}
	return []templ.Component{ui.Text(target), specs(ctx, limits), specs(ctx, trials)}
}

func orAll(t salesrule.Target) salesrule.Target {
	if t == salesrule.TargetInherit {
		return salesrule.TargetAll
	}
	return t
}

func specs(ctx context.Context, n int) templ.Component {
	if n == 0 {
		return ui.Muted("–")
	}
	return ui.Text(ui.T(ctx, "sales.specs", "n", n))
}

func modeBadge(ctx context.Context, m salesrule.Mode) templ.Component {
	if m == "" || m == salesrule.ModeOff {
		return ui.Muted(ui.T(ctx, "sales.mode.off"))
	}
	return ui.Text(ui.T(ctx, "sales.mode."+string(m)))
}

// fileURL is where a seller sees a file of its own.
func fileURL(id string) string {
	if id == "" {
		return ""
	}
	return "/seller/files/" + id
}
