package entryform

import (
	"context"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/web/ui"
)

// Field is a required field with the label and help of the catalog; most is how many characters it takes, 0 for no bound.
func Field(ctx context.Context, name, value string, most int) ui.Field {
	return ui.Field{Name: name, Label: Label(ctx, name), Help: Help(ctx, name), Value: value, Required: true, Max: most}
}

// Optional makes a field one that may stay empty.
func Optional(f ui.Field) ui.Field {
	f.Required = false
	return f
}

// Typed gives a field its type: "tel", "email", "date", …
func Typed(f ui.Field, kind string) ui.Field {
	f.Type = kind
	return f
}

// Rows gives a text area its height.
func Rows(f ui.Field, n int) ui.Field {
	f.Rows = n
	return f
}

// Choices gives a field its options, named in the catalog.
func Choices(ctx context.Context, f ui.Field, values []string) ui.Field {
	f.Placeholder = ui.T(ctx, "entryform.choose")
	for _, v := range values {
		f.Options = append(f.Options, ui.Option{Value: v, Label: OptionText(ctx, f.Name, v)})
	}
	return f
}

// Days reads ticked days of the week; what is no number is skipped.
func Days(texts []string) []int {
	var out []int
	for _, s := range texts {
		if d, err := strconv.Atoi(s); err == nil {
			out = append(out, d)
		}
	}
	return out
}

// DayValues are days as the value of a field.
func DayValues(days []int) string {
	out := make([]string, len(days))
	for i, d := range days {
		out[i] = strconv.Itoa(d)
	}
	return strings.Join(out, ",")
}
