package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// owner is what a completion leads to: a row, or a value of a field.
type owner struct {
	field int // product, or the number of the field
	at    uint32
}

const product = -1

// How a phrase is written, from the best to the weakest match.
const (
	byName = iota
	bySound
	byInitials
)

// phrase is a text that people may be typing.
type phraseText struct {
	text  string
	kind  uint8
	owner owner
	dead  bool
}

// entry is a place in a phrase at which typing may begin.
type entry struct {
	phrase uint32
	at     uint16
}

// completions are all places, sorted by what follows them, in two levels: a large one, and a small one of what changed
// since it was made. What is settled never changes again, so views share it.
type completions struct {
	phrases []phraseText
	mine    map[owner][]uint32
	labels  map[owner]i18n.Text // of the values that are in
	levels  [2][]entry
	fresh   []entry
	dropped bool
}

// deltaMost is how large the small level grows before it joins the large one.
const deltaMost = 20000

const maxPhraseBytes = 512

// add takes in what people may type for an owner.
func (c *completions) add(o owner, name i18n.Text, sounds *reader) {
	if c.mine == nil {
		c.mine, c.labels = map[owner][]uint32{}, map[owner]i18n.Text{}
	}
	texts := []string{folded(name.ZH)}
	if en := folded(name.EN); en != texts[0] {
		texts = append(texts, en)
	}
	for _, text := range texts {
		c.put(phraseText{text: text, kind: byName, owner: o}, starts(text))
		for _, t := range tokens(text) {
			if !t.Dense || len(t.at) < 2 {
				continue
			}
			for _, syllables := range sounds.readings(t.Text) {
				var sound, initials strings.Builder
				var at []int
				for _, s := range syllables {
					at = append(at, sound.Len())
					sound.WriteString(s)
					initials.WriteByte(s[0])
				}
				c.put(phraseText{text: sound.String(), kind: bySound, owner: o}, at)
				c.put(phraseText{text: initials.String(), kind: byInitials, owner: o}, upTo(len(syllables)-1))
			}
		}
	}
}

func (c *completions) put(p phraseText, at []int) {
	if p.text == "" || len(p.text) > maxPhraseBytes {
		return
	}
	n := uint32(len(c.phrases))
	c.phrases = append(c.phrases, p)
	c.mine[p.owner] = append(c.mine[p.owner], n)
	for _, i := range at {
		c.fresh = append(c.fresh, entry{phrase: n, at: uint16(i)})
	}
}

// starts are the places in a folded text at which a word, or a character of a dense run, begins.
func starts(text string) []int {
	var out []int
	for _, t := range tokens(text) {
		if t.Dense {
			out = append(out, t.at...)
		} else {
			out = append(out, t.Start)
		}
	}
	return out
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// drop takes an owner out.
func (c *completions) drop(o owner) {
	for _, n := range c.mine[o] {
		if !c.dropped {
			c.phrases, c.dropped = slices.Clone(c.phrases), true // a view may be reading them
		}
		c.phrases[n].dead = true
	}
	delete(c.mine, o)
}

// settle sorts what is new and gives what a view shows.
func (c *completions) settle(cols *columns, fields []Field, sounds *reader) suggester {
	for f, field := range fields {
		for i, v := range cols.fields[f].values {
			o := owner{field: f, at: uint32(i)}
			if !field.Suggest || c.labels[o] == v.Label {
				continue
			}
			c.drop(o)
			c.add(o, v.Label, sounds)
			c.labels[o] = v.Label
		}
	}
	if len(c.fresh) > 0 {
		c.sort(c.fresh)
		c.levels[1] = c.merge(c.levels[1], c.fresh)
		c.fresh = nil
	}
	if len(c.levels[1]) > deltaMost {
		c.levels[0], c.levels[1] = c.merge(c.levels[0], c.levels[1]), nil
		c.compact()
	}
	c.dropped = false
	return suggester{phrases: c.phrases, levels: c.levels}
}

func (c *completions) key(e entry) string { return c.phrases[e.phrase].text[e.at:] }

func (c *completions) compare(a, b entry) int {
	return cmp.Or(strings.Compare(c.key(a), c.key(b)), cmp.Compare(a.phrase, b.phrase), cmp.Compare(a.at, b.at))
}

func (c *completions) sort(list []entry) { slices.SortFunc(list, c.compare) }

// merge makes one sorted list of two, without what was dropped.
func (c *completions) merge(a, b []entry) []entry {
	out := make([]entry, 0, len(a)+len(b))
	put := func(e entry) {
		if !c.phrases[e.phrase].dead {
			out = append(out, e)
		}
	}
	for len(a) > 0 && len(b) > 0 {
		if c.compare(a[0], b[0]) <= 0 {
			put(a[0])
			a = a[1:]
		} else {
			put(b[0])
			b = b[1:]
		}
	}
	for _, rest := range [][]entry{a, b} {
		for _, e := range rest {
			put(e)
		}
	}
	return out
}

// compact forgets the phrases that were dropped; the large level names the others by their new numbers.
func (c *completions) compact() {
	number := make([]uint32, len(c.phrases))
	var phrases []phraseText
	for i, p := range c.phrases {
		if !p.dead {
			number[i] = uint32(len(phrases))
			phrases = append(phrases, p)
		}
	}
	for i, e := range c.levels[0] {
		c.levels[0][i].phrase = number[e.phrase]
	}
	c.phrases = phrases
	for _, list := range c.mine {
		for i, n := range list {
			list[i] = number[n]
		}
	}
}
