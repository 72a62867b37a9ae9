package joint

import (
	"context"
	"strconv"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/web/ui"
)

// The plot in its own units: twelve columns above a line of months.
const (
	plotWidth  = 480
	plotHeight = 180
	plotFoot   = 24
	plotColumn = plotWidth / 12 // 40
)

// column is one month of the plot: turnover added up since January. To is false for months that did not begin yet.
type column struct {
	Month  int
	In     money.Amount
	Sum    money.Amount
	Height int
	Begun  bool
}

// plot is the turnover of this year added up by month, beside the plan.
type plot struct {
	Columns []column
	Plan    int // how high the line of the plan is; 0 without one
}

// plotOf draws the months of a sheet; now is the month of the year that runs, from 1.
func (v planView) plotOf(now int) plot {
	most := max(v.Sales.Total.Minor, v.Target.GMV.Minor, 1)
	height := func(minor int64) int { return int(float64(minor) / float64(most) * (plotHeight - 20)) }
	sum := money.New(0, v.Product.Currency)
	out := plot{Plan: height(v.Target.GMV.Minor)}
	for i, in := range v.Months {
		sum = money.New(sum.Minor+in.Minor, sum.Currency)
		out.Columns = append(out.Columns, column{Month: i + 1, In: in, Sum: sum, Height: height(sum.Minor), Begun: i < now})
	}
	return out
}

// label says what the plot shows, for who does not see it.
func (v planView) label(ctx context.Context) string {
	if v.Planned() {
		return ui.T(ctx, "joint.plan.plot", "year", v.Year, "target", v.Target.GMV.Format())
	}
	return ui.T(ctx, "joint.plan.plot.none", "year", v.Year)
}

func at(n int) string { return strconv.Itoa(n) }
