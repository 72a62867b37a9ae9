package ui

import (
	"context"
	"strings"

	"github.com/souk-market/souk/internal/price"
)

// Priced is a breakdown as a price block: each line with its computation, then what was taken off.
func Priced(ctx context.Context, label string, b price.Breakdown) Price {
	lang := Lang(ctx)
	p := Price{Label: label, Amount: b.Pay, Original: b.List}
	for _, l := range b.Lines {
		p.Lines = append(p.Lines, PriceLine{Label: l.Label.In(lang), Formula: strings.Join(l.Computation(lang), "\n"), Amount: l.List})
	}
	for _, r := range b.Applied {
		p.Lines = append(p.Lines, PriceLine{Label: r.Label.In(lang), Amount: r.Amount.Neg(), Discount: true})
	}
	return p
}
