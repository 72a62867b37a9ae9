// Package money is exact money: int64 minor units and a currency.
//
// Invariants:
//
//  1. No operation loses or makes a minor unit: what overflows or mixes currencies is an error.
//  2. Split gives parts that sum to the whole, by largest remainder, in a stable order.
//  3. Every supported currency has two decimals.
package money

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// The failures of arithmetic; they mean a fault of the caller, not of a person's input.
var (
	ErrOverflow = errors.New("money: amount out of range")
	ErrCurrency = errors.New("money: different currencies")
	ErrSyntax   = errors.New("money: not an amount such as 12.30")
)

// Amount is a sum of money: Minor units (cents, 分) of Currency (ISO 4217). Only the zero value has no currency.
type Amount struct {
	Minor    int64
	Currency string
}

// New is an amount of minor units.
func New(minor int64, currency string) Amount { return Amount{Minor: minor, Currency: currency} }

// CNY is an amount in 分.
func CNY(fen int64) Amount { return Amount{Minor: fen, Currency: "CNY"} }

// Parse reads "12", "12.3" or "12.30", with an optional leading minus.
func Parse(s, currency string) (Amount, error) {
	digits, neg := strings.CutPrefix(strings.TrimSpace(s), "-")
	whole, frac, dot := strings.Cut(digits, ".")
	if whole == "" || len(frac) > 2 || dot && frac == "" || !allDigits(whole) || !allDigits(frac) {
		return Amount{}, ErrSyntax
	}
	frac += strings.Repeat("0", 2-len(frac))
	v, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil {
		return Amount{}, ErrOverflow
	}
	if neg {
		v = -v
	}
	return Amount{v, currency}, nil
}

func allDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

func (a Amount) same(b Amount) error {
	if a.Currency != b.Currency {
		return fmt.Errorf("%w: %s and %s", ErrCurrency, a.Currency, b.Currency)
	}
	return nil
}

// Add is a + b.
func (a Amount) Add(b Amount) (Amount, error) {
	sum := a.Minor + b.Minor
	if err := a.same(b); err != nil {
		return Amount{}, err
	}
	if (sum > a.Minor) != (b.Minor > 0) && b.Minor != 0 {
		return Amount{}, ErrOverflow
	}
	return Amount{sum, a.Currency}, nil
}

// Sub is a − b.
func (a Amount) Sub(b Amount) (Amount, error) {
	if b.Minor == math.MinInt64 {
		return Amount{}, ErrOverflow
	}
	return a.Add(b.Neg())
}

// Neg is −a.
func (a Amount) Neg() Amount { return Amount{-a.Minor, a.Currency} }

// Mul is a × n.
func (a Amount) Mul(n int64) (Amount, error) {
	hi, lo := bits.Mul64(abs(a.Minor), abs(n))
	if hi != 0 || lo > math.MaxInt64 {
		return Amount{}, ErrOverflow
	}
	v := int64(lo)
	if (a.Minor < 0) != (n < 0) {
		v = -v
	}
	return Amount{v, a.Currency}, nil
}

func abs(n int64) uint64 {
	if n < 0 {
		return uint64(-(n + 1)) + 1
	}
	return uint64(n)
}

// Split divides a by weights (not negative, not all zero) so that the parts sum to a: each part is
// rounded towards zero and the units left over go to the largest remainders, the earlier one first.
func (a Amount) Split(weights []int64) ([]Amount, error) {
	var total uint64
	for _, w := range weights {
		if w < 0 || total > math.MaxInt64-uint64(w) {
			return nil, ErrOverflow
		}
		total += uint64(w)
	}
	if total == 0 {
		return nil, errors.New("money: split by nothing")
	}
	type part struct {
		i         int
		remainder uint64
	}
	parts, order := make([]Amount, len(weights)), make([]part, len(weights))
	left, sign := abs(a.Minor), int64(1)
	if a.Minor < 0 {
		sign = -1
	}
	whole := left
	for i, w := range weights {
		hi, lo := bits.Mul64(whole, uint64(w))
		q, r := bits.Div64(hi, lo, total)
		parts[i] = Amount{sign * int64(q), a.Currency}
		order[i] = part{i, r}
		left -= q
	}
	slices.SortStableFunc(order, func(x, y part) int {
		switch {
		case x.remainder > y.remainder:
			return -1
		case x.remainder < y.remainder:
			return 1
		}
		return 0
	})
	for i := range left {
		parts[order[i].i].Minor += sign
	}
	return parts, nil
}

// Cmp is −1, 0 or +1. Amounts of different currencies do not compare: it panics, as that is a fault of the program.
func (a Amount) Cmp(b Amount) int {
	if err := a.same(b); err != nil {
		panic(err)
	}
	switch {
	case a.Minor < b.Minor:
		return -1
	case a.Minor > b.Minor:
		return 1
	}
	return 0
}

// IsZero reports whether nothing is there.
func (a Amount) IsZero() bool { return a.Minor == 0 }

// Positive reports whether a > 0.
func (a Amount) Positive() bool { return a.Minor > 0 }

// Negative reports whether a < 0.
func (a Amount) Negative() bool { return a.Minor < 0 }

// String is the amount without its currency: "12.30".
func (a Amount) String() string {
	u, sign := abs(a.Minor), ""
	if a.Minor < 0 {
		sign = "-"
	}
	return fmt.Sprintf("%s%d.%02d", sign, u/100, u%100)
}

// Format is the amount for people, with grouping: "¥1,234.50", "−¥3.00"; other currencies as "USD 1,234.50".
func (a Amount) Format() string {
	s := a.String()
	s, neg := strings.CutPrefix(s, "-")
	whole, frac, _ := strings.Cut(s, ".")
	sign := a.Currency + " "
	if a.Currency == "CNY" {
		sign = "¥"
	}
	if neg {
		sign = "−" + sign
	}
	return sign + grouped(whole) + "." + frac
}

type wire struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// MarshalJSON writes {"amount":"12.30","currency":"CNY"}.
func (a Amount) MarshalJSON() ([]byte, error) {
	return json.Marshal(wire{a.String(), a.Currency})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (a *Amount) UnmarshalJSON(b []byte) error {
	var w wire
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	v, err := Parse(w.Amount, w.Currency)
	if err != nil {
		return err
	}
	*a = v
	return nil
}
