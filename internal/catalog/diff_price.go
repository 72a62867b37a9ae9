package catalog

import (
	"math/big"

	"github.com/souk-market/souk/internal/price"
)

// Rise is by how much a price changes: reviewers and sellers read it beside the new one (business-rules 4.14).
type Rise struct {
	Percent string `json:"percent"` // of the old price, with its sign and one decimal: "+25.0"
	Big     bool   `json:"big"`     // BigRise or more, up or down
}

// BigRise is from how many percent on a change of a price is marked (our choice: a decimal point that slipped is far beyond it).
const BigRise = 30

// riseOf is the largest change of prices that stand in the same places; nil where there is none, or nothing to compare with.
func riseOf(was, is []price.Decimal) *Rise {
	if len(was) != len(is) {
		return nil
	}
	var most *big.Rat
	for i := range was {
		if r := percent(was[i], is[i]); r != nil && (most == nil || new(big.Rat).Abs(r).Cmp(new(big.Rat).Abs(most)) > 0) {
			most = r
		}
	}
	if most == nil {
		return nil
	}
	out := Rise{Percent: most.FloatString(1), Big: new(big.Rat).Abs(most).Cmp(big.NewRat(BigRise, 1)) >= 0}
	if most.Sign() > 0 {
		out.Percent = "+" + out.Percent
	}
	return &out
}

// percent is by how much a price changes, in percent of it; nil where it stays, or was nothing.
func percent(was, is price.Decimal) *big.Rat {
	if was == is || !was.Positive() {
		return nil
	}
	from, ok := new(big.Rat).SetString(was.String())
	to, okTo := new(big.Rat).SetString(is.String())
	if !ok || !okTo {
		return nil
	}
	return to.Quo(to.Sub(to, from), from).Mul(to, big.NewRat(100, 1))
}

// pricesOf are the prices of a model in their order.
func pricesOf(m price.Model) []price.Decimal {
	if len(m.Brackets) == 0 {
		return []price.Decimal{m.Price}
	}
	out := make([]price.Decimal, len(m.Brackets))
	for i, b := range m.Brackets {
		out[i] = b.Price
	}
	return out
}
