package buyer

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/web/ui"
)

func serviceFilter(r *http.Request) instance.Filter {
	return instance.Filter{Text: r.URL.Query().Get("q")}
}

// services lists what the buyer owns (business-rules 6.6).
func (c *centre) services(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	list, err := c.Instances.List(r.Context(), who, serviceFilter(r), pageOf(r))
	if err != nil {
		return err
	}
	rows, err := c.serviceRows(r.Context(), list.Items)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, servicesPage(rows, list.Next))
	return nil
}

func (c *centre) serviceRows(ctx context.Context, list []instance.Instance) ([]ui.Row, error) {
	ids := make([]string, len(list))
	for i, x := range list {
		ids[i] = x.ProductID
	}
	logos, err := c.logos(ctx, ids)
	if err != nil {
		return nil, err
	}
	now := ui.ViewOf(ctx).Now
	rows := make([]ui.Row, len(list))
	for i, x := range list {
		rows[i] = ui.Row{Href: "/buyer/services/" + x.ID, Cells: []templ.Component{
			ui.Thumb(logos[x.ProductID], ui.In(ctx, x.ProductName), ui.In(ctx, x.SpecName)), ui.Text(itoa(x.Quantity)),
			expiry(x.ExpiresAt, now), serviceBadge(stateOf(x, now)), ui.Link("/buyer/orders/"+x.OrderID, x.OrderID)}}
	}
	return rows, nil
}

// stateExpired is shown for a term that is over.
const stateExpired = "expired"

// stateOf is the state that people see: the term counts by the clock.
func stateOf(x instance.Instance, now time.Time) string {
	if x.State == instance.StateInUse && !x.ExpiresAt.IsZero() && !now.Before(x.ExpiresAt) {
		return stateExpired
	}
	return x.State
}

// servicesCSV exports the list with its search.
func (c *centre) servicesCSV(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	heading := texts(ctx, "buyer.service.no", "buyer.product", "buyer.spec", "buyer.quantity", "buyer.state", "buyer.opened-at", "buyer.expires-at", "buyer.order.no")
	row := func(x instance.Instance) []string {
		return []string{x.ID, ui.In(ctx, x.ProductName), ui.In(ctx, x.SpecName), itoa(x.Quantity),
			ui.T(ctx, "buyer.service.state."+stateOf(x, ui.ViewOf(ctx).Now)), sheet.Time(x.OpenedAt), sheet.Time(x.ExpiresAt), x.OrderID}
	}
	return ui.Export(w, r, ui.Sheet[instance.Instance]{Name: "services", Header: heading, Row: row, Log: c.Log},
		func(req page.Request) (page.Of[instance.Instance], error) {
			return c.Instances.List(ctx, who, serviceFilter(r), req)
		})
}
