package price

import (
	"math/big"
	"strings"

	"github.com/souk-market/souk/internal/kernel/money"
)

// String is the shortest form: "0.3", "12".
func (d Decimal) String() string {
	digits, neg := strings.CutPrefix(d.units().String(), "-")
	if short := decimals + 1 - len(digits); short > 0 {
		digits = strings.Repeat("0", short) + digits
	}
	whole, frac := digits[:len(digits)-decimals], strings.TrimRight(digits[len(digits)-decimals:], "0")
	if frac != "" {
		whole += "." + frac
	}
	if neg {
		whole = "-" + whole
	}
	return whole
}

// decimalPlaces is how many decimals d has: 1 for 0.30.
func (d Decimal) decimalPlaces() int {
	_, frac, _ := strings.Cut(d.String(), ".")
	return len(frac)
}

// MarshalText writes the shortest form.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads at most 12 decimals; how many are allowed at its place is for Plan.Validate to say.
func (d *Decimal) UnmarshalText(text []byte) error {
	v, err := parseDecimal(string(text), decimals)
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Format is d as money for people, with two decimals or as many as it has: "¥1,234.50", "¥0.00012", "USD 3.00".
func (d Decimal) Format(currency string) string {
	digits, neg := strings.CutPrefix(d.String(), "-")
	whole, frac, _ := strings.Cut(digits, ".")
	// The rest of the form (grouping, sign of the currency) is the kernel's.
	shown := strings.TrimSuffix(money.New(0, currency).Format(), "0.00") + group(whole) + "." + frac + strings.Repeat("0", max(0, 2-len(frac)))
	if neg {
		shown = "−" + shown
	}
	return shown
}

// group puts a comma between thousands.
func group(whole string) string {
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole
}

// FromMoney is a as a decimal of its currency: exact.
func FromMoney(a money.Amount) Decimal {
	return mustFit(new(big.Int).Mul(big.NewInt(a.Minor), big.NewInt(unitsOfMinor)))
}

// Round is d in minor units, half up (away from zero). This is the only place where a price is rounded, and a line is
// rounded once (adr 0005). Error: ErrOutOfRange.
func (d Decimal) Round(currency string) (money.Amount, error) {
	return d.roundOver(1, currency)
}

// roundOver is d ÷ over in minor units, half up: what is divided is rounded in the same step, so once. over > 0.
func (d Decimal) roundOver(over int64, currency string) (money.Amount, error) {
	den := new(big.Int).Mul(big.NewInt(unitsOfMinor), big.NewInt(over))
	num := d.units()
	neg := num.Sign() < 0
	num.Abs(num).Lsh(num, 1).Add(num, den) // (2n + d) ÷ 2d, rounded down, is n ÷ d, rounded half up
	q := num.Quo(num, den.Lsh(den, 1))
	if neg {
		q.Neg(q)
	}
	if !q.IsInt64() {
		return money.Amount{}, ErrOutOfRange
	}
	return money.New(q.Int64(), currency), nil
}
