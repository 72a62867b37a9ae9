package seller

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/specform"
	"github.com/souk-market/souk/internal/web/ui"
)

// charges are the ways in which the spec may be charged, and the one that it is.
func (e specEditor) charges() []price.Charge {
	list := catalog.Charges(e.Stored.Family, e.Stored.Delivery)
	if now := price.Charge(e.Form.Charge); !slices.Contains(list, now) && !catalog.ChargeName(now).Empty() {
		list = append(list, now) // it was chosen before the product became another: the error says what is allowed
	}
	return list
}

func (e specEditor) chargeOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, c := range e.charges() {
		out = append(out, ui.Option{Value: string(c), Label: chargeText(ctx, string(c)), Help: ui.T(ctx, "seller.spec.charge."+string(c)+".help")})
	}
	return out
}

// chargeText is a way of charging for people.
func chargeText(ctx context.Context, charge string) string {
	if catalog.ChargeName(price.Charge(charge)).Empty() {
		charge = string(price.ChargePeriod)
	}
	return ui.T(ctx, "seller.spec.charge."+charge)
}

// parentOptions are the other specs that this one may hang on: those that hang on nothing and are not used up.
func (e specEditor) parentOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range e.Stored.Specs {
		if s.ID == e.Form.SpecID || s.ID == "" || s.Parent != "" || s.IsPackage() {
			continue
		}
		out = append(out, ui.Option{Value: s.ID, Label: specName(ctx, s) + " · " + ui.In(ctx, catalog.ChargeName(s.Plan.Charge))})
	}
	return out
}

func parentText(options []ui.Option, specID string) string {
	for _, o := range options {
		if o.Value == specID {
			return o.Label
		}
	}
	return specID
}

// quotaOptions are the charging items that a quota may be of: those of the spec that was chosen, or while none is those of all
// that are charged by use. What is chosen already stays among them.
func (e specEditor) quotaOptions(ctx context.Context, chosen string) []ui.Option {
	out := []ui.Option{{Label: ui.T(ctx, "seller.form.choose")}}
	add := func(code, label string) {
		if !slices.ContainsFunc(out, func(o ui.Option) bool { return o.Value == code }) {
			out = append(out, ui.Option{Value: code, Label: label})
		}
	}
	for _, s := range e.Stored.Specs {
		if e.Form.Parent != "" && s.ID != e.Form.Parent {
			continue
		}
		for _, x := range s.Plan.Factors {
			for _, i := range x.Items {
				add(i.Code, itemLabel(ctx, i))
			}
		}
	}
	if chosen != "" {
		add(chosen, chosen)
	}
	return out
}

// itemLabel is a charging item with its unit: "Duration (min)".
func itemLabel(ctx context.Context, i price.Item) string {
	label := ui.In(ctx, i.Name)
	if label == "" {
		label = i.Code
	}
	if unit := ui.In(ctx, i.Unit); unit != "" {
		label += " (" + unit + ")"
	}
	return label
}

func resetOptions(ctx context.Context, e specEditor) []ui.Option {
	var out []ui.Option
	for _, c := range specform.Resets() {
		if (c == price.CycleHour || c == price.CycleDay || c == price.CycleWeek) && e.Stored.Delivery != catalog.DeliveryAPI {
			continue // business-rules 4.6: only of API packages
		}
		out = append(out, ui.Option{Value: string(c), Label: ui.T(ctx, "seller.spec.reset."+string(c))})
	}
	return out
}

func cycleOptions(ctx context.Context, list []price.Cycle) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, c := range list {
		out[i] = ui.Option{Value: string(c), Label: ui.T(ctx, "seller.spec.cycle."+string(c))}
	}
	return out
}

// chargingCycles are the cycles of an item: of an image only the hour (open-apis E3).
func (e specEditor) chargingCycles() []price.Cycle {
	if e.Stored.Delivery == catalog.DeliveryImage {
		return specform.Cycles()[:1]
	}
	return specform.Cycles()
}

func useOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range specform.UseKinds() {
		out = append(out, ui.Option{Value: string(k), Label: ui.T(ctx, "seller.spec.use.model."+string(k))})
	}
	return out
}

func (e specEditor) nameHelp(ctx context.Context) string {
	if e.Locks.calls() {
		return ui.T(ctx, "seller.spec.package.locked.calls")
	}
	return ui.T(ctx, "seller.form.spec.name.help")
}

// priceHelp says why a price cannot change.
func (e specEditor) priceHelp(ctx context.Context) string {
	if e.Locks.usagePackage() {
		return ui.T(ctx, "seller.spec.package.locked")
	}
	return ""
}

// packageItems are what a preview says of a spec besides its prices: what it hangs on, its trial, what it holds.
func packageItems(ctx context.Context, c catalog.Content, s catalog.Spec) []ui.Item {
	var items []ui.Item
	if parent, ok := c.ParentOf(s); ok {
		items = append(items, ui.Item{Label: ui.T(ctx, "seller.spec.parent"), Value: ui.Text(specName(ctx, parent))})
	}
	if s.Trial > 0 {
		items = append(items, ui.Item{Label: ui.T(ctx, "seller.spec.trial"), Value: ui.Text(ui.T(ctx, "seller.specs.trial", "n", s.Trial))})
	}
	if s.Plan.Package != nil {
		items = append(items, ui.Item{Label: ui.T(ctx, "seller.spec.quota"), Value: ui.Text(quotas(ctx, c, s))},
			ui.Item{Label: ui.T(ctx, "seller.spec.reset"), Value: ui.Text(ui.T(ctx, "seller.spec.reset."+string(s.Plan.Package.Reset)))})
	}
	return items
}
