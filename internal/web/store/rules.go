package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/web/ui"
)

// rules are what a seller's rules, and what the account did before, say of a spec to who looks (business-rules 5.3 to 5.5, 6.3).
type rules struct {
	salesrule.Shown
	Tried bool
}

func (a *area) rules(ctx context.Context, l catalog.Listing, s catalog.Spec) (rules, error) {
	who, _ := account.ActorFrom(ctx)
	shown, err := a.Rules.Shown(ctx, l.ProductID, []string{s.ID}, salesrule.BuyerOf(who))
	out := rules{Shown: shown[s.ID]}
	if who.ID != "" {
		if outside := l.SoldTo(who.Country); outside != nil { // business-rules 4.12
			out.Buy, out.Try = outside, outside
		}
	}
	if err == nil && out.Buy == nil {
		if err = a.Orders.MayAdd(ctx, who.ID, l, s); errors.Is(err, order.ErrParentGone) || errors.Is(err, order.ErrParentNeeded) {
			out.Buy, out.Try, err = err, err, nil
		}
	}
	if err == nil && s.Trial > 0 && who.ID != "" {
		out.Tried, err = a.Orders.Tried(ctx, who.ID, s.ID)
	}
	return out, err
}

// refuses is why what is chosen cannot be ordered, or nil.
func (r rules) refuses(c choice) error {
	switch {
	case !c.Trial:
		return r.Buy
	case r.Tried:
		return order.ErrTriedBefore
	}
	return r.Try
}

// mark is what a page shows of it to visitors, as a text.
func (r rules) mark() string { return fmt.Sprint(r.Buy, r.Try, r.Limit, r.Left) }

// limit says how often, or how much of what, one account may buy, and how much of that is left.
func (v productView) limit(ctx context.Context) string {
	l := v.Rules.Limit
	if l.Attribute == "" {
		return ui.T(ctx, "store.limit.times", "max", l.Times, "left", v.Rules.Left)
	}
	name := ""
	for _, a := range v.Choice.Spec.Plan.Attributes {
		if a.Code == l.Attribute {
			name = ui.In(ctx, a.Name)
		}
	}
	return ui.T(ctx, "store.limit.quantity", "name", name, "max", l.Most, "left", v.Rules.Left)
}
