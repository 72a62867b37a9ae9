package promo

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// MyCoupons lists the coupons of a buyer (我的卡券), the newest first. state is one of CouponAvailable, CouponUsed,
// CouponExpired, CouponVoid; empty for all. Errors: bad_cursor.
func (s *Service) MyCoupons(ctx context.Context, actor account.Actor, state string, r page.Request) (page.Of[Coupon], error) {
	if err := actor.May(account.BuyerCoupons); err != nil {
		return page.Of[Coupon]{}, err
	}
	return listMine(ctx, s.d.DB.Reader(), seenBy{actor.ID, s.d.DB.Clock().Now()}, state, r)
}

// Fit is a coupon of a buyer, and why it cannot be used for what is bought; nil when it can.
type Fit struct {
	Coupon
	Why *apperr.Error
}

// maxFits bounds the coupons that an order is offered.
const maxFits = 200

// Fits are the coupons that a buyer could use, those that fit an order of amount first, those worth most first; then those that
// do not, each with its reason (business-rules 5.8: the system lists those that fit). discounted says that a private offer or
// a resale discount is taken off.
func (s *Service) Fits(ctx context.Context, p Purchase, amount money.Amount, discounted bool) ([]Fit, error) {
	now := s.d.DB.Clock().Now()
	all, err := listUsable(ctx, s.d.DB.Reader(), seenBy{p.BuyerID, now}, maxFits)
	if err != nil {
		return nil, err
	}
	var fit, rest []Fit
	for _, c := range all {
		why := c.holds(now)
		if why == nil {
			if why, err = s.fitting(ctx, s.d.DB.Reader(), c, p); err != nil {
				return nil, err
			}
		}
		if why == nil && discounted {
			why = ErrCouponWithDiscount
		}
		if why == nil {
			why = c.suits(p, amount)
		}
		if why == nil {
			fit = append(fit, Fit{c, nil})
		} else {
			rest = append(rest, Fit{c, why})
		}
	}
	return append(fit, rest...), nil
}

// coupon is a coupon of a buyer that can be used for a purchase, as its order sees it.
func (s *Service) coupon(ctx context.Context, q storage.Querier, p Purchase, couponID string) (Coupon, error) {
	c, err := getCoupon(ctx, q, couponID)
	if err == nil && c.BuyerID != p.BuyerID {
		err = ErrCouponNotFound
	}
	if err != nil {
		return Coupon{}, err
	}
	if e := c.holds(s.d.DB.Clock().Now()); e != nil {
		return Coupon{}, e
	}
	e, err := s.fitting(ctx, q, c, p)
	if err == nil && e != nil {
		err = e
	}
	if err != nil {
		return Coupon{}, err
	}
	return c, nil
}

// fitting is why a coupon is not for what is bought. Of one that is for something else it says when none of that is sold any more
// (business-rules 4.2: delisting affects coupons already issued and unused).
func (s *Service) fitting(ctx context.Context, q storage.Querier, c Coupon, p Purchase) (*apperr.Error, error) {
	why := c.fits(p)
	if why != ErrCouponScope {
		return why, nil
	}
	for _, it := range c.Batch.Terms.Items {
		sold, ok, err := s.d.Products.OnSale(ctx, q, it.ProductID)
		if err != nil {
			return nil, fmt.Errorf("product %s of coupon %s: %w", it.ProductID, c.ID, err)
		}
		if _, there := sold.item(it.SpecID); ok && there {
			return ErrCouponScope, nil
		}
	}
	return ErrCouponDelisted, nil
}
