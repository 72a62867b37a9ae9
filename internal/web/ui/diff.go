package ui

import (
	"context"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/a-h/templ"
)

// diffPart is a stretch of text that is the same on both sides, or not.
type diffPart struct {
	text    string
	changed bool
}

// maxDiff bounds the words compared, as the work grows with their product; longer texts are marked as a whole.
const maxDiff = 1500

// compare splits two texts into what they share and what they do not, by their longest common run of words. A Chinese
// character counts as a word.
func compare(old, new string) (oldParts, newParts []diffPart) {
	a, b := words(old), words(new)
	if len(a) > maxDiff || len(b) > maxDiff {
		return whole(old, old != new), whole(new, old != new)
	}
	// common[i][j] is the length of the longest common subsequence of a[i:] and b[j:].
	common := make([][]int16, len(a)+1)
	for i := range common {
		common[i] = make([]int16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			oldParts, newParts = add(oldParts, a[i], false), add(newParts, b[j], false)
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			oldParts, i = add(oldParts, a[i], true), i+1
		default:
			newParts, j = add(newParts, b[j], true), j+1
		}
	}
	return oldParts, newParts
}

func whole(s string, changed bool) []diffPart {
	if s == "" {
		return nil
	}
	return []diffPart{{text: s, changed: changed}}
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
