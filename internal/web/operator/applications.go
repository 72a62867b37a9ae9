package operator

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/ui"
)

// applicationsPage is the review queue, filtered.
type applicationsPage struct {
	waiting
	List page.Of[catalog.Application]
}

// queueFilter reads the filter of the queue. Without a state it is everything that was ever submitted.
func queueFilter(r *http.Request) catalog.QueueFilter {
	q := r.URL.Query()
	f := catalog.QueueFilter{State: q.Get("state"), SellerID: q.Get("seller"), Text: q.Get("q")}
	if f.State == "" {
		f.State = "all"
	}
	return f
}

func (c *console) applications(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p applicationsPage
	var err error
	if p.List, err = c.d.Catalog.Queue(r.Context(), actor, queueFilter(r), asked(r)); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, applicationsView(p))
	return nil
}

func (c *console) applicationsCSV(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	v := ui.ViewOf(ctx)
	row := func(a catalog.Application) []string { return a.Cells(v.T, v.Lang) }
	return ui.Export(w, r, ui.Sheet[catalog.Application]{Name: c.fileName("applications"), Header: catalog.ApplicationHeader(v.T), Row: row, Log: c.d.Log},
		func(req page.Request) (page.Of[catalog.Application], error) {
			return c.d.Catalog.Queue(ctx, actor, queueFilter(r), req)
		})
}

func applicationRows(ctx context.Context, list []catalog.Application) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, a := range list {
		var when templ.Component
		if a.State == catalog.StatePending {
			when = ageBadge(a.SubmittedAt)
		} else {
			when = decidedAt(a)
		}
		rows[i] = ui.Row{Href: "/operator/applications/" + a.ID, Cells: []templ.Component{
			ui.TwoLines(ui.In(ctx, a.Name), a.ID),
			ui.Text(ui.In(ctx, a.SellerName)),
			ui.Text(ui.T(ctx, "catalog.kind."+a.Kind)),
			ui.StatusBadge(a.State, applicationState(ctx, a.State)),
			ui.Time(a.SubmittedAt),
			when,
		}}
	}
	return rows
}

func applicationStates(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []string{catalog.StatePending, catalog.StateApproved, catalog.StateRejected} {
		out = append(out, ui.Option{Value: s, Label: applicationState(ctx, s)})
	}
	return out
}

// queueEmpty praises an empty queue; any other filter that leaves nothing keeps the usual text.
func queueEmpty(ctx context.Context) ui.Empty {
	q := ui.ViewOf(ctx).Query
	if q.Get("state") != catalog.StatePending || q.Get("q") != "" || q.Get("seller") != "" {
		return ui.Empty{}
	}
	return ui.Empty{Icon: "check-circle", Title: ui.T(ctx, "operator.applications.done"), Text: ui.T(ctx, "operator.applications.done.text"),
		Action: ui.Button(ui.Btn{Label: ui.T(ctx, "operator.applications.all"), Href: "/operator/applications"})}
}
