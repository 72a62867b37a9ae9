package api

import (
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/promo"
)

type couponItemView struct {
	ProductID string   `json:"product_id" maxLength:"64"`
	SpecID    string   `json:"spec_id,omitempty" maxLength:"64" doc:"Left out: every spec of the product."`
	Product   textView `json:"product,omitzero" readOnly:"true" doc:"Its name as it was."`
	Spec      textView `json:"spec,omitzero" readOnly:"true"`
}

func couponItemOf(it promo.Item) couponItemView {
	return couponItemView{it.ProductID, it.SpecID, textOf(it.Product), textOf(it.Spec)}
}

type validityView struct {
	From string `json:"from" maxLength:"10" doc:"First day, in the marketplace's zone." example:"2026-12-01"`
	To   string `json:"to" maxLength:"10" doc:"Last day." example:"2026-12-31"`
}

func (v validityView) validity() promo.Validity { return promo.Validity(v) }

type termsView struct {
	Name         textView         `json:"name"`
	Amount       int64            `json:"amount" doc:"What it takes off, in whole yuan: 1 to 1,000,000,000, and always less than the order."`
	Minimum      int64            `json:"minimum,omitempty" doc:"The least order amount in yuan; left out for none."`
	Validity     validityView     `json:"validity" doc:"Six months at most."`
	Items        []couponItemView `json:"items" nullable:"false" maxItems:"100" doc:"What it is for: products on sale, of one family."`
	Units        []string         `json:"units,omitempty" enum:"month,year,once" maxItems:"3" doc:"The charging modes it is for; left out for all. Never for what is charged by use."`
	Orders       []string         `json:"orders,omitempty" enum:"new,renewal" maxItems:"2" doc:"The orders it is for; left out for all."`
	Shown        bool             `json:"shown,omitempty" doc:"It is on the pages of its products."`
	Named        bool             `json:"named,omitempty" doc:"Only the named customers collect it."`
	Total        int64            `json:"total"`
	PerBuyer     int64            `json:"per_buyer"`
	NotSpecial   bool             `json:"not_special,omitempty" doc:"Not for special packages."`
	NotPromotion bool             `json:"not_promotion,omitempty" doc:"Not for what is in a promotion."`
}

func termsOf(t promo.Terms) termsView {
	v := termsView{Name: textOf(t.Name), Amount: t.Amount, Minimum: t.Minimum, Validity: validityView(t.Validity), Items: all(t.Items, couponItemOf), Shown: t.Shown,
		Named: t.Named, Total: t.Total, PerBuyer: t.PerBuyer, NotSpecial: t.NotSpecial, NotPromotion: t.NotPromotion}
	for _, u := range t.Units {
		v.Units = append(v.Units, string(u))
	}
	for _, o := range t.Orders {
		v.Orders = append(v.Orders, string(o))
	}
	return v
}

func (v termsView) terms() promo.Terms {
	t := promo.Terms{Name: v.Name.text(), Amount: v.Amount, Minimum: v.Minimum, Validity: v.Validity.validity(), Shown: v.Shown, Named: v.Named, Total: v.Total,
		PerBuyer: v.PerBuyer, NotSpecial: v.NotSpecial, NotPromotion: v.NotPromotion}
	for _, it := range v.Items {
		t.Items = append(t.Items, promo.Item{ProductID: it.ProductID, SpecID: it.SpecID})
	}
	for _, u := range v.Units {
		t.Units = append(t.Units, period.Unit(u))
	}
	for _, o := range v.Orders {
		t.Orders = append(t.Orders, price.OrderKind(o))
	}
	return t
}

// CouponBatchView is a batch of coupons.
type CouponBatchView struct {
	ID          string     `json:"id" example:"cpb_01kb3v0000000000000000000"`
	Kind        string     `json:"kind" enum:"seller,test"`
	Seller      textView   `json:"seller"`
	State       string     `json:"state" enum:"draft,in_review,published,void,ended"`
	Rev         int64      `json:"rev"`
	Terms       termsView  `json:"terms"`
	Joint       bool       `json:"joint" doc:"For joint products: reviewed before it is published."`
	Bearer      string     `json:"bearer" enum:"seller,shared,platform" doc:"Who bears the cost."`
	Collected   int64      `json:"collected"`
	Reason      string     `json:"reason,omitempty" doc:"Why it was sent back or is void."`
	CreatedAt   time.Time  `json:"created_at"`
	SubmittedAt *time.Time `json:"submitted_at,omitempty"`
	PublishedAt *time.Time `json:"published_at,omitempty"`
	EndedAt     *time.Time `json:"ended_at,omitempty"`
}

func batchOf(b promo.Batch) CouponBatchView {
	return CouponBatchView{b.ID, string(b.Kind), textOf(b.SellerName), b.State, b.Rev, termsOf(b.Terms), b.Joint, string(b.Bearer), b.Collected, b.Reason,
		b.CreatedAt.UTC(), timeOrNil(b.SubmittedAt), timeOrNil(b.PublishedAt), timeOrNil(b.EndedAt)}
}

type customerView struct {
	ID   string `json:"id" maxLength:"64" example:"acc_01kb3v0000000000000000000"`
	Name string `json:"name" maxLength:"200" doc:"The name of the account; it must belong to the id."`
}

func customersOf(users []promo.User) []customerView {
	return all(users, func(u promo.User) customerView { return customerView{u.ID, u.Name} })
}

func customers(list []customerView) []promo.User {
	out := make([]promo.User, len(list))
	for i, c := range list {
		out[i] = promo.User{ID: c.ID, Name: c.Name}
	}
	return out
}

type batchDetailView struct {
	CouponBatchView
	Customers []customerView `json:"customers"`
	Available int64          `json:"available" doc:"Collected, and neither used nor held by an unpaid order."`
	Held      int64          `json:"held" doc:"By unpaid orders."`
	Used      int64          `json:"used"`
	Expired   int64          `json:"expired"`
	Void      int64          `json:"void"`
}

func batchDetailOf(d promo.BatchDetail) batchDetailView {
	st := d.Statistics
	return batchDetailView{batchOf(d.Batch), customersOf(d.Users), st.Available, st.Held, st.Used, st.Expired, st.Void}
}

// CouponView is a coupon of a buyer.
type CouponView struct {
	ID          string     `json:"id" example:"cpn_01kb3v0000000000000000000"`
	BatchID     string     `json:"batch_id"`
	Seller      textView   `json:"seller"`
	State       string     `json:"state" enum:"available,used,expired,void"`
	OrderID     string     `json:"order_id,omitempty" doc:"The order that holds or used it."`
	Terms       termsView  `json:"terms"`
	CollectedAt time.Time  `json:"collected_at"`
	UsedAt      *time.Time `json:"used_at,omitempty"`
}

func (s *server) couponOf(c promo.Coupon) CouponView {
	return CouponView{c.ID, c.Batch.ID, textOf(c.Batch.SellerName), c.StateAt(s.DB.Clock().Now()), c.OrderID, termsOf(c.Batch.Terms), c.CollectedAt.UTC(), timeOrNil(c.UsedAt)}
}

// OfferedCouponView is a batch that a buyer may collect from.
type OfferedCouponView struct {
	BatchID    string    `json:"batch_id"`
	Seller     textView  `json:"seller"`
	Terms      termsView `json:"terms"`
	Left       int64     `json:"left"`
	Held       int64     `json:"held" doc:"How many of them the buyer collected; 0 without a token."`
	CanCollect bool      `json:"can_collect"`
}

func offeredOf(o promo.Offered) OfferedCouponView {
	return OfferedCouponView{o.ID, textOf(o.SellerName), termsOf(o.Terms), o.Left(), o.Held, o.CanCollect()}
}
