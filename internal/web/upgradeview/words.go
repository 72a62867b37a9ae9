package upgradeview

import (
	"context"
	"embed"
	"io/fs"
	"slices"
	"strconv"
	"strings"

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

// Quantity is a number of an attribute with its unit: "100 GB". A unit that only says the name again is left out: "Seats: 10".
func Quantity(ctx context.Context, a price.Attribute, n int64) string {
	out, unit := strconv.FormatInt(n, 10), ui.In(ctx, a.Unit)
	if unit != "" && !strings.EqualFold(unit, ui.In(ctx, a.Name)) {
		out += " " + unit
	}
	return out
}

// groups are the ways that are sold, by their source.
func (r Rule) groups() [][]catalog.UpgradePath {
	if r.Live == nil {
		return nil
	}
	var out [][]catalog.UpgradePath
	for _, p := range r.Paths(*r.Live) {
		if n := len(out); n > 0 && out[n-1][0].From == p.From {
			out[n-1] = append(out[n-1], p)
			continue
		}
		out = append(out, []catalog.UpgradePath{p})
	}
	return out
}

// lines are the computation of an example, each part under its name where there are several.
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
