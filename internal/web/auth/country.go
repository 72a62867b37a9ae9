package auth

import (
	"context"

	"github.com/souk-market/souk/internal/kernel/country"
	"github.com/souk-market/souk/internal/web/ui"
)

// countryOptions are all countries and regions by name, the one that is chosen at first on top: most look for that one.
func countryOptions(ctx context.Context, first string) []ui.Option {
	out := []ui.Option{{Value: first, Label: ui.In(ctx, country.Name(first))}}
	for _, code := range country.Sorted(ui.Lang(ctx)) {
		if code != first {
			out = append(out, ui.Option{Value: code, Label: ui.In(ctx, country.Name(code))})
		}
	}
	return out
}
