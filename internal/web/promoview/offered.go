package promoview

import (
	"context"

	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/ui"
)

// CouponsURL is where buyers find their coupons.
const CouponsURL = "/buyer/coupons"

// Offered is a batch that a buyer may collect from, with the button; back is where it leads afterwards.
func Offered(ctx context.Context, o promo.Offered, back string) Card {
	card := Card{Terms: o.Terms, Seller: ui.In(ctx, o.SellerName)}
	switch {
	case o.CanCollect():
		card.Note = ui.T(ctx, "promoview.left", "n", o.Left())
		card.Action = collectButton(o, back)
	case o.Held == 0:
		card.Spent, card.Note = true, ui.T(ctx, "promoview.gone")
	default:
		card.Badge = ui.Badge(ui.Success, ui.T(ctx, "promoview.collected"))
		card.Action = ui.Link(CouponsURL, ui.T(ctx, "promoview.mine"))
	}
	return card
}
