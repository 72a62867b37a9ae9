package specform

import (
	"context"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/ui"
)

// Changed is a change of a content for people, with by how much a price rises; a big one is marked (business-rules 4.14).
func Changed(ctx context.Context, c catalog.FieldChange) ui.Change {
	out := ui.Change{Label: ui.T(ctx, c.Label, "n", c.Index), Old: ui.In(ctx, c.Old), New: ui.In(ctx, c.New)}
	if c.Rise != nil {
		key, tone := "catalog.rise", ui.Neutral
		if c.Rise.Big {
			key, tone = "catalog.rise.big", ui.Warning
		}
		out.Note, out.Tone = ui.T(ctx, key, "percent", c.Rise.Percent), tone
	}
	return out
}
