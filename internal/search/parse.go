package search

import (
	"strings"
	"unicode/utf8"
)

// The bounds of a query: what is longer is cut, as nobody types it.
const (
	maxQueryRunes = 200
	maxUnits      = 8
	maxTerms      = 24 // of one phrase
	maxExpansions = 8  // of one unit by beginnings or typing errors
)

// unit is a word of a query.
type unit struct {
	text  string   // as a single term, for pinyin and typing errors; "" where there are none
	terms []string // all have to be there
	same  []phraseTerms
}

// parsed is a query that was understood.
type parsed struct {
	units []unit
	text  string // folded, to compare with names
}

// parse reads what a person typed. It never fails: what is no word is left out.
func (s *synonyms) parse(query string) parsed {
	query = cutRunes(query, maxQueryRunes)
	var toks []token
	for _, t := range tokens(query) {
		if !t.Dense {
			toks = append(toks, t)
			continue
		}
		for _, part := range s.split(t.Text) {
			toks = append(toks, token{Text: part, Dense: true})
		}
	}
	p := parsed{text: folded(query)}
	seen := map[string]bool{}
	for i := 0; i < len(toks) && len(p.units) < maxUnits; {
		n := min(s.longest, len(toks)-i)
		for ; n > 1; n-- {
			if _, ok := s.groups[keyOf(toks[i:i+n])]; ok {
				break
			}
		}
		n = max(n, 1)
		key := keyOf(toks[i : i+n])
		if !seen[key] {
			seen[key] = true
			p.units = append(p.units, s.unit(key, toks[i:i+n]))
		}
		i += n
	}
	return p
}

func (s *synonyms) unit(key string, toks []token) unit {
	u := unit{same: s.groups[key]}
	for _, t := range toks {
		u.terms = append(u.terms, t.terms()...)
	}
	u.terms = u.terms[:min(len(u.terms), maxTerms)]
	if len(toks) == 1 && !toks[0].Dense && len(toks[0].Text) <= maxTermBytes {
		u.text = toks[0].Text
	}
	return u
}

func cutRunes(s string, most int) string {
	s = strings.ToValidUTF8(s, "")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	n := 0
	for i := range s {
		if n == most {
			return s[:i]
		}
		n++
	}
	return s
}

// typos is how many typing errors a word may have.
func typos(word string) int {
	n := utf8.RuneCountInString(word)
	switch {
	case n < 4 || n > 32 || strings.ContainsAny(word, "0123456789"):
		return 0
	case n < 8:
		return 1
	default:
		return 2
	}
}
