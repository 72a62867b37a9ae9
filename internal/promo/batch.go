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

// Kind is whose coupons a batch has.
type Kind string

// The kinds: a seller's own, and test coupons, which the marketplace pays so that a seller can try its own product
// (business-rules 2.10).
const (
	KindSeller Kind = "seller"
	KindTest   Kind = "test"
)

// Bearer is who bears the cost of a reduction (business-rules 11.4).
type Bearer string

// The bearers: the seller alone, both by the fee ratio, the marketplace alone.
const (
	BearerSeller   Bearer = "seller"
	BearerShared   Bearer = "shared"
	BearerPlatform Bearer = "platform"
)

// The bounds of a coupon (business-rules 5.8), amounts in the main unit of the currency.
const (
	MinAmount   = 1
	MaxAmount   = 1_000_000_000
	MaxMonths   = 6
	MaxTotal    = 1_000_000
	MaxPerBuyer = 100
	MaxItems    = 100
	MaxNamed    = 1000
	MaxTest     = 1000 // business-rules 2.10, our choice
)

// Item is a spec of a product, or with an empty SpecID all of its specs.
type Item struct {
	ProductID string    `json:"product_id"`
	SpecID    string    `json:"spec_id,omitempty"`
	Product   i18n.Text `json:"product,omitzero"` // names as they were
	Spec      i18n.Text `json:"spec,omitzero"`
}

// covers reports whether the item includes a spec.
func (it Item) covers(productID, specID string) bool {
	return it.ProductID == productID && (it.SpecID == "" || it.SpecID == specID)
}

// Terms is what a seller writes about a batch (business-rules 5.8).
type Terms struct {
	Name     i18n.Text `json:"name"`
	Amount   int64     `json:"amount"`  // yuan
	Minimum  int64     `json:"minimum"` // yuan; 0: none
	Validity Validity  `json:"validity"`
	Items    []Item    `json:"items"`
	// Units and Orders say for which orders it is good; none means all.
	Units        []period.Unit     `json:"units,omitempty"`
	Orders       []price.OrderKind `json:"orders,omitempty"`
	Shown        bool              `json:"shown"`
	Named        bool              `json:"named"`
	Total        int64             `json:"total"`
	PerBuyer     int64             `json:"per_buyer"`
	NotSpecial   bool              `json:"not_special"`   // not for special packages
	NotPromotion bool              `json:"not_promotion"` // not for what is in a promotion
}

// Units are the charging modes that a coupon may be limited to: month, year, per count.
func Units() []period.Unit { return []period.Unit{period.Month, period.Year, price.Once} }

// OrderKinds are the kinds of orders that a coupon may be limited to.
func OrderKinds() []price.OrderKind { return []price.OrderKind{price.OrderNew, price.OrderRenewal} }

// Batch is what a seller defines and publishes.
type Batch struct {
	ID         string // "cpb_…"
	Kind       Kind
	SellerID   string
	AccountID  string
	SellerName i18n.Text
	State      string
	Rev        int64
	Terms      Terms
	Joint      bool
	Bearer     Bearer
	From       time.Time
	Until      time.Time
	Collected  int64
	Reason     string

	CreatedAt   time.Time
	SubmittedAt time.Time // zero: not
	PublishedAt time.Time // zero: not
	EndedAt     time.Time // zero: not
}

// Amount is what one coupon takes off.
func (b Batch) Amount() money.Amount { return yuan(b.Terms.Amount) }

// Minimum is the least order amount; zero for none.
func (b Batch) Minimum() money.Amount { return yuan(b.Terms.Minimum) }

// Left is how many coupons were not collected.
func (b Batch) Left() int64 { return b.Terms.Total - b.Collected }

// Open reports whether coupons are given out at an instant.
func (b Batch) Open(now time.Time) bool { return b.State == BatchPublished && now.Before(b.Until) }

func (b Batch) submitted() time.Time { return b.SubmittedAt }

// NeedsReview reports whether operators decide before it is published.
func (b Batch) NeedsReview() bool { return b.Joint || b.Kind == KindTest }

func yuan(n int64) money.Amount { return money.CNY(n * 100) }

func bearer(k Kind, joint bool) Bearer {
	switch {
	case k == KindTest:
		return BearerPlatform
	case joint:
		return BearerSeller
	}
	return BearerShared
}

// clean brings typed terms into their stored form.
func (t Terms) clean() Terms {
	t.Name = i18n.Text{ZH: line(t.Name.ZH), EN: line(t.Name.EN)}
	t.Units, t.Orders = pick(Units(), t.Units), pick(OrderKinds(), t.Orders)
	return t
}

// pick are the offered values that were chosen, in their order; nil when that is all or none of them. An unknown one stays, so
// that the check names it.
func pick[T comparable](offered, chosen []T) []T {
	var out []T
	for _, x := range offered {
		if slices.Contains(chosen, x) {
			out = append(out, x)
		}
	}
	if len(out) == len(offered) {
		out = nil
	}
	for _, x := range chosen {
		if !slices.Contains(offered, x) {
			out = append(out, x)
		}
	}
	return out
}

// check names every field that breaks a rule that needs nobody else.
func (t Terms) check(f *apperr.Fields, k Kind, now time.Time) (from, until time.Time) {
	switch {
	case t.Name.ZH == "":
		f.Add("name_zh", ErrRequired)
	case !within(t.Name.ZH, minName, maxName):
		f.Add("name_zh", ErrNameForm.With("min", minName, "max", maxName))
	}
	if t.Name.EN != "" && !within(t.Name.EN, minName, maxName) {
		f.Add("name_en", ErrNameForm.With("min", minName, "max", maxName))
	}
	switch {
	case t.Amount < MinAmount || t.Amount > MaxAmount:
		f.Add("amount", ErrAmount.With("min", MinAmount, "max", MaxAmount))
	case k == KindTest && t.Amount > MaxTest:
		f.Add("amount", ErrTestAmount.With("max", yuan(MaxTest).Format()))
	}
	if t.Minimum < 0 || t.Minimum > MaxAmount || t.Minimum > 0 && t.Minimum <= t.Amount { // amount < order amount
		f.Add("minimum", ErrMinimum)
	}
	from, until = t.Validity.check(f, now, MaxMonths)
	if slices.ContainsFunc(t.Units, func(u period.Unit) bool { return !slices.Contains(Units(), u) }) {
		f.Add("units", ErrChoice)
	}
	if slices.ContainsFunc(t.Orders, func(o price.OrderKind) bool { return !slices.Contains(OrderKinds(), o) }) {
		f.Add("orders", ErrChoice)
	}
	if t.Total < 1 || t.Total > MaxTotal {
		f.Add("total", ErrNumber.With("min", 1, "max", MaxTotal))
	}
	switch {
	case t.PerBuyer < 1 || t.PerBuyer > MaxPerBuyer:
		f.Add("per_buyer", ErrNumber.With("min", 1, "max", MaxPerBuyer))
	case t.PerBuyer > t.Total && t.Total > 0:
		f.Add("per_buyer", ErrPerBuyer)
	}
	if t.Shown && t.Named {
		f.Add("shown", ErrShownNamed)
	}
	return from, until
}
