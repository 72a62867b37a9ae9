package search

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

// Suggestion completes what is being typed: a document (Field is ""), or a value of a field.
type Suggestion struct {
	Field string
	Code  string // the document's id, or the value's code
	Label i18n.Text
}

// suggester is the completions that a view shows.
type suggester struct {
	phrases []phraseText
	levels  [2][]entry
}

// The most suggestions: of documents, and of each field.
const (
	maxSuggestedDocuments = 6
	maxSuggestedValues    = 3
	longRange             = 2048 // a list of matches of this length is remembered with the view
)

// Suggest completes a beginning: of a name or a word in it, of its pinyin, of its initials. Documents come first.
func (x *Index) Suggest(typed string) (out []Suggestion, err error) {
	text := folded(cutRunes(typed, maxQueryRunes))
	if text == "" {
		return nil, nil
	}
	err = x.seeing(func(v *view) error {
		out = v.suggest(text)
		return nil
	})
	return out, err
}

func (v *view) suggest(text string) []Suggestion {
	if kept, ok := v.kept.Load(text); ok {
		return kept.([]Suggestion)
	}
	best := make([]ranking, len(v.fields)+1)
	seen := 0
	for _, prefix := range spellings(text) {
		for _, level := range v.sug.levels {
			for _, e := range v.sug.within(level, prefix) {
				seen++
				p := &v.sug.phrases[e.phrase]
				if p.dead || p.owner.field >= 0 && v.counts[p.owner.field][p.owner.at] == 0 {
					continue
				}
				most := maxSuggestedDocuments
				if p.owner.field >= 0 {
					most = maxSuggestedValues
				}
				best[p.owner.field+1].offer(v.candidate(p, e), most)
			}
		}
	}
	var out []Suggestion
	for _, r := range best {
		for _, c := range r {
			out = append(out, v.suggestion(c.owner))
		}
	}
	if seen > longRange {
		v.kept.Store(text, out)
	}
	return out
}

// spellings are a text as it was typed and, where it may be pinyin, without its spaces.
func spellings(text string) []string {
	dense := strings.ReplaceAll(text, " ", "")
	if dense == text || strings.ContainsFunc(dense, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return []string{text}
	}
	return []string{text, dense}
}

// within are the entries of a sorted list that begin with the prefix.
func (s *suggester) within(list []entry, prefix string) []entry {
	key := func(i int) string { return s.phrases[list[i].phrase].text[list[i].at:] }
	lo := sort.Search(len(list), func(i int) bool { return key(i) >= prefix })
	hi := lo + sort.Search(len(list)-lo, func(i int) bool { return !strings.HasPrefix(key(lo+i), prefix) })
	return list[lo:hi]
}

// candidate is a suggestion with what it is ranked by.
type candidate struct {
	owner  owner
	kind   uint8
	within bool // the match begins inside the phrase
	weight int64
	newer  int64
}

func (v *view) candidate(p *phraseText, e entry) candidate {
	c := candidate{owner: p.owner, kind: p.kind, within: e.at > 0}
	if p.owner.field >= 0 {
		c.weight = int64(v.counts[p.owner.field][p.owner.at])
	} else {
		c.weight, c.newer = v.cols.sold[p.owner.at], v.cols.published[p.owner.at]
	}
	return c
}

func (c candidate) compare(o candidate) int {
	in := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(c.kind, o.kind), cmp.Compare(in(c.within), in(o.within)), cmp.Compare(o.weight, c.weight),
		cmp.Compare(o.newer, c.newer), cmp.Compare(c.owner.at, o.owner.at))
}

// ranking is the best few candidates, each owner once.
type ranking []candidate

func (r *ranking) offer(c candidate, most int) {
	list := *r
	if len(list) == most && list[most-1].compare(c) <= 0 {
		return
	}
	if i := slices.IndexFunc(list, func(o candidate) bool { return o.owner == c.owner }); i >= 0 {
		if list[i].compare(c) <= 0 {
			return
		}
		list = slices.Delete(list, i, i+1)
	}
	i, _ := slices.BinarySearchFunc(list, c, candidate.compare)
	list = slices.Insert(list, i, c)
	*r = list[:min(len(list), most)]
}

func (v *view) suggestion(o owner) Suggestion {
	if o.field < 0 {
		return Suggestion{Code: v.cols.ids[o.at], Label: v.cols.names[o.at]}
	}
	value := v.cols.fields[o.field].values[o.at]
	return Suggestion{Field: v.fields[o.field].Name, Code: value.Code, Label: value.Label}
}
