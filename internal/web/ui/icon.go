package ui

import (
	"context"
	"io"
	"maps"
	"slices"

	"github.com/a-h/templ"
)

// Icon draws an icon of icons_gen.go at the size of the text, hidden from screen readers. An unknown name draws nothing;
// a test finds those.
func Icon(name string) templ.Component { return IconIn(name, "icon") }

// IconIn is Icon with classes of its own, such as "size-5".
func IconIn(name, class string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		paths, ok := iconPaths[name]
		if !ok {
			return nil
		}
		_, err := io.WriteString(w, `<svg class="`+templ.EscapeString(class)+
			`" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">`+
			paths+`</svg>`)
		return err
	})
}

// HasIcon reports whether an icon of this name exists.
func HasIcon(name string) bool {
	_, ok := iconPaths[name]
	return ok
}

// IconNames returns the names of all icons, sorted.
func IconNames() []string { return slices.Sorted(maps.Keys(iconPaths)) }
