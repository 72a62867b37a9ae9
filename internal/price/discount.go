package price

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
)

// reducing is all that reductions look at.
type reducing struct {
	sel    Selection
	term   Term
	charge Charge
	buyer  Buyer
}

// reduce takes off one discount, then one coupon, then cash coupons (business-rules 6.4), and shares each out over the lines.
func (b *Breakdown) reduce(r reducing) error {
	var f apperr.Fields
	if err := b.discount(&f, r); err != nil {
		return err
	}
	discounted := len(b.Applied) > 0
	if c := r.buyer.Coupon; c != nil {
		if discounted { // 5.7, 5.8: a coupon excludes private and business discounts
			b.skip(ByCoupon, c.ID, say("why.coupon_with_discount"))
		} else if e := c.fits(b.Currency, b.Pay, r); e != nil {
			f.Add("coupon", e)
		} else {
			b.take(ByCoupon, c.ID, c.Amount, say("by.coupon"))
		}
	}
	b.payCash(&f, r.buyer.Cash)
	if err := f.Err(); err != nil {
		return err
	}
	return b.share()
}

// discount applies the private offer, else the resale discount of the highest level: one at most.
func (b *Breakdown) discount(f *apperr.Fields, r reducing) error {
	if o := r.buyer.Offer; o != nil {
		if e := o.fits(b.Currency, r); e != nil {
			f.Add("offer", e)
		} else if err := b.offer(*o, r); err != nil {
			return err
		}
	}
	levels := make([]Resale, 0, len(r.buyer.Resale))
	for i, x := range r.buyer.Resale {
		e := checkRatio(x.Ratio)
		if x.Level.rank() == 0 {
			e = ErrResaleLevel
		}
		if f.Add("resale_"+strconv.Itoa(i), e); e == nil {
			levels = append(levels, x)
		}
	}
	slices.SortFunc(levels, func(x, y Resale) int {
		return cmp.Or(x.Level.rank()-y.Level.rank(), cmp.Compare(x.ID, y.ID))
	})
	for _, x := range levels {
		if len(b.Applied) > 0 {
			b.skip(ByResale, x.ID, say("why.one_discount"))
			continue
		}
		pay, err := scale(b.List, x.Ratio)
		if err != nil {
			return err
		}
		b.take(ByResale, x.ID, money.New(b.List.Minor-pay.Minor, b.Currency), say("by.resale", "percent", percent(x.Ratio)))
	}
	return nil
}

// offer applies a private offer that fits.
func (b *Breakdown) offer(o Offer, r reducing) error {
	if !o.Ratio.IsZero() {
		pay, err := scale(b.List, o.Ratio)
		if err != nil {
			return err
		}
		b.take(ByPrivateOffer, o.ID, money.New(b.List.Minor-pay.Minor, b.Currency), say("by.offer", "percent", percent(o.Ratio)))
		return nil
	}
	total := o.Total
	if o.Prices != nil {
		var err error
		if total, err = b.agreed(o.Prices[r.term.Unit], r); err != nil {
			return err
		}
	}
	if total.Minor > b.List.Minor { // the list price fell below what was agreed (4.14): the buyer pays the lower one
		b.skip(ByPrivateOffer, o.ID, say("why.list_is_lower", "price", total.Format()))
		return nil
	}
	b.take(ByPrivateOffer, o.ID, money.New(b.List.Minor-total.Minor, b.Currency), say("by.offer_total", "price", total.Format()))
	return nil
}

// agreed is the total when one piece of the SKU costs each for one period, rounded as its line is.
func (b *Breakdown) agreed(each Decimal, r reducing) (money.Amount, error) {
	c := computation{amount: each}
	c.term(r.sel.Pieces(), r.term)
	total, err := c.line(Line{}, b.Currency)
	if err != nil {
		return money.Amount{}, err
	}
	for _, l := range b.Lines {
		if l.Kind == LineBase {
			continue
		}
		if total.List, err = total.List.Add(l.List); err != nil {
			return money.Amount{}, ErrOutOfRange
		}
	}
	return total.List, nil
}

// payCash uses cash coupons, as they are given, as long as something is left to pay.
func (b *Breakdown) payCash(f *apperr.Fields, coupons []CashCoupon) {
	seen := map[string]bool{}
	for i, c := range coupons {
		field := "cash_" + strconv.Itoa(i)
		switch used := min(c.Balance.Minor, b.Pay.Minor); {
		case seen[c.ID]:
			f.Add(field, ErrCashCouponTwice)
		case c.Balance.Currency != b.Currency:
			f.Add(field, ErrOtherCurrency.With("currency", b.Currency))
		case c.Balance.Negative():
			f.Add(field, ErrCashCouponBalance)
		case b.Pay.IsZero():
			b.skip(ByCashCoupon, c.ID, say("why.nothing_left"))
		case used == 0:
			b.skip(ByCashCoupon, c.ID, say("why.empty"))
		default:
			b.take(ByCashCoupon, c.ID, money.New(used, b.Currency), say("by.cash"))
		}
		seen[c.ID] = true
	}
}

// take keeps a reduction of at most Pay.
func (b *Breakdown) take(kind ReductionKind, id string, amount money.Amount, label Words) {
	switch b.Pay.Minor -= amount.Minor; kind {
	case ByCoupon:
		b.Coupon.Minor += amount.Minor
	case ByCashCoupon:
		b.Cash.Minor += amount.Minor
	default:
		b.Discount.Minor += amount.Minor
	}
	b.Applied = append(b.Applied, Reduction{Kind: kind, ID: id, Amount: amount, Label: label})
}

func (b *Breakdown) skip(kind ReductionKind, id string, why Words) {
	b.Skipped = append(b.Skipped, Skipped{Kind: kind, ID: id, Why: why})
}
