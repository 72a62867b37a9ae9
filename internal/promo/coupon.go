package promo

import (
	"slices"
	"time"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// Coupon is one that a buyer collected.
type Coupon struct {
	ID          string // "cpn_…"
	BuyerID     string
	Nth         int64
	State       string // as stored; see StateAt
	OrderID     string // that holds or used it
	CollectedAt time.Time
	UsedAt      time.Time
	Batch       Batch
}

// StateAt is the state at an instant, even before the sweep wrote it down.
func (c Coupon) StateAt(now time.Time) string {
	if c.State == CouponAvailable && c.OrderID == "" && !now.Before(c.Batch.Until) {
		return CouponExpired
	}
	return c.State
}

// Held reports whether an unpaid order holds it.
func (c Coupon) Held() bool { return c.State == CouponAvailable && c.OrderID != "" }

// value is the coupon as price computes with it.
func (c Coupon) value() price.Coupon {
	t := c.Batch.Terms
	v := price.Coupon{ID: c.ID, Amount: c.Batch.Amount(), Units: t.Units, Orders: t.Orders}
	if t.Minimum > 0 {
		v.Minimum = c.Batch.Minimum()
	}
	return v
}

// Purchase is what somebody is about to buy, as far as promotions care.
type Purchase struct {
	BuyerID   string
	BuyerType string // how it proved its real name: "personal", "enterprise", or "" (account.Verified)
	Product   Product
	SpecID    string
	SKUID     string
	Order     price.OrderKind
	Selection price.Selection
	Term      price.Term
}

// spec is the spec that is bought; the zero value for one that is not there.
func (p Purchase) spec() Spec {
	s, _ := p.Product.Spec(p.SpecID)
	return s
}

// holds is why the coupon cannot be used by its owner now, whatever is bought; nil when it can.
func (c Coupon) holds(now time.Time) *apperr.Error {
	switch c.StateAt(now) {
	case CouponExpired:
		return ErrCouponOver
	case CouponVoid:
		return ErrCouponVoid
	case CouponUsed:
		return ErrCouponTaken
	}
	if c.OrderID != "" {
		return ErrCouponTaken
	}
	if now.Before(c.Batch.From) {
		return ErrCouponNotYet.With("from", dayText(c.Batch.From))
	}
	return nil
}

// fits is why the coupon is not for what is bought, whatever it costs; nil when it is (business-rules 5.8).
func (c Coupon) fits(p Purchase) *apperr.Error {
	t, sold := c.Batch.Terms, p.spec()
	switch {
	case !slices.ContainsFunc(t.Items, func(it Item) bool { return it.covers(p.Product.ID, p.SpecID) }):
		return ErrCouponScope
	case c.Batch.Joint != p.Product.Joint:
		return ErrCouponFamily
	case t.NotSpecial && sold.Special:
		return ErrCouponPackage
	case t.NotPromotion && sold.Promoted:
		return ErrCouponPromotion
	}
	return nil
}

// suits is why the coupon is not for an order of an amount after its discount; nil when it is. Package price says the same of the
// coupon that an order uses; here the list of all coupons is told apart.
func (c Coupon) suits(p Purchase, amount money.Amount) *apperr.Error {
	v := c.value()
	order := p.Order
	if order == "" {
		order = price.OrderNew
	}
	switch {
	case p.spec().Plan.Charge == price.ChargeOnDemand || len(v.Units) > 0 && !slices.Contains(v.Units, p.Term.Unit):
		return price.ErrCouponTerm
	case len(v.Orders) > 0 && !slices.Contains(v.Orders, order):
		return price.ErrCouponOrder
	case amount.Minor < v.Minimum.Minor:
		return price.ErrCouponMinimum.With("min", v.Minimum.Format())
	case v.Amount.Minor >= amount.Minor:
		return price.ErrCouponTooLarge.With("coupon", v.Amount.Format(), "order", amount.Format())
	}
	return nil
}

// UnitName is a charging mode for people.
func UnitName(u period.Unit) i18n.Text {
	switch u {
	case period.Month:
		return i18n.Text{ZH: "按月", EN: "by month"}
	case period.Year:
		return i18n.Text{ZH: "按年", EN: "by year"}
	}
	return i18n.Text{ZH: "按次", EN: "per count"}
}
