package salesrule

import (
	"context"

	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/web/ui"
)

func columns(ctx context.Context, k desk) []ui.Column {
	product := ui.Column{Label: ui.T(ctx, "sales.col.product"), Wide: true}
	if k.credit() {
		return []ui.Column{product, {Label: ui.T(ctx, "sales.credit.cash")}, {Label: ui.T(ctx, "sales.credit.line")}}
	}
	return []ui.Column{product, {Label: ui.T(ctx, "sales.tab.target")}, {Label: ui.T(ctx, "sales.tab.limits")}, {Label: ui.T(ctx, "sales.tab.trials")}}
}

func targets(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, t := range salesrule.Targets() {
		out = append(out, ui.Option{Value: string(t), Label: ui.T(ctx, "sales.target."+string(t)), Help: ui.T(ctx, "sales.target."+string(t)+".help")})
	}
	return out
}

func specTargets(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, t := range salesrule.SpecTargets() {
		label := ui.T(ctx, "sales.target.inherit")
		if t != salesrule.TargetInherit {
			label = ui.T(ctx, "sales.target."+string(t))
		}
		out = append(out, ui.Option{Value: string(t), Label: label})
	}
	return out
}

func modes(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, m := range salesrule.Modes() {
		out = append(out, ui.Option{Value: string(m), Label: ui.T(ctx, "sales.mode."+string(m)), Help: ui.T(ctx, "sales.mode."+string(m)+".help")})
	}
	return out
}

func specOptions(ctx context.Context, specs []salesrule.Offered) []ui.Option {
	out := make([]ui.Option, len(specs))
	for i, o := range specs {
		out[i] = ui.Option{Value: o.ID, Label: ui.In(ctx, o.Name)}
	}
	return out
}
