package price

import (
	"slices"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
)

// Bounds of a coupon, in the currency's main unit (business-rules 5.8).
const (
	minCoupon = 1
	maxCoupon = 1_000_000_000
)

// fits is why a private offer cannot be used for the choice, or nil.
func (o Offer) fits(currency string, r reducing) *apperr.Error {
	if r.charge == ChargeOnDemand {
		return ErrOfferOnDemand
	}
	if o.Config == nil && o.Total != (money.Amount{}) || o.Prices != nil && (o.Config != nil || !o.Ratio.IsZero()) {
		return ErrOfferShape
	}
	switch each, agreed := o.Prices[r.term.Unit]; {
	case o.Prices != nil && !agreed:
		return ErrOfferTerm
	case o.Prices != nil && (each.Negative() || each.decimalPlaces() > MaxPriceDecimals):
		return ErrOfferPrice.With("max", MaxPriceDecimals)
	case o.Prices != nil:
		return nil
	case o.Config == nil:
		return checkRatio(o.Ratio)
	case !o.Ratio.IsZero() || o.Total.Negative():
		return ErrOfferShape
	case o.Total.Currency != currency:
		return ErrOtherCurrency.With("currency", currency)
	case o.Config.Term != r.term || !o.Config.Selection.Equal(r.sel):
		return ErrOfferConfig
	}
	return nil
}

// fits is why a coupon cannot be used for an order of the amount, or nil.
func (c Coupon) fits(currency string, amount money.Amount, r reducing) *apperr.Error {
	order := r.buyer.Order
	if order == "" {
		order = OrderNew
	}
	switch {
	case c.Amount.Currency != currency || c.Minimum != (money.Amount{}) && c.Minimum.Currency != currency:
		return ErrOtherCurrency.With("currency", currency)
	case c.Amount.Minor%100 != 0 || c.Amount.Minor < minCoupon*100 || c.Amount.Minor > maxCoupon*100:
		return ErrCouponAmount.With("min", minCoupon, "max", maxCoupon)
	case r.charge == ChargeOnDemand || len(c.Units) > 0 && !slices.Contains(c.Units, r.term.Unit):
		return ErrCouponTerm
	case len(c.Orders) > 0 && !slices.Contains(c.Orders, order):
		return ErrCouponOrder
	case amount.Minor < c.Minimum.Minor:
		return ErrCouponMinimum.With("min", c.Minimum.Format())
	case c.Amount.Minor >= amount.Minor:
		return ErrCouponTooLarge.With("coupon", c.Amount.Format(), "order", amount.Format())
	}
	return nil
}

// checkRatio refuses what is not over 0 and up to 1 with at most 4 decimals. Money × ratio is then exact.
func checkRatio(r Decimal) *apperr.Error {
	if !r.Positive() || r.Cmp(Whole(1)) > 0 || r.decimalPlaces() > MaxUsageDecimals {
		return ErrRatio
	}
	return nil
}

// scale is amount × ratio, half up.
func scale(amount money.Amount, ratio Decimal) (money.Amount, error) {
	d, err := FromMoney(amount).Mul(ratio)
	if err != nil {
		return money.Amount{}, err
	}
	return d.Round(amount.Currency)
}

// percent is a ratio for people: "85" for 0.85.
func percent(r Decimal) string {
	d, err := r.Mul(Whole(100))
	if err != nil { // a ratio is at most 1
		return r.String()
	}
	return d.String()
}

// share divides each reduction among the lines by what they still cost, so that a line can be refunded and settled alone.
func (b *Breakdown) share() error {
	for _, what := range []struct {
		total money.Amount
		field func(*Line) *money.Amount
	}{
		{b.Discount, func(l *Line) *money.Amount { return &l.Discount }},
		{b.Coupon, func(l *Line) *money.Amount { return &l.Coupon }},
		{b.Cash, func(l *Line) *money.Amount { return &l.Cash }},
	} {
		if err := b.shareOut(what.total, what.field); err != nil {
			return err
		}
	}
	return nil
}

// shareOut divides one reduction among the lines. Ties go by the name of the line, not by its place.
func (b *Breakdown) shareOut(total money.Amount, field func(*Line) *money.Amount) error {
	if total.IsZero() {
		return nil
	}
	places := make([]int, len(b.Lines))
	for i := range places {
		places[i] = i
	}
	slices.SortFunc(places, func(i, j int) int {
		if b.Lines[i].order() < b.Lines[j].order() {
			return -1
		}
		return 1
	})
	weights := make([]int64, len(places))
	for i, place := range places {
		weights[i] = b.Lines[place].Pay.Minor
	}
	shares, err := total.Split(weights)
	if err != nil {
		return err
	}
	for i, place := range places {
		l := &b.Lines[place]
		*field(l) = shares[i]
		l.Pay.Minor -= shares[i].Minor
	}
	return nil
}
