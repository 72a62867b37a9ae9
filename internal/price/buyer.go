package price

import (
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/period"
)

// OrderKind is what an order is for, as far as coupons care.
type OrderKind string

// The orders that coupons may be limited to (business-rules 5.8).
const (
	OrderNew     OrderKind = "new"
	OrderRenewal OrderKind = "renewal"
)

// Buyer is what a buyer brings to a price. The rooms above have checked that each is the buyer's, in force now, and for this
// product; whether they go together is said here (business-rules 5.6 to 5.8, 6.4).
type Buyer struct {
	Order  OrderKind    `json:"order,omitempty"` // empty means new
	Offer  *Offer       `json:"offer,omitempty"`
	Resale []Resale     `json:"resale,omitempty"`
	Coupon *Coupon      `json:"coupon,omitempty"`
	Cash   []CashCoupon `json:"cash,omitempty"`
}

// Offer is a private offer (business-rules 5.7) of one of three shapes. A discount quote has a Ratio: 0.85 means that 85 % of
// the list price is to be paid; or Prices: what was agreed for one piece of the SKU for one period, while quantity attributes
// keep their list price. A configuration quote has a Total for exactly the selection and term of its Config.
type Offer struct {
	ID     string                  `json:"id"`
	Ratio  Decimal                 `json:"ratio,omitzero"` // 0 < ratio ≤ 1, at most 4 decimals
	Prices map[period.Unit]Decimal `json:"prices,omitempty"`
	Total  money.Amount            `json:"total,omitzero"`
	Config *Config                 `json:"config,omitempty"`
}

// Config is what a configuration quote is for.
type Config struct {
	Selection Selection `json:"selection"`
	Term      Term      `json:"term"`
}

// ResaleLevel is for whom a resale discount was authorised.
type ResaleLevel string

// The levels (business-rules 5.6). A customer's goes before a partner's, and that before a product's.
const (
	ResaleCustomer ResaleLevel = "customer"
	ResalePartner  ResaleLevel = "partner"
	ResaleProduct  ResaleLevel = "product"
)

// rank is the smaller the earlier; 0 is no level.
func (l ResaleLevel) rank() int {
	switch l {
	case ResaleCustomer:
		return 1
	case ResalePartner:
		return 2
	case ResaleProduct:
		return 3
	}
	return 0
}

// Resale is a resale discount; Ratio is what is to be paid, as in Offer.
type Resale struct {
	ID    string      `json:"id"`
	Level ResaleLevel `json:"level"`
	Ratio Decimal     `json:"ratio"`
}

// Coupon takes its whole Amount off one order (business-rules 5.8). Minimum (0: none) is the least order amount; Units and
// Orders say for which it is good, none meaning all.
type Coupon struct {
	ID      string        `json:"id"`
	Amount  money.Amount  `json:"amount"` // a whole number of the currency
	Minimum money.Amount  `json:"minimum,omitzero"`
	Units   []period.Unit `json:"units,omitempty"`
	Orders  []OrderKind   `json:"orders,omitempty"`
}

// CashCoupon is money of which a part may be used.
type CashCoupon struct {
	ID      string       `json:"id"`
	Balance money.Amount `json:"balance"`
}
