package price

import (
	"github.com/souk-market/souk/internal/kernel/money"
)

// RefundKind is why money goes back.
type RefundKind string

// The refunds (business-rules 8.1, 8.4).
const (
	// RefundFull gives all back, coupons too: the 5-day unconditional refund, and an opening that failed.
	RefundFull RefundKind = "full"
	// RefundUnused deducts what was used and the handling fee; coupons do not come back.
	RefundUnused RefundKind = "unused"
	// RefundAgreed is the amount that a buyer asked for and a seller agreed to, of the money paid.
	RefundAgreed RefundKind = "agreed"
)

// PaidTerm is one term of a resource as it was paid for: the current one, or one that a renewal added. Used of Days have
// passed (RefundUnused only; a day that has begun is a day). A term that is not yet effective has used none and comes back whole.
type PaidTerm struct {
	ID     string       `json:"id"`
	Money  money.Amount `json:"money"`  // from the balance or online
	Cash   money.Amount `json:"cash"`   // by cash coupons
	Coupon money.Amount `json:"coupon"` // by a coupon
	Days   int          `json:"days"`
	Used   int          `json:"used"`
}

// Refund is what is to be computed. Fee is the handling fee as a ratio (0 for store products by default), for RefundUnused;
// Asked belongs to RefundAgreed.
type Refund struct {
	Kind  RefundKind   `json:"kind"`
	Terms []PaidTerm   `json:"terms"`
	Fee   Decimal      `json:"fee,omitzero"`
	Asked money.Amount `json:"asked,omitzero"`
}

// RefundLine is what comes back of one term: Money + Cash = what was paid − Consumed − Fee, except for RefundAgreed, where
// Money is the share of what was agreed.
type RefundLine struct {
	ID       string       `json:"id"`
	Label    Words        `json:"label"`
	Parts    []Part       `json:"parts,omitempty"` // of Consumed
	Consumed money.Amount `json:"consumed"`
	Fee      money.Amount `json:"fee"`
	Money    money.Amount `json:"money"`
	Cash     money.Amount `json:"cash"`
	Coupon   money.Amount `json:"coupon"` // restored as a coupon, never as money
}

// Computation is how Consumed came about, for people.
func (l RefundLine) Computation(lang string) []string {
	return computationIn(lang, l.Parts, l.Consumed)
}

// Refunded is a refund with its computation; the lines sum to the totals.
type Refunded struct {
	Lines  []RefundLine `json:"lines"`
	Money  money.Amount `json:"money"`
	Cash   money.Amount `json:"cash"`
	Coupon money.Amount `json:"coupon"`
}

// Compute says what comes back (business-rules 8.1): paid − paid × used days ÷ total days − handling fee, each rounded half up
// for a term. What comes back is divided between money and cash coupons as they were paid. Its errors by field: kind, terms,
// term_<n> (n from 0), fee, asked. Other: ErrOutOfRange.
func (r Refund) Compute() (Refunded, error) {
	if err := r.check(); err != nil {
		return Refunded{}, err
	}
	zero := money.New(0, r.Terms[0].Money.Currency)
	out := Refunded{Money: zero, Cash: zero, Coupon: zero}
	shares, err := r.agreed()
	if err != nil {
		return Refunded{}, err
	}
	for i, t := range r.Terms {
		l := RefundLine{ID: t.ID, Label: t.label(r.Kind), Consumed: zero, Fee: zero, Money: t.Money, Cash: t.Cash, Coupon: zero}
		switch r.Kind {
		case RefundFull:
			l.Coupon = t.Coupon
		case RefundUnused:
			err = l.deduct(t, r.Fee)
		case RefundAgreed:
			l.Money, l.Cash = shares[i], zero
		}
		if err != nil {
			return Refunded{}, err
		}
		if err := out.add(l); err != nil {
			return Refunded{}, ErrOutOfRange
		}
	}
	return out, nil
}

// deduct takes the consumption and the fee off a term.
func (l *RefundLine) deduct(t PaidTerm, fee Decimal) error {
	paid, err := t.Money.Add(t.Cash)
	if err != nil {
		return ErrOutOfRange
	}
	c := computation{amount: FromMoney(paid)}
	c.remaining(Days{Left: t.Used, Total: t.Days}, Decimal{}, paid.Currency)
	consumed, err := c.line(Line{}, paid.Currency)
	if err != nil {
		return err
	}
	l.Parts, l.Consumed = consumed.Parts, consumed.List
	// The fee is of what would come back, so it never turns a refund into a debt.
	rest := money.New(paid.Minor-l.Consumed.Minor, paid.Currency)
	if l.Fee, err = scale(rest, fee); err != nil {
		return err
	}
	back := money.New(rest.Minor-l.Fee.Minor, paid.Currency)
	if paid.IsZero() {
		return nil
	}
	both, err := back.Split([]int64{t.Money.Minor, t.Cash.Minor})
	if err != nil {
		return err
	}
	l.Money, l.Cash = both[0], both[1]
	return nil
}

// agreed shares the amount that was agreed out over the terms by the money paid for them.
func (r Refund) agreed() ([]money.Amount, error) {
	if r.Kind != RefundAgreed {
		return nil, nil
	}
	weights := make([]int64, len(r.Terms))
	for i, t := range r.Terms {
		weights[i] = t.Money.Minor
	}
	return r.Asked.Split(weights)
}

func (o *Refunded) add(l RefundLine) (err error) {
	o.Lines = append(o.Lines, l)
	if o.Money, err = o.Money.Add(l.Money); err != nil {
		return err
	}
	if o.Cash, err = o.Cash.Add(l.Cash); err != nil {
		return err
	}
	o.Coupon, err = o.Coupon.Add(l.Coupon)
	return err
}

func (t PaidTerm) label(kind RefundKind) Words {
	switch {
	case kind == RefundFull:
		return say("refund.full")
	case kind == RefundAgreed:
		return say("refund.agreed")
	case t.Used == 0:
		return say("refund.untouched")
	}
	return say("refund.used", "used", t.Used, "days", t.Days)
}
