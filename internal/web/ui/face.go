package ui

import (
	"context"
	"hash/fnv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"
)

func (b Btn) class() string {
	names := []string{"btn"}
	switch b.Kind {
	case Primary:
		names = append(names, "btn-primary")
	case Ghost:
		names = append(names, "btn-ghost")
	case "harm":
		names = append(names, "btn-harm")
	case Risky:
		names = append(names, "btn-risky")
	}
	if b.Small {
		names = append(names, "btn-sm")
	}
	if b.Block {
		names = append(names, "btn-block")
	}
	if b.IconOnly {
		names = append(names, "btn-square")
	}
	return strings.Join(names, " ")
}

func (c Confirm) tone() Tone {
	if c.Harmful {
		return Danger
	}
	return Info
}

func (c Confirm) kind() string {
	if c.Harmful {
		return "harm"
	}
	return Primary
}

// role makes screen readers speak a message that matters at once.
func (a AlertOpts) role() templ.Attributes {
	if a.Tone == Danger {
		return templ.Attributes{"role": "alert"}
	}
	return templ.Attributes{"role": "note"}
}

func stepState(ctx context.Context, state string) string {
	if state == StepTodo {
		return T(ctx, "ui.step.todo")
	}
	return T(ctx, "ui.step."+state)
}

func eventIcon(e Event) string {
	switch {
	case e.Ahead:
		return "clock"
	case e.Tone == Neutral:
		return "check"
	}
	return e.Tone.Icon()
}

// initial is the first letter of a name, in upper case.
func initial(name string) string {
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return string(unicode.ToUpper(r))
		}
	}
	r, _ := utf8.DecodeRuneInString("·")
	return string(r)
}

// hue picks one of six tile colours from a name, always the same one.
func hue(name string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // never fails
	return [...]string{"hue-1", "hue-2", "hue-3", "hue-4", "hue-5", "hue-6"}[h.Sum32()%6]
}
