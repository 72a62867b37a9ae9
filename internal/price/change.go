package price

import (
	"strconv"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
)

// Days are what is left of a running term: Left of Total days, counted as the order room counts them. 0 ≤ Left ≤ Total.
type Days struct {
	Left  int `json:"left"`
	Total int `json:"total"`
}

// Upgrade is a change to a better SKU of the same spec. Old and New are the list prices of the whole running term: Old as
// it was ordered, New as the plan has it now for the same term (Quote(…).List). Ratio is the buyer's discount as what is to be
// paid; 0 means none.
type Upgrade struct {
	Old   money.Amount `json:"old"`
	New   money.Amount `json:"new"`
	Days  Days         `json:"days"`
	Ratio Decimal      `json:"ratio,omitzero"`
	Cash  []CashCoupon `json:"cash,omitempty"`
}

// Quote is new price × remaining days × discount − original price × remaining days × discount (business-rules 6.9), where
// the price of a day is that of the term ÷ its days; rounded once. Its errors by field: days, ratio, sku, cash_<n>.
func (u Upgrade) Quote() (Breakdown, error) {
	var f apperr.Fields
	f.Add("days", u.Days.check())
	f.Add("ratio", checkChangeRatio(u.Ratio))
	switch {
	case u.Old.Currency != u.New.Currency:
		f.Add("sku", ErrOtherCurrency.With("currency", u.Old.Currency))
	case u.Old.Negative() || u.New.Negative():
		f.Add("sku", ErrBadUnit)
	case u.New.Minor < u.Old.Minor:
		f.Add("sku", ErrDowngrade)
	}
	if err := f.Err(); err != nil {
		return Breakdown{}, err
	}
	var c computation
	c.add(less(FromMoney(u.New), FromMoney(u.Old)))
	c.remaining(u.Days, u.Ratio, u.New.Currency)
	l, err := c.line(Line{Kind: LineUpgrade, Label: say("line.upgrade")}, u.New.Currency)
	if err != nil {
		return Breakdown{}, err
	}
	return change(u.New.Currency, []Line{l}, u.Cash)
}

// Upgrade prices a change to another SKU of the plan, with quantities that stay or grow, at the prices that the plan has now
// (business-rules 6.9). Its errors by field: those of the choice, and of Upgrade.Quote, attribute_<code>.
func (p Plan) Upgrade(in Expansion) (Breakdown, error) {
	if _, err := p.choose(in.From, in.Term); err != nil {
		return Breakdown{}, err
	}
	if _, err := p.choose(in.To, in.Term); err != nil {
		return Breakdown{}, err
	}
	var f apperr.Fields
	p.checkGrowth(&f, in)
	if err := f.Err(); err != nil {
		return Breakdown{}, err
	}
	was, err := p.Quote(in.From, in.Term, Buyer{})
	if err != nil {
		return Breakdown{}, err
	}
	now, err := p.Quote(in.To, in.Term, Buyer{})
	if err != nil {
		return Breakdown{}, err
	}
	return Upgrade{Old: was.List, New: now.List, Days: in.Days, Ratio: in.Ratio, Cash: in.Cash}.Quote()
}

func (d Days) check() *apperr.Error {
	if d.Total < 1 || d.Left < 0 || d.Left > d.Total {
		return ErrDays.With("total", strconv.Itoa(d.Total))
	}
	return nil
}

func checkChangeRatio(r Decimal) *apperr.Error {
	if r.IsZero() {
		return nil
	}
	return checkRatio(r)
}

// remaining multiplies by the discount and the days that are left. What is divided comes last, so it is rounded once.
func (c *computation) remaining(d Days, ratio Decimal, currency string) {
	if !ratio.IsZero() && ratio != Whole(1) {
		c.add(times(PartDiscount, c.amount, ratio, i18n.Text{}))
	}
	if c.err != nil {
		return
	}
	part, err := times(PartDays, c.amount, Whole(int64(d.Left)), dayText(d.Left))
	if err != nil {
		c.err = err
		return
	}
	rounded, err := part.Amount.roundOver(int64(d.Total), currency)
	part.Over, part.Amount = int64(d.Total), FromMoney(rounded)
	c.add(part, err)
}

// change is a breakdown that only cash coupons reduce: the discount is in the formula, and coupons are for new orders and
// renewals (business-rules 5.8).
func change(currency string, lines []Line, cash []CashCoupon) (Breakdown, error) {
	b, err := newBreakdown(currency, lines)
	if err != nil {
		return Breakdown{}, err
	}
	if err := b.reduce(reducing{buyer: Buyer{Cash: cash}}); err != nil {
		return Breakdown{}, err
	}
	return b, nil
}
