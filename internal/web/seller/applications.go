package seller

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

func stateOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []string{catalog.StateDraft, catalog.StatePending, catalog.StateApproved, catalog.StateRejected} {
		out = append(out, ui.Option{Value: s, Label: ui.T(ctx, "catalog.state."+s)})
	}
	return out
}

func kindOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range catalog.Kinds() {
		out = append(out, ui.Option{Value: k, Label: ui.T(ctx, "catalog.kind."+k)})
	}
	return out
}

func applicationFilter(r *http.Request) catalog.ApplicationFilter {
	return catalog.ApplicationFilter{State: oneOf(r, "state", stateOptions(r.Context())), Kind: oneOf(r, "kind", kindOptions(r.Context())), ProductID: asked(r, "product"), Text: asked(r, "q")}
}

func (p *pages) applications(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	list, err := p.Catalog.Applications(r.Context(), who, applicationFilter(r), from(r))
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, applicationsPage(applicationTable(r.Context(), list)))
	return nil
}

func (p *pages) applicationsCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	f, v := applicationFilter(r), ui.ViewOf(r.Context())
	row := func(a catalog.Application) []string { return a.Cells(v.T, v.Lang) }
	return ui.Export(w, r, ui.Sheet[catalog.Application]{Name: "applications", Header: catalog.ApplicationHeader(v.T), Row: row, Log: p.Log},
		func(req page.Request) (page.Of[catalog.Application], error) {
			return p.Catalog.Applications(r.Context(), who, f, req)
		})
}

func applicationTable(ctx context.Context, list page.Of[catalog.Application]) ui.Table {
	t := ui.Table{
		ID: "applications", Caption: ui.T(ctx, "seller.applications.title"), Search: ui.T(ctx, "seller.applications.search"),
		Columns: []ui.Column{
			{Label: ui.T(ctx, "seller.product"), Wide: true}, {Label: ui.T(ctx, "seller.application.kind")},
			{Label: ui.T(ctx, "seller.product.version"), Quiet: true}, {Label: ui.T(ctx, "seller.application.state")},
			{Label: ui.T(ctx, "seller.queue.place")}, {Label: ui.T(ctx, "seller.application.submitted"), Quiet: true}, {Label: ui.T(ctx, "seller.application.updated"), Quiet: true},
		},
		Filters: []ui.Filter{{Name: "state", Label: ui.T(ctx, "seller.application.state"), Options: stateOptions(ctx)}, {Name: "kind", Label: ui.T(ctx, "seller.application.kind"), Options: kindOptions(ctx)}},
		Export:  "/seller/applications.csv", Next: list.Next,
		Empty: ui.Empty{Icon: "review", Title: ui.T(ctx, "seller.applications.none"), Text: ui.T(ctx, "seller.applications.none.text"),
			Action: ui.Button(ui.Btn{Label: ui.T(ctx, "seller.products.new"), Icon: "plus", Href: "/seller/applications/new", Kind: ui.Primary})},
	}
	for _, a := range list.Items {
		t.Rows = append(t.Rows, applicationRow(ctx, a))
	}
	return t
}

func applicationRow(ctx context.Context, a catalog.Application) ui.Row {
	row := ui.Row{Href: "/seller/applications/" + a.ID, Cells: []templ.Component{
		ui.TwoLines(named(ctx, a.Name), shortReason(ctx, a)),
		ui.Text(ui.T(ctx, "catalog.kind."+a.Kind)), versionCell(a),
		ui.StatusBadge(a.State, ui.T(ctx, "catalog.state."+a.State)), placeCell(ctx, a), ui.Time(a.SubmittedAt), ui.TimeAgo(a.UpdatedAt),
	}}
	switch {
	case a.State == catalog.StateRejected:
		row.Tone = ui.Danger
	case a.Overdue(ui.ViewOf(ctx).Now):
		row.Tone = ui.Warning
	}
	return row
}

// placeCell is the place of what waits in the queue, and when it is due (business-rules 4.1).
func placeCell(ctx context.Context, a catalog.Application) templ.Component {
	if a.Position == 0 {
		return ui.Muted("–")
	}
	due := ui.T(ctx, "seller.queue.by", "time", ui.FormatTime(ctx, a.DueAt))
	if a.Overdue(ui.ViewOf(ctx).Now) {
		due = ui.T(ctx, "seller.queue.late")
	}
	return ui.TwoLines(ui.T(ctx, "seller.queue.nth", "n", a.Position), due)
}

// waited says how long an application waits: "2 working days".
func waited(ctx context.Context, a catalog.Application) string {
	switch n := period.WorkingDays(a.SubmittedAt, ui.ViewOf(ctx).Now, period.Shanghai()); n {
	case 0:
		return ui.T(ctx, "seller.queue.today")
	case 1:
		return ui.T(ctx, "seller.queue.day")
	default:
		return ui.T(ctx, "seller.queue.days", "n", n)
	}
}

// ahead says what is decided on before an application.
func ahead(ctx context.Context, a catalog.Application) string {
	if a.Position == 1 {
		return ui.T(ctx, "seller.queue.next")
	}
	return ui.T(ctx, "seller.queue.ahead", "n", a.Position-1)
}

// versionCell is the version that an application writes.
func versionCell(a catalog.Application) templ.Component {
	if !a.Writes() {
		return ui.Muted("–")
	}
	return ui.Mono("v" + itoa(a.Version))
}

// shortReason is the reason of a rejection, or the id.
func shortReason(ctx context.Context, a catalog.Application) string {
	if a.State == catalog.StateRejected && a.Reason != "" {
		return ui.T(ctx, "seller.application.because", "reason", clip(a.Reason, 60))
	}
	return a.ID
}

// clip shortens a text to n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
