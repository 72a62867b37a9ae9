package seller

import (
	"context"

	"github.com/souk-market/souk/internal/web/ui"
)

func menu(ctx context.Context) []ui.MenuGroup {
	v := ui.ViewOf(ctx)
	return []ui.MenuGroup{
		{Items: []ui.MenuItem{{Label: ui.T(ctx, "seller.menu.overview"), Href: "/seller", Icon: "dashboard"}}},
		{Title: ui.T(ctx, "seller.menu.goods"), Items: []ui.MenuItem{
			{Label: ui.T(ctx, "seller.menu.products"), Href: "/seller/products", Icon: "box"},
			{Label: ui.T(ctx, "seller.menu.applications"), Href: "/seller/applications", Icon: "review"},
		}},
		{Title: ui.T(ctx, "seller.menu.trade"), Items: []ui.MenuItem{
			{Label: ui.T(ctx, "seller.menu.orders"), Href: "/seller/orders", Icon: "orders"},
		}},
		{Title: ui.T(ctx, "seller.menu.tools"), Items: []ui.MenuItem{
			{Label: ui.T(ctx, "seller.menu.calls"), Href: "/seller/calls", Icon: "activity"},
			{Label: ui.T(ctx, "seller.menu.keys"), Href: "/seller/keys", Icon: "key"},
		}},
		{Title: ui.T(ctx, "seller.menu.mine"), Items: []ui.MenuItem{
			{Label: ui.T(ctx, "seller.menu.messages"), Href: v.Links.Messages, Icon: "message", Badge: v.Unread},
			{Label: ui.T(ctx, "seller.menu.account"), Href: v.Links.Account, Icon: "settings"},
		}},
	}
}

// console is a page of this area.
func console(ctx context.Context, p ui.ConsolePage) ui.ConsolePage {
	p.Area, p.AreaURL, p.Menu = ui.T(ctx, "seller.area"), "/seller", menu(ctx)
	return p
}
