package price

import (
	"strconv"

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

// Step is one line of the computation: Each × Times = Amount.
type Step struct {
	Kind   string       `json:"kind"`
	Each   money.Amount `json:"each"`
	Times  int64        `json:"times"`
	Amount money.Amount `json:"amount"`
}

// Formula is the left side of the step for people: "¥68.00 × 5".
func (s Step) Formula() string { return s.Each.Format() + " × " + strconv.FormatInt(s.Times, 10) }

// Quote is a price with its computation: Steps multiply by the quantity, then by the periods.
type Quote struct {
	Unit     money.Amount `json:"unit"`
	Periods  int          `json:"periods"`
	Quantity int64        `json:"quantity"`
	Total    money.Amount `json:"total"`
	Steps    []Step       `json:"steps"`
}

// Of computes unit price × quantity × periods. Errors: ErrBadUnit, ErrBadPeriods, ErrBadQuantity, ErrOutOfRange.
func Of(in Input) (Quote, error) {
	switch {
	case in.Unit.Negative():
		return Quote{}, ErrBadUnit
	case in.Periods < 1:
		return Quote{}, ErrBadPeriods
	case in.Quantity < 1:
		return Quote{}, ErrBadQuantity
	}
	each, err := in.Unit.Mul(in.Quantity)
	if err != nil {
		return Quote{}, ErrOutOfRange
	}
	total, err := each.Mul(int64(in.Periods))
	if err != nil {
		return Quote{}, ErrOutOfRange
	}
	return Quote{Unit: in.Unit, Periods: in.Periods, Quantity: in.Quantity, Total: total, Steps: []Step{
		{StepQuantity, in.Unit, in.Quantity, each},
		{StepPeriods, each, int64(in.Periods), total},
	}}, nil
}
