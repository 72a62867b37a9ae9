package price

import (
	"math/big"
	"math/bits"
	"strings"
)

// Decimals of what people enter. Their product fits into the decimals of Decimal, so a price × a usage is exact.
const (
	MaxPriceDecimals = 8 // of a unit price: usage is sold by the hundred-millionth
	MaxUsageDecimals = 4 // of a usage or a ratio (open-apis A9: usage_value)
	decimals         = 12
	maxDigits        = 26                // before the point
	unitsOfOne       = 1_000_000_000_000 // of 10⁻¹²
	unitsOfMinor     = unitsOfOne / 100  // every currency has two decimals (kernel/money)
)

// Decimal is an exact number of at most 12 decimals below 1.7·10²⁶ in size: units of 10⁻¹² in 128 bits. The zero value is 0.
// Two decimals of one value are ==. In JSON it is text: "0.00012". No operation rounds: what does not fit is ErrOutOfRange.
type Decimal struct {
	hi int64
	lo uint64
}

// Whole is n as a decimal.
func Whole(n int64) Decimal { return mustFit(new(big.Int).Mul(big.NewInt(n), big.NewInt(unitsOfOne))) }

// ParsePrice reads a unit price: at most 8 decimals. Errors: ErrNumber, ErrDecimals, ErrOutOfRange.
func ParsePrice(s string) (Decimal, error) { return parseDecimal(s, MaxPriceDecimals) }

// ParseUsage reads a usage or a ratio: at most 4 decimals. Errors: ErrNumber, ErrDecimals, ErrOutOfRange.
func ParseUsage(s string) (Decimal, error) { return parseDecimal(s, MaxUsageDecimals) }

// parseDecimal reads "12", "-0.5" or "0.30"; zeros at the end are no decimals.
func parseDecimal(s string, most int) (Decimal, error) {
	digits, neg := strings.CutPrefix(strings.TrimSpace(s), "-")
	whole, frac, dot := strings.Cut(digits, ".")
	if whole == "" || dot && frac == "" || !allDigits(whole) || !allDigits(frac) {
		return Decimal{}, ErrNumber
	}
	whole, frac = strings.TrimLeft(whole, "0"), strings.TrimRight(frac, "0")
	if len(frac) > most {
		return Decimal{}, ErrDecimals.With("max", most)
	}
	if len(whole) > maxDigits {
		return Decimal{}, ErrOutOfRange
	}
	z, ok := new(big.Int).SetString("0"+whole+frac+strings.Repeat("0", decimals-len(frac)), 10)
	if !ok {
		return Decimal{}, ErrNumber
	}
	if neg {
		z.Neg(z)
	}
	return fit(z)
}

func allDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// units is d in units of 10⁻¹².
func (d Decimal) units() *big.Int {
	z := new(big.Int).Lsh(big.NewInt(d.hi), 64)
	return z.Add(z, new(big.Int).SetUint64(d.lo))
}

// fit is the decimal of units of 10⁻¹².
func fit(z *big.Int) (Decimal, error) {
	if z.BitLen() > 127 {
		return Decimal{}, ErrOutOfRange
	}
	hi := new(big.Int).Rsh(z, 64) // rounds down, so lo is never negative
	lo := new(big.Int).Sub(z, new(big.Int).Lsh(hi, 64))
	return Decimal{hi.Int64(), lo.Uint64()}, nil
}

// mustFit is fit where 128 bits are always enough: an int64 × 10¹² has less than 104.
func mustFit(z *big.Int) Decimal {
	d, err := fit(z)
	if err != nil {
		panic(err)
	}
	return d
}

// Add is d + e.
func (d Decimal) Add(e Decimal) (Decimal, error) {
	lo, carry := bits.Add64(d.lo, e.lo, 0)
	sum := Decimal{d.hi + e.hi + int64(carry), lo}
	if d.hi < 0 == (e.hi < 0) && sum.hi < 0 != (d.hi < 0) {
		return Decimal{}, ErrOutOfRange
	}
	return sum, nil
}

// Sub is d − e.
func (d Decimal) Sub(e Decimal) (Decimal, error) {
	return fit(new(big.Int).Sub(d.units(), e.units()))
}

// Mul is d × e. A product of more than 12 decimals is ErrOutOfRange too: a caller bounds the decimals of what it takes.
func (d Decimal) Mul(e Decimal) (Decimal, error) {
	z := new(big.Int).Mul(d.units(), e.units())
	q, r := z.QuoRem(z, big.NewInt(unitsOfOne), new(big.Int))
	if r.Sign() != 0 {
		return Decimal{}, ErrOutOfRange
	}
	return fit(q)
}

// Cmp is −1, 0 or +1.
func (d Decimal) Cmp(e Decimal) int {
	switch {
	case d == e:
		return 0
	case d.hi < e.hi || d.hi == e.hi && d.lo < e.lo:
		return -1
	}
	return 1
}

// Equal reports whether both are the same number; for comparisons by reflection.
func (d Decimal) Equal(e Decimal) bool { return d == e }

// IsZero reports whether d is 0.
func (d Decimal) IsZero() bool { return d == Decimal{} }

// Positive reports whether d > 0.
func (d Decimal) Positive() bool { return !d.Negative() && !d.IsZero() }

// Negative reports whether d < 0.
func (d Decimal) Negative() bool { return d.hi < 0 }
