package operator

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/wire"
	"github.com/souk-market/souk/internal/wire/saasv2"
)

// callsPage is the list of all calls to sellers' servers.
type callsPage struct {
	waiting
	List page.Of[call.Call]
}

func callFilter(r *http.Request) call.Filter {
	q := r.URL.Query()
	return call.Filter{State: q.Get("state"), Activity: q.Get("activity"), Verdict: q.Get("verdict"), ProductID: q.Get("product"),
		OrderID: strings.TrimSpace(q.Get("q"))}
}

func (c *console) calls(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p callsPage
	var err error
	if p.List, err = c.d.Calls.List(r.Context(), actor, callFilter(r), asked(r)); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, callsView(p))
	return nil
}

func (c *console) callsCSV(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	header := columns(ctx, "call", "activity", "product", "order", "state", "attempts", "verdict", "http", "result", "created", "next", "window")
	row := func(x call.Call) []string {
		verdict := ""
		if x.Verdict.Code != "" {
			verdict = x.Verdict.Text(ui.Lang(ctx))
		}
		return []string{x.ID, string(x.Activity), ui.In(ctx, x.ProductName), x.OrderID, callState(ctx, x.State), strconv.Itoa(x.Attempts),
			verdict, httpStatus(x.HTTPStatus), x.ResultCode, sheet.Time(x.CreatedAt), sheet.Time(x.Next()), sheet.Time(x.WindowEnd)}
	}
	return ui.Export(w, r, ui.Sheet[call.Call]{Name: c.fileName("calls"), Header: header, Row: row, Log: c.d.Log},
		func(req page.Request) (page.Of[call.Call], error) {
			return c.d.Calls.List(ctx, actor, callFilter(r), req)
		})
}

func httpStatus(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func callColumns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: ui.T(ctx, "operator.col.activity")},
		{Label: ui.T(ctx, "operator.col.verdict"), Wide: true},
		{Label: ui.T(ctx, "operator.col.state")},
		{Label: ui.T(ctx, "operator.col.attempts"), End: true, Quiet: true},
		{Label: ui.T(ctx, "operator.col.next")},
		{Label: ui.T(ctx, "operator.col.created"), Quiet: true},
	}
}

func callRows(ctx context.Context, list []call.Call) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, x := range list {
		rows[i] = ui.Row{Href: "/operator/calls/" + x.ID, Cells: []templ.Component{
			activityCell(activity(ctx, x.Activity), ui.In(ctx, x.ProductName)), verdictCell(x),
			ui.StatusBadge(callTone(x), callState(ctx, x.State)), ui.Text(strconv.Itoa(x.Attempts)), nextAttempt(x), ui.Time(x.CreatedAt),
		}}
	}
	return rows
}

// callTone is the code that colours a call: while nothing has gone wrong, waiting is ordinary work.
func callTone(x call.Call) string {
	if x.State == call.StatePending && (x.Verdict.Code == "" || x.Verdict.Good()) {
		return "running"
	}
	return x.State
}

func activity(ctx context.Context, a wire.Activity) string {
	name := a.Name().ZH
	if ui.Lang(ctx) == i18n.EN {
		name = a.Name().EN
	}
	r, n := utf8.DecodeRuneInString(name) // a name begins a line here
	return string(unicode.ToUpper(r)) + name[n:]
}

func callFilters(ctx context.Context) []ui.Filter {
	var states, activities []ui.Option
	for _, s := range []string{call.StatePending, call.StateOK, call.StateFailed} {
		states = append(states, ui.Option{Value: s, Label: callState(ctx, s)})
	}
	for _, a := range saasv2.Activities() {
		activities = append(activities, ui.Option{Value: string(a), Label: activity(ctx, a)})
	}
	return []ui.Filter{
		{Name: "state", Label: ui.T(ctx, "operator.col.state"), Options: states},
		{Name: "verdict", Label: ui.T(ctx, "operator.col.verdict"), Options: []ui.Option{{Value: call.Failing, Label: ui.T(ctx, "operator.verdict.failing")}}},
		{Name: "activity", Label: ui.T(ctx, "operator.col.activity"), Options: activities},
	}
}

// callPage is one call with its attempts.
type callPage struct {
	waiting
	call.Call
	Attempts []call.Attempt
	Seller   seller.Seller
}

func (c *console) call(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	var p callPage
	var err error
	if p.Call, p.Attempts, err = c.d.Calls.Get(ctx, actor, r.PathValue("id")); err != nil {
		return err
	}
	if p.Seller, err = c.d.Sellers.Get(ctx, p.SellerID); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, callView(p))
	return nil
}

// milliseconds writes a short duration; "–" for a phase that did not happen.
func milliseconds(d time.Duration) string {
	if d <= 0 {
		return "–"
	}
	return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', 1, 64) + " ms"
}

// moneyEvents are the movements of an order's money, the newest first.
func moneyEvents(ctx context.Context, entries []ledger.Entry) []ui.Event {
	out := make([]ui.Event, 0, len(entries))
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		out = append(out, ui.Event{At: e.At, Title: ui.In(ctx, wallet.KindText(e.Kind)), Body: postings(e)})
	}
	return out
}
