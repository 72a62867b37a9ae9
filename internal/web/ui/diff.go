package ui

import (
	"context"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/textdiff"
)

// diffPart is a stretch of text that is the same on both sides, or not.
type diffPart struct {
	text    string
	changed bool
}

// compare splits two texts into what they share and what they do not, by words. A Chinese character counts as a word.
func compare(old, new string) (oldParts, newParts []diffPart) {
	for _, e := range textdiff.Diff(words(old), words(new)) {
		changed := e.Op != textdiff.Stay
		if e.Op != textdiff.Come {
			oldParts = add(oldParts, e.Text, changed)
		}
		if e.Op != textdiff.Gone {
			newParts = add(newParts, e.Text, changed)
		}
	}
	return oldParts, newParts
}

func add(parts []diffPart, text string, changed bool) []diffPart {
	if n := len(parts); n > 0 && parts[n-1].changed == changed {
		parts[n-1].text += text
		return parts
	}
	return append(parts, diffPart{text: text, changed: changed})
}

// words cuts a text into runs of letters and digits, single Chinese characters, and single other characters.
func words(s string) []string {
	var out []string
	start := -1
	runes := []rune(s)
	for i, r := range runes {
		if (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			out, start = append(out, string(runes[start:i])), -1
		}
		out = append(out, string(r))
	}
	if start >= 0 {
		out = append(out, string(runes[start:]))
	}
	return slices.Clip(out)
}

// diffParts draws one side. It writes by hand because a template would put white space between the parts.
func diffParts(parts []diffPart, old bool) templ.Component {
	mark := "ins"
	if old {
		mark = "del"
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, p := range parts {
			if p.changed {
				b.WriteString("<" + mark + ">" + templ.EscapeString(p.text) + "</" + mark + ">")
				continue
			}
			b.WriteString(templ.EscapeString(p.text))
		}
		if len(parts) == 0 {
			b.WriteString(`<span class="text-muted">–</span>`)
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}
