package price

import (
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
)

// CloudCharge is what the cloud takes for one part of an image bundle.
type CloudCharge struct {
	Code   string
	Name   i18n.Text
	Amount money.Amount
}

// QuoteBundle is Quote of an image together with what the cloud takes for the machine that it runs on: price = image + ECS
// (business-rules 6.3 step 6). The seller's discounts and the coupon are for the store's image line only (5.8), and so is the
// comparison of a coupon with the order's amount; cash coupons are money and pay for all of it. Errors: as Quote.
func (p Plan) QuoteBundle(sel Selection, t Term, buyer Buyer, cloud []CloudCharge) (Breakdown, error) {
	own := buyer
	own.Cash = nil
	b, err := p.Quote(sel, t, own)
	if err != nil {
		return Breakdown{}, err
	}
	zero := money.New(0, b.Currency)
	for _, c := range cloud {
		if c.Amount.Currency != b.Currency {
			return Breakdown{}, ErrOtherCurrency.With("currency", b.Currency)
		}
		b.Lines = append(b.Lines, Line{Kind: LineCloud, Code: c.Code, Name: c.Name, Label: say("line.base.named", "name", c.Name), List: c.Amount,
			Discount: zero, Coupon: zero, Cash: zero, Pay: c.Amount})
		if b.List, err = b.List.Add(c.Amount); err == nil {
			b.Pay, err = b.Pay.Add(c.Amount)
		}
		if err != nil {
			return Breakdown{}, ErrOutOfRange
		}
	}
	var f apperr.Fields
	b.payCash(&f, buyer.Cash)
	if err := f.Err(); err != nil {
		return Breakdown{}, err
	}
	return b, b.shareOut(b.Cash, func(l *Line) *money.Amount { return &l.Cash })
}
