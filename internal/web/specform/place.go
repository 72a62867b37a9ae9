package specform

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/price"
)

// maxPlaced is how many cells of the table are marked; the rest is counted.
const maxPlaced = 40

// Place leads the errors of a spec ("plan.skus.2.prices.month") to the fields of the form from which it was made last.
func (f *Form) Place(err error) error {
	fields := apperr.FieldsOf(err)
	if len(fields) == 0 {
		return err
	}
	var out apperr.Fields
	cells, more := 0, 0
	for _, path := range slices.SortedFunc(maps.Keys(fields), byNumbers) {
		at := f.field(path)
		if strings.HasPrefix(at, "plan.skus.") {
			if cells++; cells > maxPlaced {
				more++
				continue
			}
		}
		out.Add(at, fields[path])
	}
	if more > 0 {
		out.Add("plan.skus", ErrMorePrices.With("n", more))
	}
	return out.Err()
}

// byNumbers sorts paths as people count: 2 before 10.
func byNumbers(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		n, errN := strconv.Atoi(x[i])
		m, errM := strconv.Atoi(y[i])
		if errN == nil && errM == nil && n != m {
			return n - m
		}
		if x[i] != y[i] {
			return strings.Compare(x[i], y[i])
		}
	}
	return len(x) - len(y)
}

// field is the name of the field where an error is mended.
func (f *Form) field(path string) string {
	p := strings.Split(path, ".")
	if len(p) < 2 || p[0] != "plan" {
		return path
	}
	switch p[1] {
	case "terms":
		if n := place(p, 2); n >= 0 && n < len(f.Units()) {
			if u := f.Units()[n]; u != price.Once {
				return TermName(u, "max")
			}
		}
		return "plan.terms"
	case "factors", "package":
		return f.useField(path, p)
	case "skus":
		return f.skuField(p)
	case "attributes":
		if p[len(p)-1] == "name" { // of both languages, the Chinese one is needed
			return path + "_zh"
		}
		if len(p) > 3 && p[len(p)-1] == "over" { // a bracket begins where the one before ends
			return strings.Join(p[:len(p)-1], ".") + ".up_to"
		}
		if len(p) == 6 && p[3] == "prices" && p[5] == "brackets" {
			i := place(p, 2)
			if a := f.within(i); a != nil && len(a.Models[period.Unit(p[4])].Brackets) > 0 {
				return BracketName(i, period.Unit(p[4]), 0, "price")
			}
			return ModelName(i, period.Unit(p[4]), "kind")
		}
	}
	return path
}

// skuField leads the error of a SKU to its row.
func (f *Form) skuField(p []string) string {
	units := f.Units()
	if !f.custom() {
		if len(p) > 4 {
			return "simple." + p[4]
		}
		if len(units) > 0 {
			return SimpleName(units[0])
		}
		return "plan.terms"
	}
	n := place(p, 2)
	if n < 0 || n >= len(f.order) || len(p) < 4 {
		return "plan.skus"
	}
	row := f.order[n]
	switch p[3] {
	case "prices":
		if len(p) > 4 {
			return fmt.Sprintf("plan.skus.%d.prices.%s", row, p[4])
		}
		if len(units) > 0 {
			return PriceName(row, units[0])
		}
	case "quantities":
		for i, a := range f.Attributes {
			if len(p) > 5 && a.Code == p[4] {
				return f.ownField(row, i, p)
			}
		}
	}
	return "plan.skus"
}
