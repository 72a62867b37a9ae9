package operator

import (
	"context"

	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// fileName is the name of an export with the minute it was made, so that the files of a day lie beside each other.
func (c *console) fileName(list string) string {
	return list + "-" + c.d.Clock.Now().In(period.Shanghai()).Format("20060102-1504")
}

// columns are the headings of an export, operator.col.*.
func columns(ctx context.Context, names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = ui.T(ctx, "operator.col."+n)
	}
	return out
}
