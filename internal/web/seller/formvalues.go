package seller

import (
	"context"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/web/ui"
)

// What the form shows of a stored content.

// defaultParamLen is the greatest length that an untouched row of a parameter offers.
const defaultParamLen = 64

func nth[T any](list []T, i int) T {
	if i < len(list) {
		return list[i]
	}
	var zero T
	return zero
}

// number is a number as text; what is not set or was unreadable is empty.
func number(n int64) string {
	if n <= 0 {
		return ""
	}
	return itoa(n)
}

func on(b bool) string {
	if b {
		return "1"
	}
	return ""
}

// skuOf is the price for a unit as the form shows it; a new one offers the usual number of periods.
func skuOf(c catalog.Content, u period.Unit) catalog.SKU {
	k, ok := c.Spec.ForPeriod(u)
	if !ok && u == period.Month {
		k.MaxPeriods = 12
	}
	if !ok && u == period.Year {
		k.MaxPeriods = 3
	}
	if k.Price.Negative() {
		k.Price.Minor = 0
	}
	return k
}

func mostPeriods(u period.Unit) string {
	if u == period.Year {
		return "10"
	}
	return "36"
}

func quantityOf(c catalog.Content) catalog.Quantity {
	if c.Spec.Quantity == nil {
		return catalog.Quantity{Min: 1, Max: 100, Step: 1}
	}
	return *c.Spec.Quantity
}

func stockText(c catalog.Content) string {
	if c.Spec.Stock == nil || *c.Spec.Stock < 0 {
		return ""
	}
	return itoa(*c.Spec.Stock)
}

func paramMax(x catalog.ExtParam) string {
	if x.MaxLen > 0 {
		return strconv.Itoa(x.MaxLen)
	}
	return strconv.Itoa(defaultParamLen)
}

func stepHelp(ctx context.Context, f productForm) string {
	if f.Live != nil {
		return ui.T(ctx, "seller.form.quantity.step.locked")
	}
	return ui.T(ctx, "seller.form.quantity.step.help")
}

// paramOpen reports whether the row of a parameter is unfolded: it holds something, or something is wrong with it.
func (f productForm) paramOpen(i int) bool {
	prefix := "param_" + strconv.Itoa(i) + "_"
	for field := range apperr.FieldsOf(f.Err) {
		if strings.HasPrefix(field, prefix) {
			return true
		}
	}
	if f.Values != nil {
		return !blank(f.Values, paramNames(i))
	}
	return i < len(f.Content.Params)
}
