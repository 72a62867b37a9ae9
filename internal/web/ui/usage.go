package ui

import (
	"context"
	"strings"

	"github.com/souk-market/souk/internal/price"
)

// Measured is a quantity with the unit of a charging item: "8 min".
func Measured(ctx context.Context, i price.Item, n price.Decimal) string {
	return strings.TrimSpace(n.String() + " " + In(ctx, i.Unit))
}

// usageTitle is a charging item within its factor, "Calls · Duration", or the item alone where both are called the same.
func usageTitle(ctx context.Context, x price.Factor, i price.Item) string {
	factor, item := In(ctx, x.Name), In(ctx, i.Name)
	if factor == "" || factor == item {
		return item
	}
	return factor + " · " + item
}

// eachUnit is what a price is for: "each min", or "each" without a unit.
func eachUnit(ctx context.Context, i price.Item) string {
	if unit := In(ctx, i.Unit); unit != "" {
		return T(ctx, "ui.usage.each.unit", "unit", unit)
	}
	return T(ctx, "ui.usage.each")
}

// bracketText is the range of a bracket: "up to 3", "over 3 up to 10", "over 10".
func bracketText(ctx context.Context, b price.Bracket) string {
	switch {
	case b.UpTo.IsZero():
		return T(ctx, "ui.usage.over", "from", b.Over)
	case b.Over.IsZero():
		return T(ctx, "ui.usage.upto", "to", b.UpTo)
	}
	return T(ctx, "ui.usage.between", "from", b.Over, "to", b.UpTo)
}

// usageRule says when an item is charged, and how its brackets count.
func usageRule(ctx context.Context, i price.Item) string {
	text := T(ctx, "ui.usage.charged."+string(i.Cycle))
	switch i.Model.Kind {
	case price.ModelStep:
		text += T(ctx, "ui.usage.step."+string(i.Accumulation))
	case price.ModelTier:
		text += T(ctx, "ui.usage.tier")
	}
	return text
}

// Worked is an example in one line: "8 min in a month: ¥0.30 × 3 min + ¥0.20 × 5 min = ¥1.90".
func Worked(ctx context.Context, p price.Plan, i price.Item) string {
	l, ok := p.Worked(i)
	if !ok {
		return ""
	}
	return T(ctx, "ui.usage.worked."+string(l.Span), "n", Measured(ctx, i, l.Use.Quantity), "sum", l.Sum(Lang(ctx)))
}

// Estimated is an estimate as a price block, a line with its computation for each item that is used.
func Estimated(ctx context.Context, e price.Estimate) Price {
	lang := Lang(ctx)
	p := Price{Label: T(ctx, "ui.usage.month"), Amount: e.Total, Note: T(ctx, "ui.usage.note")}
	for _, l := range e.Lines {
		p.Lines = append(p.Lines, PriceLine{Label: usageTitle(ctx, l.Factor, l.Item), Formula: strings.Join(l.Computation(lang), "\n"), Amount: l.Amount})
	}
	return p
}
