package operator

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

// ordersPage is the list of all orders.
type ordersPage struct {
	waiting
	List page.Of[order.Order]
}

func orderFilter(r *http.Request) order.Filter {
	q := r.URL.Query()
	return order.Filter{State: q.Get("state"), ProductID: q.Get("product"), Text: q.Get("q")}
}

func (c *console) orders(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p ordersPage
	var err error
	if p.List, err = c.d.Orders.List(r.Context(), actor, orderFilter(r), asked(r)); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, ordersView(p))
	return nil
}

func (c *console) ordersCSV(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	header := columns(ctx, "order", "product", "buyer", "seller", "state", "total", "periods", "quantity", "created", "paid", "ended", "failure")
	row := func(o order.Order) []string {
		return []string{o.ID, ui.In(ctx, o.ProductName), o.BuyerName, o.SellerID, orderState(ctx, o.State), o.Total.String(),
			term(ctx, o.Line), strconv.FormatInt(o.Line.Quantity, 10), sheet.Time(o.CreatedAt), sheet.Time(o.PaidAt), sheet.Time(o.EndedAt),
			ui.In(ctx, o.Failure)}
	}
	return ui.Export(w, r, ui.Sheet[order.Order]{Name: c.fileName("orders"), Header: header, Row: row, Log: c.d.Log},
		func(req page.Request) (page.Of[order.Order], error) {
			return c.d.Orders.List(ctx, actor, orderFilter(r), req)
		})
}

// term is how long a line buys: "3 months".
func term(ctx context.Context, l order.Line) string {
	if l.Periods == 1 {
		return ui.T(ctx, "operator.term.one."+string(l.Unit))
	}
	return ui.T(ctx, "operator.term."+string(l.Unit), "n", l.Periods)
}

func orderColumns(ctx context.Context) []ui.Column {
	return []ui.Column{
		{Label: ui.T(ctx, "operator.col.order")},
		{Label: ui.T(ctx, "operator.col.product"), Wide: true},
		{Label: ui.T(ctx, "operator.col.buyer"), Quiet: true},
		{Label: ui.T(ctx, "operator.col.total"), End: true},
		{Label: ui.T(ctx, "operator.col.state")},
		{Label: ui.T(ctx, "operator.col.created")},
	}
}

func orderRows(ctx context.Context, list []order.Order) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, o := range list {
		rows[i] = ui.Row{Href: "/operator/orders/" + o.ID, Cells: []templ.Component{
			ui.Mono(o.ID), ui.Text(ui.In(ctx, o.ProductName)), short(o.BuyerName), ui.Money(o.Total),
			ui.StatusBadge(orderTone(o), orderState(ctx, o.State)), ui.Time(o.CreatedAt),
		}}
	}
	return rows
}

// orderTone is the code that colours an order: a failed opening is bad news, an order that its buyer gave up is not.
func orderTone(o order.Order) string {
	if o.Cause == order.CauseOpeningFailed {
		return "failed"
	}
	return o.State
}

func orderStates(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []string{order.StatePendingPayment, order.StateProcessing, order.StateCompleted, order.StateCancelled} {
		out = append(out, ui.Option{Value: s, Label: orderState(ctx, s)})
	}
	return out
}

// orderPage is one order with its calls and its money.
type orderPage struct {
	waiting
	order.Order
	Calls   []call.Call // the newest first
	Entries []ledger.Entry
	Seller  seller.Seller
}

func (c *console) order(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	var p orderPage
	var err error
	if p.Order, err = c.d.Orders.Get(ctx, actor, r.PathValue("id")); err != nil {
		return err
	}
	if p.Calls, err = c.d.Calls.OfOrder(ctx, p.Order.ID); err != nil {
		return err
	}
	if p.Entries, err = c.d.Ledger.ByRef(ctx, c.d.DB.Reader(), p.Order.ID); err != nil {
		return err
	}
	if p.Seller, err = c.d.Sellers.Get(ctx, p.SellerID); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, orderView(p))
	return nil
}

// params are what the buyer filled in, in a fixed order.
func (p orderPage) params() []ui.Item {
	names := make([]string, 0, len(p.Params))
	for name := range p.Params {
		names = append(names, name)
	}
	slices.Sort(names)
	out := make([]ui.Item, len(names))
	for i, name := range names {
		out[i] = ui.Item{Label: name, Value: ui.Text(p.Params[name])}
	}
	return out
}

// steps is how far the order has come.
func (p orderPage) steps(ctx context.Context) []ui.Step {
	placed := ui.Step{Label: ui.T(ctx, "operator.step.placed"), Note: ui.FormatTime(ctx, p.CreatedAt), State: ui.StepDone}
	paid := ui.Step{Label: ui.T(ctx, "operator.step.paid"), State: ui.StepCurrent}
	opened := ui.Step{Label: ui.T(ctx, "operator.step.opened")}
	if !p.PaidAt.IsZero() {
		paid.State, paid.Note, opened.State = ui.StepDone, ui.FormatTime(ctx, p.PaidAt), ui.StepCurrent
	}
	switch p.State {
	case order.StateCompleted:
		opened.State, opened.Note = ui.StepDone, ui.FormatTime(ctx, p.EndedAt)
	case order.StateCancelled:
		last := &paid
		if !p.PaidAt.IsZero() {
			last = &opened
		}
		last.State, last.Note = ui.StepFailed, ui.T(ctx, "operator.cause."+p.Cause)
	}
	return []ui.Step{placed, paid, opened}
}
