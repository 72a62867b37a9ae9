package menu

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/ui"
)

// sellerPages are the points of the seller centre (business-rules 12.2).
func sellerPages(ctx context.Context) []Group {
	v := ui.ViewOf(ctx)
	return []Group{
		{Items: []Item{{Needs: account.SellerOverview, Label: ui.T(ctx, "menu.seller.overview"), Href: "/seller", Icon: "dashboard"}}},
		{Title: ui.T(ctx, "menu.seller.goods"), Items: []Item{
			{Needs: account.SellerProducts, Label: ui.T(ctx, "menu.seller.products"), Href: "/seller/products", Icon: "box"},
			{Needs: account.SellerApplications, Label: ui.T(ctx, "menu.seller.applications"), Href: "/seller/applications", Icon: "review"},
			{Needs: account.SellerApplications, Label: ui.T(ctx, "menu.seller.attributes"), Href: "/seller/attributes", Icon: "book-open"},
			{Needs: account.SellerQuestions, Label: ui.T(ctx, "menu.seller.questions"), Href: "/seller/questions", Icon: "help"},
			{Needs: account.SellerStock, Label: ui.T(ctx, "menu.seller.stock"), Href: "/seller/stock", Icon: "list-checks"},
			{Needs: account.SellerPlans, Label: ui.T(ctx, "menu.seller.joint"), Href: "/seller/joint-certifications", Icon: "award"},
			{Needs: account.SellerBusinessPlan, Label: ui.T(ctx, "menu.seller.business-plans"), Href: "/seller/business-plans", Icon: "chart-column"},
			{Needs: account.SellerSalesConfig, Label: ui.T(ctx, "menu.seller.sales"), Href: "/seller/sales", Icon: "filter"},
			{Needs: account.SellerCredit, Label: ui.T(ctx, "menu.seller.credit"), Href: "/seller/credit", Icon: "credit-card"},
		}},
		{Title: ui.T(ctx, "menu.seller.trade"), Items: []Item{
			{Needs: account.SellerOrders, Label: ui.T(ctx, "menu.seller.orders"), Href: "/seller/orders", Icon: "orders"},
			{Needs: account.SellerRatings, Label: ui.T(ctx, "menu.seller.ratings"), Href: "/seller/ratings", Icon: "star"},
		}},
		{Title: ui.T(ctx, "menu.seller.promotions"), Items: []Item{
			{Needs: account.SellerCoupons, Label: ui.T(ctx, "menu.seller.coupons"), Href: "/seller/coupons", Icon: "ticket"},
			{Needs: account.SellerOffers, Label: ui.T(ctx, "menu.seller.offers"), Href: "/seller/offers", Icon: "tag"},
			{Needs: account.SellerResale, Label: ui.T(ctx, "menu.seller.resale"), Href: "/seller/resale", Icon: "briefcase"},
			{Needs: account.SellerTestCoupons, Label: ui.T(ctx, "menu.seller.test-coupons"), Href: "/seller/test-coupons", Icon: "list-checks"},
		}},
		{Title: ui.T(ctx, "menu.seller.tools"), Items: []Item{
			{Needs: account.SellerCalls, Label: ui.T(ctx, "menu.seller.calls"), Href: "/seller/calls", Icon: "activity"},
			{Needs: account.SellerKeys, Label: ui.T(ctx, "menu.seller.keys"), Href: "/seller/keys", Icon: "key"},
		}},
		{Title: ui.T(ctx, "menu.seller.company"), Items: []Item{
			{Needs: account.SellerInfo, Label: ui.T(ctx, "menu.seller.info"), Href: "/seller/info", Icon: "building"},
			{Needs: account.SellerStorefront, Label: ui.T(ctx, "menu.seller.storefront"), Href: "/seller/storefront", Icon: "store"},
			{Needs: account.SellerSupport, Label: ui.T(ctx, "menu.seller.support"), Href: "/seller/support", Icon: "support"},
			{Needs: account.SellerInfo, Label: ui.T(ctx, "menu.seller.compliance"), Href: "/seller/compliance", Icon: "shield-check"},
			{Needs: account.SellerPlans, Label: ui.T(ctx, "menu.seller.plans"), Href: "/seller/plans", Icon: "network"},
			{Needs: account.SellerPlans, Label: ui.T(ctx, "menu.seller.certificates"), Href: "/seller/certificates", Icon: "award"},
			{Needs: account.SellerInfo, Label: ui.T(ctx, "menu.seller.standing"), Href: "/seller/standing", Icon: "star"},
			{Needs: account.SellerAgreements, Label: ui.T(ctx, "menu.seller.agreements"), Href: "/account/agreements/seller", Icon: "file-text"},
		}},
		{Title: ui.T(ctx, "menu.seller.mine"), Items: []Item{
			{Needs: account.SignedIn, Label: ui.T(ctx, "menu.seller.messages"), Href: v.Links.Messages, Icon: "message", Badge: v.Unread},
			{Needs: account.SignedIn, Label: ui.T(ctx, "menu.seller.account"), Href: v.Links.Account, Icon: "settings"},
		}},
	}
}

// Seller is the frame of a page of the seller centre: its area and the menu as far as the person may follow it.
func Seller(ctx context.Context, p ui.ConsolePage) ui.ConsolePage {
	p.Area, p.AreaURL, p.Menu = ui.T(ctx, "menu.seller"), "/seller", Permitted(ctx, sellerPages(ctx))
	return p
}

// SellerInstead is where somebody without the overview goes: the first page of the centre that it may see.
func SellerInstead(ctx context.Context, who account.Actor) string {
	return First(sellerPages(ctx), who, account.Seller)
}
