package operator

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

// waiting is what wants an operator, each list as far as one page of it reaches: the menu shows more as "99+".
type waiting struct {
	Applications []catalog.Application // the longest waiting first
	Transfers    []wallet.TopUp        // the newest first
	Calls        []call.Call           // the newest first
	Jobs         job.Counts
}

func (c *console) waiting(ctx context.Context, actor account.Actor) (waiting, error) {
	var out waiting
	all := page.Request{Limit: page.MaxLimit}
	apps, err := c.d.Catalog.Queue(ctx, actor, catalog.QueueFilter{}, all)
	if err != nil {
		return out, err
	}
	transfers, err := c.d.Wallet.ListTransfers(ctx, actor, wallet.StateSubmitted, all)
	if err != nil {
		return out, err
	}
	calls, err := c.d.Calls.List(ctx, actor, call.Filter{State: call.StatePending, Verdict: failing}, all)
	if err != nil {
		return out, err
	}
	out.Applications, out.Transfers, out.Calls = apps.Items, transfers.Items, calls.Items
	out.Jobs, err = c.d.Queue.Counts(ctx)
	return out, err
}

// failing is the verdict filter of calls whose last attempt went wrong.
const failing = "failing"

// points are the console's left menu, with the permission that each needs.
func (w waiting) points(ctx context.Context) []menu.Group {
	links := ui.ViewOf(ctx).Links
	return []menu.Group{
		{Items: []menu.Item{{Needs: account.OperatorOverview, Label: ui.T(ctx, "operator.menu.overview"), Href: "/operator", Icon: "dashboard"}}},
		{Title: ui.T(ctx, "operator.menu.decide"), Items: []menu.Item{
			{Needs: account.OperatorApplications, Label: ui.T(ctx, "operator.menu.applications"), Href: "/operator/applications?state=" + catalog.StatePending, Icon: "review", Badge: len(w.Applications)},
			{Needs: account.OperatorVerifications, Label: ui.T(ctx, "operator.verifications"), Href: "/operator/verifications", Icon: "id-card"},
			{Needs: account.OperatorTransfers, Label: ui.T(ctx, "operator.menu.transfers"), Href: "/operator/transfers?state=" + string(wallet.StateSubmitted), Icon: "bank", Badge: len(w.Transfers)},
		}},
		{Title: ui.T(ctx, "operator.menu.watch"), Items: []menu.Item{
			{Needs: account.OperatorSellers, Label: ui.T(ctx, "operator.menu.sellers"), Href: "/operator/sellers", Icon: "store"},
			{Needs: account.OperatorOrders, Label: ui.T(ctx, "operator.menu.orders"), Href: "/operator/orders", Icon: "orders"},
			{Needs: account.OperatorCalls, Label: ui.T(ctx, "operator.menu.calls"), Href: "/operator/calls", Icon: "plug", Badge: len(w.Calls)},
			{Needs: account.OperatorHealth, Label: ui.T(ctx, "operator.menu.health"), Href: "/operator/health", Icon: "activity", Badge: int(w.Jobs.Dead)},
		}},
		{Title: ui.T(ctx, "operator.menu.settings"), Items: []menu.Item{
			{Needs: account.OperatorTemplates, Label: ui.T(ctx, "operator.menu.texts"), Href: "/operator/texts", Icon: "edit"},
		}},
		{Title: ui.T(ctx, "operator.menu.own"), Items: []menu.Item{
			{Needs: account.SignedIn, Label: ui.T(ctx, "operator.menu.messages"), Href: links.Messages, Icon: "message", Badge: ui.ViewOf(ctx).Unread},
			{Needs: account.SignedIn, Label: ui.T(ctx, "operator.menu.account"), Href: links.Account, Icon: "settings"},
		}},
	}
}

// frame is the shell around a page.
func (w waiting) frame(ctx context.Context, title string, crumbs ...ui.Crumb) ui.ConsolePage {
	if len(crumbs) > 0 || title != ui.T(ctx, "operator.menu.overview") {
		crumbs = append(crumbs, ui.Crumb{Label: title})
	}
	return ui.ConsolePage{Area: ui.T(ctx, "ui.area.operator"), AreaURL: "/operator", Menu: menu.Permitted(ctx, w.points(ctx)), Title: title, Crumbs: crumbs}
}

// applicationState, orderState, callState and transferState name states in the page's language.
func applicationState(ctx context.Context, s string) string { return ui.T(ctx, "catalog.state."+s) }

func orderState(ctx context.Context, s string) string {
	switch s {
	case order.StatePendingPayment, order.StateProcessing, order.StateCompleted, order.StateCancelled:
		return ui.T(ctx, "operator.order.state."+s)
	}
	return s
}

func callState(ctx context.Context, s string) string {
	switch s {
	case call.StatePending, call.StateOK, call.StateFailed:
		return ui.T(ctx, "operator.call.state."+s)
	}
	return s
}

func transferState(ctx context.Context, s wallet.State) string {
	return ui.T(ctx, "operator.transfer.state."+string(s))
}
