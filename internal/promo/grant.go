package promo

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// Wish is what a buyer wants taken off; empty members nothing. A resale discount is taken off without being asked for.
type Wish struct {
	OfferID  string   `json:"offer_id,omitempty"`
	CouponID string   `json:"coupon_id,omitempty"`
	Cash     []string `json:"cash,omitempty"` // ids of cash coupons, in the order in which they are used
}

// maxCashOfOrder bounds the cash coupons of one order.
const maxCashOfOrder = 20

// GrantTx is what price computes a purchase with: everything of the wish is the buyer's, in force now, and for this product. q
// is a *storage.Tx inside an order's transaction, a reader for a quote. Errors by field: offer, coupon, cash. Other:
// ErrResaleCustomer.
func (s *Service) GrantTx(ctx context.Context, q storage.Querier, p Purchase, w Wish) (price.Buyer, error) {
	out := price.Buyer{Order: p.Order}
	var f apperr.Fields
	if w.OfferID != "" {
		o, line, err := s.offerFor(ctx, q, p, w.OfferID)
		if err := refusal(&f, "offer", err); err != nil {
			return price.Buyer{}, err
		}
		if err == nil {
			v := line.value(o.ID)
			out.Offer = &v
		}
	}
	var err error
	if out.Resale, err = s.resalesFor(ctx, q, p); err != nil {
		return price.Buyer{}, err
	}
	if w.CouponID != "" {
		c, err := s.coupon(ctx, q, p, w.CouponID)
		if err == nil && (out.Offer != nil || len(out.Resale) > 0) { // business-rules 5.7, 5.8
			err = ErrCouponWithDiscount
		}
		if err := refusal(&f, "coupon", err); err != nil {
			return price.Buyer{}, err
		}
		if err == nil {
			v := c.value()
			out.Coupon = &v
		}
	}
	if len(w.Cash) > maxCashOfOrder {
		f.Add("cash", ErrNumber.With("min", 0, "max", maxCashOfOrder))
		return price.Buyer{}, f.Err()
	}
	for _, id := range w.Cash {
		c, err := s.cashOf(ctx, q, p.BuyerID, id)
		if err := refusal(&f, "cash", err); err != nil {
			return price.Buyer{}, err
		}
		if err == nil {
			out.Cash = append(out.Cash, price.CashCoupon{ID: c.ID, Balance: c.Balance})
		}
	}
	return out, f.Err()
}

// refusal turns a declared refusal into the error of a field, so that the buyer reads it beside what was chosen. Failures of
// ours are returned.
func refusal(f *apperr.Fields, field string, err error) error {
	if err == nil {
		return nil
	}
	var e *apperr.Error
	if !errors.As(err, &e) || e.Kind == apperr.Internal {
		return err
	}
	f.Add(field, e)
	return nil
}
