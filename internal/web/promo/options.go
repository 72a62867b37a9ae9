package promo

import (
	"context"

	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
)

func unitOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, u := range promo.Units() {
		out = append(out, ui.Option{Value: string(u), Label: promoview.UnitName(ctx, u)})
	}
	return out
}

func orderOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, o := range promo.OrderKinds() {
		out = append(out, ui.Option{Value: string(o), Label: ui.T(ctx, "promo.order."+string(o))})
	}
	return out
}

// audiences are who may collect: test coupons name their accounts always.
func (f couponForm) audiences(ctx context.Context) []ui.Option {
	codes := []string{"shown", "link", "named"}
	if f.kind == promo.KindTest {
		codes = codes[2:]
	}
	var out []ui.Option
	for _, code := range codes {
		out = append(out, ui.Option{Value: code, Label: ui.T(ctx, "promo.audience."+code), Help: ui.T(ctx, "promo.audience."+code+".help")})
	}
	return out
}

func audience(ctx context.Context, t promo.Terms) string {
	switch {
	case t.Shown:
		return ui.T(ctx, "promo.audience.shown")
	case t.Named:
		return ui.T(ctx, "promo.audience.named")
	}
	return ui.T(ctx, "promo.audience.link")
}
