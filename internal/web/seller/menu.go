package seller

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

// points are the points of the left menu (business-rules 12.2), with what each needs.
func points(ctx context.Context) []menu.Group {
	v := ui.ViewOf(ctx)
	return []menu.Group{
		{Items: []menu.Item{{Needs: account.SellerOverview, Label: ui.T(ctx, "seller.menu.overview"), Href: "/seller", Icon: "dashboard"}}},
		{Title: ui.T(ctx, "seller.menu.goods"), Items: []menu.Item{
			{Needs: account.SellerProducts, Label: ui.T(ctx, "seller.menu.products"), Href: "/seller/products", Icon: "box"},
			{Needs: account.SellerApplications, Label: ui.T(ctx, "seller.menu.applications"), Href: "/seller/applications", Icon: "review"},
		}},
		{Title: ui.T(ctx, "seller.menu.trade"), Items: []menu.Item{
			{Needs: account.SellerOrders, Label: ui.T(ctx, "seller.menu.orders"), Href: "/seller/orders", Icon: "orders"},
		}},
		{Title: ui.T(ctx, "seller.menu.tools"), Items: []menu.Item{
			{Needs: account.SellerCalls, Label: ui.T(ctx, "seller.menu.calls"), Href: "/seller/calls", Icon: "activity"},
			{Needs: account.SellerKeys, Label: ui.T(ctx, "seller.menu.keys"), Href: "/seller/keys", Icon: "key"},
		}},
		{Title: ui.T(ctx, "seller.menu.mine"), Items: []menu.Item{
			{Needs: account.SellerInfo, Label: ui.T(ctx, "seller.menu.standing"), Href: "/seller/standing", Icon: "star"},
			{Needs: account.SignedIn, Label: ui.T(ctx, "seller.menu.messages"), Href: v.Links.Messages, Icon: "message", Badge: v.Unread},
			{Needs: account.SignedIn, Label: ui.T(ctx, "seller.menu.account"), Href: v.Links.Account, Icon: "settings"},
		}},
	}
}

// instead is where somebody without the overview goes: the first page of the centre that it may see.
func instead(ctx context.Context, who account.Actor) string {
	return menu.First(points(ctx), who, account.Seller)
}

// console is a page of this area.
func console(ctx context.Context, p ui.ConsolePage) ui.ConsolePage {
	p.Area, p.AreaURL, p.Menu = ui.T(ctx, "seller.area"), "/seller", menu.Permitted(ctx, points(ctx))
	return p
}
