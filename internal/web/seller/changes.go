package seller

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/kernel/sheet"
	sellers "github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

// changeFilter reads the filter of the list; without a state it is everything that was ever handed in.
func changeFilter(r *http.Request) sellers.ChangeFilter {
	ctx := r.Context()
	f := sellers.ChangeFilter{State: oneOf(r, "state", changeStates(ctx)), Kind: sellers.ChangeKind(oneOf(r, "kind", changeKinds(ctx)))}
	if f.State == "" {
		f.State = sellers.AllStates
	}
	return f
}

func changeStates(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []string{sellers.ChangeInReview, sellers.ChangeApproved, sellers.ChangeRejected, sellers.ChangeWithdrawn, sellers.ChangeRevoked, sellers.ChangeReplaced} {
		out = append(out, ui.Option{Value: s, Label: ui.T(ctx, "seller.change.state."+s)})
	}
	return out
}

func changeKinds(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range sellers.ChangeKinds() {
		out = append(out, ui.Option{Value: string(k), Label: ui.In(ctx, k.Name())})
	}
	return out
}

// changes lists the applications that are about the seller itself: its storefront (business-rules 2.7, 4.1), its information,
// contacts and papers, as far as the person may see them.
func (p *pages) changes(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	list, err := p.Sellers.Changes(ctx, who, changeFilter(r), from(r))
	if err != nil {
		return err
	}
	t := ui.Table{
		ID: "changes", Caption: ui.T(ctx, "menu.applications.company"),
		Columns: []ui.Column{{Label: ui.T(ctx, "seller.application.kind"), Wide: true}, {Label: ui.T(ctx, "seller.application.state")},
			{Label: ui.T(ctx, "seller.application.submitted")}, {Label: ui.T(ctx, "seller.queue.due")}, {Label: ui.T(ctx, "seller.change.decided"), Quiet: true}},
		Filters: []ui.Filter{{Name: "state", Label: ui.T(ctx, "seller.application.state"), Options: changeStates(ctx)},
			{Name: "kind", Label: ui.T(ctx, "seller.application.kind"), Options: changeKinds(ctx)}},
		Export: "/seller/applications/changes.csv", Next: list.Next,
		Empty: ui.Empty{Icon: "store", Title: ui.T(ctx, "seller.applications.none"), Text: ui.T(ctx, "seller.change.none.text"),
			Action: ui.Button(ui.Btn{Label: ui.T(ctx, "seller.change.storefront"), Icon: "store", Href: sellers.ChangeStorefront.Page()})},
	}
	for _, c := range list.Items {
		t.Rows = append(t.Rows, changeRow(ctx, c))
	}
	ui.Render(w, r, http.StatusOK, changesPage(t))
	return nil
}

func changeRow(ctx context.Context, c sellers.Change) ui.Row {
	under := c.ID
	if c.Reason != "" {
		under = ui.T(ctx, "seller.change.because", "reason", clip(c.Reason, 60))
	}
	due := ui.Muted("–")
	if c.State == sellers.ChangeInReview {
		due = ui.Time(period.AddWorkingDays(c.SubmittedAt, sellers.ReviewDays, period.Shanghai()))
	}
	row := ui.Row{Href: c.Kind.Page(), Cells: []templ.Component{ui.TwoLines(ui.In(ctx, c.Kind.Name()), under),
		ui.StatusBadge(c.State, ui.T(ctx, "seller.change.state."+c.State)), ui.Time(c.SubmittedAt), due, ui.Time(c.DecidedAt)}}
	if c.State == sellers.ChangeRejected {
		row.Tone = ui.Danger
	}
	return row
}

func (p *pages) changesCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	header := []string{ui.T(ctx, "seller.application.id"), ui.T(ctx, "seller.application.kind"), ui.T(ctx, "seller.application.state"),
		ui.T(ctx, "seller.application.submitted"), ui.T(ctx, "seller.change.decided"), ui.T(ctx, "seller.change.reason")}
	row := func(c sellers.Change) []string {
		return []string{c.ID, ui.In(ctx, c.Kind.Name()), ui.T(ctx, "seller.change.state."+c.State), sheet.Time(c.SubmittedAt), sheet.Time(c.DecidedAt), c.Reason}
	}
	return ui.Export(w, r, ui.Sheet[sellers.Change]{Name: "changes", Header: header, Row: row, Log: p.Log},
		func(req page.Request) (page.Of[sellers.Change], error) {
			return p.Sellers.Changes(ctx, who, changeFilter(r), req)
		})
}
