package price

import (
	"strconv"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
)

func (r Refund) check() error {
	var f apperr.Fields
	switch r.Kind {
	case RefundFull, RefundUnused, RefundAgreed:
	default:
		f.Add("kind", ErrRefundKind)
	}
	if len(r.Terms) == 0 {
		f.Add("terms", ErrRefundTerms)
		return f.Err()
	}
	if r.Fee.Negative() || r.Fee.Cmp(Whole(1)) > 0 || r.Fee.decimalPlaces() > MaxUsageDecimals {
		f.Add("fee", ErrRatio)
	}
	currency, paid := r.Terms[0].Money.Currency, money.New(0, r.Terms[0].Money.Currency)
	for i, t := range r.Terms {
		field := "term_" + strconv.Itoa(i)
		f.Add(field, t.check(currency, r.Kind))
		sum, err := paid.Add(t.Money)
		if err != nil {
			f.Add(field, ErrOutOfRange)
			continue
		}
		paid = sum
	}
	if r.Kind == RefundAgreed && (r.Asked.Currency != currency || !r.Asked.Positive() || r.Asked.Minor > paid.Minor) {
		f.Add("asked", ErrRefundAsked.With("max", paid.Format()))
	}
	return f.Err()
}

// check is what is wrong with a term, or nil. Only a deduction counts days: what was bought once has none.
func (t PaidTerm) check(currency string, kind RefundKind) *apperr.Error {
	for _, a := range []money.Amount{t.Money, t.Cash, t.Coupon} {
		switch {
		case a.Currency != currency:
			return ErrOtherCurrency.With("currency", currency)
		case a.Negative():
			return ErrRefundNegative
		}
	}
	if kind != RefundUnused {
		return nil
	}
	return Days{Left: t.Used, Total: t.Days}.check()
}
