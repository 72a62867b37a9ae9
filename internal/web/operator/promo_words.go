package operator

import (
	"context"

	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui"
)

// couponStates are what the queue of coupons can be narrowed to.
func couponStates(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: waits, Label: promoview.BatchState(ctx, promo.BatchInReview)}}
	for _, s := range []string{promo.BatchDraft, promo.BatchPublished, promo.BatchVoid, promo.BatchEnded} {
		out = append(out, ui.Option{Value: s, Label: promoview.BatchState(ctx, s)})
	}
	return out
}

// offerStates are what the queue of private offers can be narrowed to.
func offerStates(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: waits, Label: promoview.OfferState(ctx, promo.OfferInReview)}}
	for _, s := range []string{promo.OfferActive, promo.OfferExpired, promo.OfferRevoked, promo.OfferRejected} {
		out = append(out, ui.Option{Value: s, Label: promoview.OfferState(ctx, s)})
	}
	return out
}
