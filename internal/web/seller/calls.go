package seller

import (
	"context"
	"net/http"
	"strconv"
	"time"
	"unicode"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// failing is the filter on calls whose last verdict is not good.
const failing = "failing"

func activityOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, a := range saasv2.Activities() {
		out = append(out, ui.Option{Value: string(a), Label: activityName(ctx, a)})
	}
	return out
}

// activityName is what people call an activity, as a title.
func activityName(ctx context.Context, a wire.Activity) string {
	name := []rune(a.Name().In(ui.Lang(ctx)))
	if len(name) > 0 {
		name[0] = unicode.ToUpper(name[0])
	}
	return string(name)
}

func callStateOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []string{call.StatePending, call.StateOK, call.StateFailed} {
		out = append(out, ui.Option{Value: s, Label: ui.T(ctx, "seller.call.state."+s)})
	}
	return out
}

func verdictOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: failing, Label: ui.T(ctx, "seller.call.failing")},
		{Value: call.VerdictOK, Label: ui.T(ctx, "seller.call.good")}, {Value: call.VerdictAccepted, Label: ui.T(ctx, "seller.call.accepted")}}
}

func callFilter(r *http.Request) call.Filter {
	ctx := r.Context()
	return call.Filter{ProductID: asked(r, "product"), OrderID: asked(r, "order"), Activity: oneOf(r, "activity", activityOptions(ctx)),
		State: oneOf(r, "state", callStateOptions(ctx)), Verdict: oneOf(r, "verdict", verdictOptions(ctx))}
}

func (p *pages) calls(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	list, err := p.Calls.List(r.Context(), who, callFilter(r), from(r))
	if err != nil {
		return err
	}
	products, err := p.Catalog.MyProducts(r.Context(), who, catalog.ProductFilter{}, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, callsPage(callTable(r.Context(), list, products.Items)))
	return nil
}

func callTable(ctx context.Context, list page.Of[call.Call], products []catalog.ProductRow) ui.Table {
	var names []ui.Option
	for _, x := range products {
		names = append(names, ui.Option{Value: x.ID, Label: named(ctx, x.Name)})
	}
	return ui.Table{
		ID: "calls", Caption: ui.T(ctx, "menu.seller.calls"), Columns: callColumns(ctx), Rows: callRows(ctx, list.Items),
		Filters: []ui.Filter{
			{Name: "order", Label: ui.T(ctx, "seller.order"), Type: "text"},
			{Name: "product", Label: ui.T(ctx, "seller.product"), Options: names},
			{Name: "activity", Label: ui.T(ctx, "seller.call.activity"), Options: activityOptions(ctx)},
			{Name: "state", Label: ui.T(ctx, "seller.call.state"), Options: callStateOptions(ctx)},
			{Name: "verdict", Label: ui.T(ctx, "seller.call.verdict"), Options: verdictOptions(ctx)},
		},
		Export: "/seller/calls.csv", Next: list.Next,
		Empty: ui.Empty{Icon: "activity", Title: ui.T(ctx, "seller.calls.none"), Text: ui.T(ctx, "seller.calls.none.text")},
	}
}

func callColumns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: ui.T(ctx, "seller.call.created")}, {Label: ui.T(ctx, "seller.call.activity")}, {Label: ui.T(ctx, "seller.product.order")},
		{Label: ui.T(ctx, "seller.call.state")}, {Label: ui.T(ctx, "seller.call.verdict"), Wide: true},
		{Label: ui.T(ctx, "seller.call.attempts"), End: true}, {Label: ui.T(ctx, "seller.call.next"), End: true},
	}
}

func callRows(ctx context.Context, list []call.Call) []ui.Row {
	var rows []ui.Row
	for _, c := range list {
		row := ui.Row{Href: "/seller/calls/" + c.ID, Cells: []templ.Component{
			ui.Time(c.CreatedAt), activityCell(c.Activity), ui.TwoLines(ui.In(ctx, c.ProductName), c.OrderID),
			callBadge(c), ui.Text(verdictText(ctx, c)), ui.Text(strconv.Itoa(c.Attempts)), nextCell(c),
		}}
		if isFailing(c) {
			row.Tone = ui.Warning
		}
		if c.State == call.StateFailed {
			row.Tone = ui.Danger
		}
		rows = append(rows, row)
	}
	return rows
}

func isFailing(c call.Call) bool { return c.Verdict.Code != "" && !c.Verdict.Good() }

// verdictText is the last verdict in plain words, "" before the first.
func verdictText(ctx context.Context, c call.Call) string {
	if c.Verdict.Code == "" {
		return ""
	}
	return c.Verdict.Text(ui.Lang(ctx))
}

// shownState is the state as people see it: a pending call runs, waits for its first attempt, or for another one.
func shownState(c call.Call) string {
	switch {
	case c.State != call.StatePending:
		return c.State
	case c.Running():
		return "running"
	case isFailing(c):
		return "retrying"
	}
	return "waiting"
}

func (p *pages) callsCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx, f := r.Context(), callFilter(r)
	var header []string
	for _, key := range []string{"id", "created", "activity", "product", "order", "line", "instance", "state", "attempts", "status", "code", "verdict", "next"} {
		header = append(header, ui.T(ctx, "seller.call.csv."+key))
	}
	row := func(c call.Call) []string {
		status := ""
		if c.HTTPStatus > 0 {
			status = strconv.Itoa(c.HTTPStatus)
		}
		return []string{c.ID, sheet.Time(c.CreatedAt), string(c.Activity), ui.In(ctx, c.ProductName), c.OrderID, c.LineID, c.InstanceID,
			ui.T(ctx, "seller.call.state."+shownState(c)), strconv.Itoa(c.Attempts), status, c.ResultCode, verdictText(ctx, c), sheet.Time(c.Next())}
	}
	return ui.Export(w, r, ui.Sheet[call.Call]{Name: "calls", Header: header, Row: row, Log: p.Log},
		func(req page.Request) (page.Of[call.Call], error) { return p.Calls.List(ctx, who, f, req) })
}

// span writes how long something is: "2 h 05 min", "45 s", in the language of the page.
func span(ctx context.Context, d time.Duration) string {
	switch {
	case d >= 24*time.Hour:
		return ui.T(ctx, "seller.span.days", "d", int(d.Hours())/24, "h", int(d.Hours())%24)
	case d >= time.Hour:
		return ui.T(ctx, "seller.span.hours", "h", int(d.Hours()), "m", int(d.Minutes())%60)
	case d >= time.Minute:
		return ui.T(ctx, "seller.span.minutes", "m", int(d.Minutes()))
	}
	return ui.T(ctx, "seller.span.seconds", "s", max(int(d.Seconds()), 0))
}
