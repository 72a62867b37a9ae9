package operator

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/ui"
)

// applicationsPage is the review queue, filtered.
type applicationsPage struct {
	waiting
	List    page.Of[catalog.Application]
	Sellers []catalog.WaitingSeller
	Limit   catalog.ReviewLimit
}

// queueFilter reads the filter of the queue. Without a state it is everything that was ever submitted.
func queueFilter(r *http.Request) catalog.QueueFilter {
	q := r.URL.Query()
	f := catalog.QueueFilter{State: q.Get("state"), Kind: q.Get("kind"), Delivery: catalog.Delivery(q.Get("delivery")), Family: catalog.Family(q.Get("family")),
		SellerID: q.Get("seller"), Overdue: q.Get("overdue") != "", Text: q.Get("q"), Sort: q.Get("sort")}
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
	if p.Sellers, err = c.d.Catalog.WaitingSellers(r.Context(), actor); err != nil {
		return err
	}
	p.Limit = c.d.Catalog.ReviewLimit()
	ui.Render(w, r, http.StatusOK, applicationsView(p))
	return nil
}

func (c *console) applicationsCSV(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	v := ui.ViewOf(ctx)
	row := func(a catalog.Application) []string { return append(a.Cells(v.T, v.Lang), overdue(ctx, a)) }
	return ui.Export(w, r, ui.Sheet[catalog.Application]{Name: c.fileName("applications"), Header: append(catalog.ApplicationHeader(v.T), ui.T(ctx, "operator.col.overdue")), Row: row, Log: c.d.Log},
		func(req page.Request) (page.Of[catalog.Application], error) {
			return c.d.Catalog.Queue(ctx, actor, queueFilter(r), req)
		})
}

func applicationRows(ctx context.Context, list []catalog.Application) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, a := range list {
		due := decidedAt(a)
		if a.State == catalog.StatePending {
			u := urgencyFor(ctx, a)
			due = dueCell(u)
			if u.Late() {
				rows[i].Tone = ui.Danger
			}
		}
		rows[i].Href = "/operator/applications/" + a.ID
		rows[i].Cells = []templ.Component{
			ui.TwoLines(ui.In(ctx, a.Name), ui.In(ctx, a.SellerName)),
			ui.TwoLines(ui.T(ctx, "catalog.kind."+a.Kind), typeAndFamily(ctx, a)),
			ui.StatusBadge(a.State, applicationState(ctx, a.State)),
			ui.Time(a.SubmittedAt), due,
		}
	}
	return rows
}

// overdue is the last column of the export: empty unless it should have been decided on.
func overdue(ctx context.Context, a catalog.Application) string {
	if !a.Overdue(ui.ViewOf(ctx).Now) {
		return ""
	}
	return ui.T(ctx, "operator.applications.late")
}

// typeAndFamily is "SaaS · Joint product".
func typeAndFamily(ctx context.Context, a catalog.Application) string {
	return ui.In(ctx, a.Delivery.Name()) + " · " + ui.In(ctx, a.Family.Name())
}

// queueFilters are the choices above the queue. A seller is offered while something of it waits, or is asked for already.
func queueFilters(ctx context.Context, p applicationsPage) []ui.Filter {
	var kinds, types, families, sellers []ui.Option
	for _, k := range catalog.Kinds() {
		kinds = append(kinds, ui.Option{Value: k, Label: ui.T(ctx, "catalog.kind."+k)})
	}
	for _, t := range catalog.Types() {
		types = append(types, ui.Option{Value: string(t.Delivery), Label: ui.In(ctx, t.Name)})
	}
	for _, f := range []catalog.Family{catalog.FamilyGeneral, catalog.FamilyJoint} {
		families = append(families, ui.Option{Value: string(f), Label: ui.In(ctx, f.Name())})
	}
	asked := ui.ViewOf(ctx).Query.Get("seller")
	for _, s := range p.Sellers {
		sellers = append(sellers, ui.Option{Value: s.ID, Label: ui.In(ctx, s.Name)})
	}
	if asked != "" && !slices.ContainsFunc(sellers, func(o ui.Option) bool { return o.Value == asked }) {
		name := asked
		if len(p.List.Items) > 0 {
			name = ui.In(ctx, p.List.Items[0].SellerName)
		}
		sellers = append(sellers, ui.Option{Value: asked, Label: name})
	}
	filters := []ui.Filter{
		{Name: "state", Label: ui.T(ctx, "operator.col.state"), Options: applicationStates(ctx)},
		{Name: "kind", Label: ui.T(ctx, "operator.col.kind"), Options: kinds},
		{Name: "delivery", Label: ui.T(ctx, "operator.col.delivery"), Options: types},
		{Name: "family", Label: ui.T(ctx, "operator.col.family"), Options: families},
		{Name: "overdue", Label: ui.T(ctx, "operator.col.overdue"), Options: []ui.Option{{Value: "1", Label: ui.T(ctx, "operator.applications.overdue")}}},
	}
	if len(sellers) > 0 {
		filters = append(filters, ui.Filter{Name: "seller", Label: ui.T(ctx, "operator.col.seller"), Options: sellers})
	}
	return filters
}

// queueLead says how long a review may take.
func queueLead(ctx context.Context, l catalog.ReviewLimit) string {
	if l.PerDay == 0 {
		return ui.T(ctx, "operator.applications.lead", "n", l.Days)
	}
	return ui.T(ctx, "operator.applications.lead.longer", "n", l.Days, "per", l.PerDay, "most", l.Most)
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
	if q.Get("state") != catalog.StatePending {
		return ui.Empty{}
	}
	for _, narrower := range []string{"q", "seller", "kind", "delivery", "family", "overdue"} {
		if q.Get(narrower) != "" {
			return ui.Empty{}
		}
	}
	return ui.Empty{Icon: "check-circle", Title: ui.T(ctx, "operator.applications.done"), Text: ui.T(ctx, "operator.applications.done.text"),
		Action: ui.Button(ui.Btn{Label: ui.T(ctx, "operator.applications.all"), Href: "/operator/applications"})}
}
