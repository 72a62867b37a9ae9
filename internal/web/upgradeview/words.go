package upgradeview

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts, upgradeview.*. The catalogue's own words are needed beside them.
func LocaleFS() fs.FS { return locale }

// Rule is a rule as it is shown. Live is what is on sale now, nil where there is nothing.
type Rule struct {
	catalog.UpgradeRule
	Names catalog.Names
	Live  *catalog.Content
}

func (r Rule) name(ctx context.Context, id string) string { return ui.In(ctx, r.Names.Of(id)) }

// others are the targets of a way but itself.
func others(w catalog.UpgradeWay) []string {
	return slices.DeleteFunc(slices.Clone(w.To), func(id string) bool { return id == w.From })
}

// steps say by how much each quantity grows: "Seats by 10".
func (r Rule) steps(ctx context.Context) []string {
	if r.Live == nil {
		return nil
	}
	spec, _ := r.Live.Spec(r.SpecID)
	var out []string
	for _, a := range spec.Plan.Attributes {
		if a.Kind != price.Quantity {
			continue
		}
		step := r.Expand[a.Code]
		if step == 0 {
			step = max(a.ExpandStep, a.Step, 1)
		}
		out = append(out, ui.T(ctx, "upgradeview.step", "name", ui.In(ctx, a.Name), "n", Quantity(ctx, a, step)))
	}
	return out
}

// Quantity is a number of an attribute with its unit: "10 seats".
func Quantity(ctx context.Context, a price.Attribute, n int64) string {
	out := strconv.FormatInt(n, 10)
	if unit := ui.In(ctx, a.Unit); unit != "" {
		out += " " + unit
	}
	return out
}

// rows are the ways of a rule with both prices, one for each period.
func (r Rule) rows(ctx context.Context) []ui.Row {
	if r.Live == nil {
		return nil
	}
	var out []ui.Row
	for _, p := range r.Paths(*r.Live) {
		for _, x := range p.Prices {
			out = append(out, ui.Row{Cells: []templ.Component{pathCell(p), ui.Text(ui.T(ctx, "catalog.period."+string(x.Unit))),
				ui.Money(x.From), targetPrice(p, x), exampleCell(x)}})
		}
	}
	return out
}

func lines(b price.Breakdown, lang string) []string {
	var out []string
	for _, l := range b.Lines {
		if len(b.Lines) > 1 {
			out = append(out, l.Label.In(lang))
		}
		out = append(out, l.Computation(lang)...)
	}
	return out
}
