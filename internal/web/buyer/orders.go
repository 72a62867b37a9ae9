package buyer

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/web/ui"
)

// orderStates are the states that the list can be narrowed to (business-rules 6.5).
func orderStates() []string {
	return []string{order.StatePendingPayment, order.StateProcessing, order.StateCompleted, order.StateCancelled}
}

func orderFilter(r *http.Request) order.Filter {
	q := r.URL.Query()
	return order.Filter{State: q.Get("state"), Text: q.Get("q")}
}

// orders lists the buyer's orders.
func (c *centre) orders(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	list, err := c.Orders.List(r.Context(), who, orderFilter(r), pageOf(r))
	if err != nil {
		return err
	}
	rows, err := c.orderRows(r.Context(), list.Items)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, ordersPage(rows, list.Next))
	return nil
}

func (c *centre) orderRows(ctx context.Context, orders []order.Order) ([]ui.Row, error) {
	ids := make([]string, len(orders))
	for i, o := range orders {
		ids[i] = o.ProductID
	}
	logos, err := c.logos(ctx, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]ui.Row, len(orders))
	for i, o := range orders {
		row := ui.Row{Href: "/buyer/orders/" + o.ID, Cells: []templ.Component{
			ui.Thumb(logos[o.ProductID], ui.In(ctx, o.ProductName), bought(ctx, o)), ui.Mono(o.ID), ui.Money(o.Total),
			stateBadge(o.State), ui.Time(o.CreatedAt)}}
		if o.State == order.StatePendingPayment {
			row.Tone = ui.Warning
		}
		rows[i] = row
	}
	return rows, nil
}

// bought is what was chosen and for how long, in one line: "标准版 · 用户数 5 · 3 个月".
func bought(ctx context.Context, o order.Order) string {
	return ui.In(ctx, o.Line.Bought()) + " · " + term(ctx, o.Line.Periods, o.Line.Unit)
}

// ordersCSV exports the list with its filters.
func (c *centre) ordersCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	heading := texts(ctx, "buyer.order.no", "buyer.product", "buyer.spec", "buyer.quantity", "buyer.term",
		"buyer.total", "buyer.currency", "buyer.state", "buyer.placed-at", "buyer.paid-at", "buyer.ended-at")
	row := func(o order.Order) []string {
		return []string{o.ID, ui.In(ctx, o.ProductName), ui.In(ctx, o.Line.Bought()), itoa(o.Line.Quantity),
			term(ctx, o.Line.Periods, o.Line.Unit), o.Total.String(), o.Total.Currency,
			ui.T(ctx, "buyer.order.state."+o.State), sheet.Time(o.CreatedAt), sheet.Time(o.PaidAt), sheet.Time(o.EndedAt)}
	}
	return ui.Export(w, r, ui.Sheet[order.Order]{Name: "orders", Header: heading, Row: row, Log: c.Log},
		func(req page.Request) (page.Of[order.Order], error) {
			return c.Orders.List(ctx, who, orderFilter(r), req)
		})
}

// texts translates a row of keys.
func texts(ctx context.Context, keys ...string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = ui.T(ctx, k)
	}
	return out
}
