package seller

import (
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
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

func on(b bool) string {
	if b {
		return "1"
	}
	return ""
}

func paramMax(x catalog.ExtParam) string {
	if x.MaxLen > 0 {
		return strconv.Itoa(x.MaxLen)
	}
	return strconv.Itoa(defaultParamLen)
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

// broken reports whether something is wrong with a spec.
func (f productForm) broken(n int) bool { return apperr.FieldsOf(f.Err)[specField(n)] != nil }
