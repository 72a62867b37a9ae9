package buyer

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

// points are the points of the left menu (business-rules 12.1), with what each needs.
func points(ctx context.Context) []menu.Group {
	v := ui.ViewOf(ctx)
	return []menu.Group{
		{Items: []menu.Item{{Needs: account.BuyerOverview, Label: ui.T(ctx, "buyer.menu.overview"), Href: "/buyer", Icon: "dashboard"}}},
		{Title: ui.T(ctx, "buyer.menu.mine"), Items: []menu.Item{
			{Needs: account.BuyerOrders, Label: ui.T(ctx, "buyer.menu.orders"), Href: "/buyer/orders", Icon: "orders"},
			{Needs: account.BuyerServices, Label: ui.T(ctx, "buyer.menu.services"), Href: "/buyer/services", Icon: "box"},
			{Needs: account.BuyerCoupons, Label: ui.T(ctx, "buyer.menu.coupons"), Href: couponsPath, Icon: "ticket"},
			{Needs: account.BuyerFavourites, Label: ui.T(ctx, "buyer.menu.favourites"), Href: "/buyer/favourites", Icon: "heart"},
			{Needs: account.BuyerServices, Label: ui.T(ctx, "buyer.menu.ratings"), Href: "/buyer/ratings", Icon: "star"},
			{Needs: account.BuyerPurchase, Label: ui.T(ctx, "buyer.menu.questions"), Href: "/buyer/questions", Icon: "help"},
			{Needs: account.BuyerWallet, Label: ui.T(ctx, "buyer.menu.wallet"), Href: "/buyer/wallet", Icon: "wallet"},
			{Needs: account.BuyerAgreements, Label: ui.T(ctx, "buyer.menu.agreements"), Href: "/account/agreements", Icon: "file-text"},
		}},
		{Title: ui.T(ctx, "buyer.menu.account"), Items: []menu.Item{
			{Needs: account.SignedIn, Label: ui.T(ctx, "buyer.menu.messages"), Href: v.Links.Messages, Icon: "message", Badge: v.Unread},
			{Needs: account.SignedIn, Label: ui.T(ctx, "buyer.menu.settings"), Href: v.Links.Account, Icon: "settings"},
		}},
	}
}

// instead is where somebody without the overview goes: the first page of the centre that it may see.
func instead(ctx context.Context, who account.Actor) string {
	return menu.First(points(ctx), who, account.Buyer)
}
