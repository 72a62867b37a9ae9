package price

import (
	"strconv"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/money"
)

// The kinds of a step.
const (
	StepQuantity = "quantity" // times the number of pieces
	StepPeriods  = "periods"  // times the number of months or years
)

// Input is what a price depends on: Unit is the price of one period of one piece (business-rules 4.6, linear pricing).
type Input struct {
	Unit     money.Amount
	Periods  int
	Quantity int64
}

// Step is one part of that computation, in minor units: Each × Times = Amount.
type Step struct {
	Kind   string       `json:"kind"`
	Each   money.Amount `json:"each"`
	Times  int64        `json:"times"`
	Amount money.Amount `json:"amount"`
}

// Formula is the left side of the step for people: "¥68.00 × 5".
func (s Step) Formula() string { return s.Each.Format() + " × " + strconv.FormatInt(s.Times, 10) }

// Quote is the price of the simplest plan with its computation: Steps multiply by the quantity, then by the periods.
type Quote struct {
	Unit     money.Amount `json:"unit"`
	Periods  int          `json:"periods"`
	Quantity int64        `json:"quantity"`
	Total    money.Amount `json:"total"`
	Steps    []Step       `json:"steps"`
}

// Of computes unit price × quantity × periods: the base line of a plan with one SKU. Errors: ErrBadUnit, ErrBadPeriods,
// ErrBadQuantity, ErrOutOfRange.
func Of(in Input) (Quote, error) {
	switch {
	case in.Unit.Negative():
		return Quote{}, ErrBadUnit
	case in.Periods < 1:
		return Quote{}, ErrBadPeriods
	case in.Quantity < 1:
		return Quote{}, ErrBadQuantity
	}
	// Both steps are there even where a factor is 1: orders and their pages count on it.
	c := computation{amount: FromMoney(in.Unit)}
	c.add(times(PartPieces, c.amount, Whole(in.Quantity), i18n.Text{}))
	c.add(times(PartPeriods, c.amount, Whole(int64(in.Periods)), i18n.Text{}))
	l, err := c.line(Line{Kind: LineBase}, in.Unit.Currency)
	if err != nil {
		return Quote{}, err
	}
	// Nothing is rounded: the unit price has whole minor units, so all that follows has, and fits where the total fits.
	each, err := l.Parts[1].Each.Round(in.Unit.Currency)
	if err != nil {
		return Quote{}, err
	}
	return Quote{Unit: in.Unit, Periods: in.Periods, Quantity: in.Quantity, Total: l.List, Steps: []Step{
		{StepQuantity, in.Unit, in.Quantity, each},
		{StepPeriods, each, int64(in.Periods), l.List},
	}}, nil
}
