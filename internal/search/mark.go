package search

// Range is a part of a text, in bytes.
type Range struct{ From, To int }

// Marker knows what a search matched.
type Marker struct{ terms map[string]bool }

// Find gives the parts of a plain text that match, in order and apart. It says where, not how to show it.
func (m Marker) Find(text string) []Range {
	if len(m.terms) == 0 {
		return nil
	}
	var out []Range
	add := func(from, to int) {
		if n := len(out); n > 0 && from <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, to)
			return
		}
		out = append(out, Range{from, to})
	}
	for _, t := range tokens(text) {
		if !t.Dense {
			if m.terms[stem(t.Text)] {
				add(t.Start, t.End)
			}
			continue
		}
		runes := []rune(t.Text)
		end := func(i int) int {
			if i+1 < len(t.at) {
				return t.at[i+1]
			}
			return t.End
		}
		for i := range runes {
			if i+1 < len(runes) && m.terms[string(runes[i:i+2])] {
				add(t.at[i], end(i+1))
			} else if m.terms[string(runes[i])] {
				add(t.at[i], end(i))
			}
		}
	}
	return out
}
