package seller

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/web/ui"
)

func orderStateOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []string{order.StatePendingPayment, order.StateProcessing, order.StateCompleted, order.StateCancelled} {
		out = append(out, ui.Option{Value: s, Label: ui.T(ctx, "seller.order.state."+s)})
	}
	return out
}

func orderFilter(r *http.Request) order.Filter {
	return order.Filter{State: oneOf(r, "state", orderStateOptions(r.Context())), ProductID: asked(r, "product"), Text: asked(r, "q")}
}

func (p *pages) orders(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	list, err := p.Orders.List(r.Context(), who, orderFilter(r), from(r))
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, ordersPage(orderTable(r.Context(), list)))
	return nil
}

func orderTable(ctx context.Context, list page.Of[order.Order]) ui.Table {
	t := ui.Table{
		ID: "orders", Caption: ui.T(ctx, "menu.seller.orders"), Search: ui.T(ctx, "seller.orders.search"),
		Columns: []ui.Column{
			{Label: ui.T(ctx, "seller.order")}, {Label: ui.T(ctx, "seller.product"), Wide: true}, {Label: ui.T(ctx, "seller.order.buyer")},
			{Label: ui.T(ctx, "seller.order.state")}, {Label: ui.T(ctx, "seller.order.total"), End: true}, {Label: ui.T(ctx, "seller.order.created"), End: true},
		},
		Filters: []ui.Filter{{Name: "state", Label: ui.T(ctx, "seller.order.state"), Options: orderStateOptions(ctx)}},
		Export:  "/seller/orders.csv", Next: list.Next,
		Empty: ui.Empty{Icon: "orders", Title: ui.T(ctx, "seller.orders.none"), Text: ui.T(ctx, "seller.orders.none.text")},
	}
	for _, o := range list.Items {
		t.Rows = append(t.Rows, ui.Row{Href: "/seller/orders/" + o.ID, Cells: []templ.Component{
			ui.Mono(o.ID), ui.TwoLines(ui.In(ctx, o.ProductName), bought(ctx, o)), ui.Text(o.BuyerName),
			orderBadge(o), ui.Money(o.Total), ui.Time(o.CreatedAt),
		}})
	}
	return t
}

// bought is what was ordered, in a few words: "Standard · 2 months × 5".
func bought(ctx context.Context, o order.Order) string {
	text := ui.In(ctx, o.Line.Bought()) + " · " + ui.T(ctx, "seller.order.periods."+string(o.Line.Unit), "n", o.Line.Periods)
	if o.Line.Quantity > 1 {
		text += " × " + itoa(o.Line.Quantity)
	}
	return text
}

func (p *pages) ordersCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx, f := r.Context(), orderFilter(r)
	var header []string
	for _, key := range []string{"order", "product", "spec", "periods", "quantity", "buyer", "state", "total", "currency", "created", "paid", "ended"} {
		header = append(header, ui.T(ctx, "seller.order.csv."+key))
	}
	row := func(o order.Order) []string {
		return []string{o.ID, ui.In(ctx, o.ProductName), ui.In(ctx, o.Line.Bought()),
			ui.T(ctx, "seller.order.periods."+string(o.Line.Unit), "n", o.Line.Periods), itoa(o.Line.Quantity), o.BuyerName,
			ui.T(ctx, "seller.order.state."+o.State), o.Total.String(), o.Total.Currency, sheet.Time(o.CreatedAt), sheet.Time(o.PaidAt), sheet.Time(o.EndedAt)}
	}
	return ui.Export(w, r, ui.Sheet[order.Order]{Name: "orders", Header: header, Row: row, Log: p.Log},
		func(req page.Request) (page.Of[order.Order], error) { return p.Orders.List(ctx, who, f, req) })
}

// orderView is what the page of an order shows.
type orderView struct {
	Order order.Order
	Calls []call.Call
}

func (p *pages) order(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	o, err := p.Orders.Get(r.Context(), who, pathID(r))
	if err != nil {
		return err
	}
	calls, err := p.Calls.OfOrder(r.Context(), o.ID)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, orderPage(orderView{Order: o, Calls: calls}))
	return nil
}

func orderSteps(ctx context.Context, o order.Order) []ui.Step {
	steps := []ui.Step{
		{Label: ui.T(ctx, "seller.order.step.placed"), Note: ui.FormatTime(ctx, o.CreatedAt), State: ui.StepDone},
		{Label: ui.T(ctx, "seller.order.step.paid")}, {Label: ui.T(ctx, "seller.order.step.opened")},
	}
	if !o.PaidAt.IsZero() {
		steps[1].State, steps[1].Note = ui.StepDone, ui.FormatTime(ctx, o.PaidAt)
	}
	switch o.State {
	case order.StatePendingPayment:
		steps[1].State = ui.StepCurrent
	case order.StateProcessing:
		steps[2].State = ui.StepCurrent
	case order.StateCompleted:
		steps[2].State, steps[2].Note = ui.StepDone, ui.FormatTime(ctx, o.EndedAt)
	case order.StateCancelled:
		last := &steps[2]
		if o.PaidAt.IsZero() {
			last = &steps[1]
		}
		last.State, last.Note = ui.StepFailed, ui.FormatTime(ctx, o.EndedAt)
	}
	return steps
}

func orderItems(ctx context.Context, o order.Order) []ui.Item {
	items := []ui.Item{
		{Label: ui.T(ctx, "seller.product"), Value: ui.Link("/seller/products/"+o.ProductID, ui.In(ctx, o.ProductName))},
		{Label: ui.T(ctx, "seller.order.buyer"), Value: ui.Text(o.BuyerName)},
		{Label: ui.T(ctx, "seller.form.spec.name"), Value: ui.Text(ui.In(ctx, o.Line.Bought()))},
		{Label: ui.T(ctx, "seller.order.term"), Value: ui.Text(ui.T(ctx, "seller.order.periods."+string(o.Line.Unit), "n", o.Line.Periods))},
		{Label: ui.T(ctx, "seller.order.quantity"), Value: ui.Text(itoa(o.Line.Quantity))},
		{Label: ui.T(ctx, "seller.order.total"), Value: ui.MoneyBig(o.Total)},
		{Label: ui.T(ctx, "seller.product.version"), Value: ui.Mono("v" + strconv.FormatInt(o.ProductVersion, 10))},
	}
	for _, code := range sortedKeys(o.Params) {
		items = append(items, ui.Item{Label: code, Value: ui.Text(o.Params[code])})
	}
	return items
}
