package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"
)

// How much a match is worth: by the tiers that hold the whole phrase, times how well it was matched.
const (
	worthWord     = 8
	worthSynonym  = 6
	worthSound    = 5
	worthInitials = 4
	worthPrefix   = 4
	worthTypo     = 3
	worthTypos    = 2
)

func worth(tiers uint8) uint16 {
	var w uint16
	if tiers&tierName != 0 {
		w += 16
	}
	if tiers&tierTags != 0 {
		w += 8
	}
	if tiers&tierOverview != 0 {
		w += 4
	}
	if tiers&tierRest != 0 {
		w += 2
	}
	return max(w, 1) // all terms are there, but in no tier together
}

// solid are the tiers that say what a document is about; a word that is only in the rest of a text does not keep a search
// from looking further.
const solid = tierName | tierTags | tierOverview

// search is one search at work.
type search struct {
	ctx context.Context
	v   *view
	*scratch
	marks     map[string]bool // terms that were matched
	corrected map[string]string
	unitSolid bool
}

// match finds the rows that every unit matches; their scores are in score.
func (s *search) match(p parsed) ([]uint32, error) {
	var rows []uint32
	for n, u := range p.units {
		if err := s.matchUnit(u); err != nil {
			return nil, err
		}
		for _, row := range s.unit {
			if int(s.units[row]) == n {
				s.units[row]++
				s.score[row] += uint32(s.best[row])
				if n == 0 {
					rows = append(rows, row)
				}
			}
			s.best[row] = 0
		}
		s.unit = s.unit[:0]
	}
	out := rows[:0]
	for _, row := range rows {
		if int(s.units[row]) == len(p.units) {
			out = append(out, row)
		} else {
			s.score[row] = 0
		}
		s.units[row] = 0
	}
	inName := uint32(len(p.units)) * uint32(worth(tierName)) * worthWord
	for _, row := range out {
		if s.score[row] < inName {
			continue
		}
		name := s.v.cols.folded[row]
		switch {
		case name.ZH == p.text || name.EN == p.text:
			s.score[row] += 1000
		case hasPrefix(name.ZH, p.text) || hasPrefix(name.EN, p.text):
			s.score[row] += 100
		}
	}
	return out, nil
}

func hasPrefix(s, prefix string) bool { return len(s) > len(prefix) && s[:len(prefix)] == prefix }

// matchUnit goes through the levels of a unit: see invariant 3 in doc.go.
func (s *search) matchUnit(u unit) error {
	s.unitSolid = false
	if err := s.matchPhrase(inWords, u.terms, worthWord); err != nil {
		return err
	}
	for _, same := range u.same {
		if err := s.matchPhrase(inWords, same.terms, worthSynonym); err != nil {
			return err
		}
	}
	if s.unitSolid || u.text == "" {
		return nil
	}
	if n := utf8.RuneCountInString(u.text); n >= 2 {
		for _, level := range []func(string) error{
			func(text string) error { return s.matchPhrase(inSounds, []string{text}, worthSound) },
			func(text string) error { return s.matchPhrase(inInitials, []string{text}, worthInitials) },
			s.matchBeginnings, s.matchTypos,
		} {
			if err := level(u.text); err != nil || s.unitSolid {
				return err
			}
		}
	}
	return nil
}

// matchPhrase offers the rows that hold every term to the unit.
func (s *search) matchPhrase(g group, terms []string, worthOf uint16) error {
	lists := make([]postings, len(terms))
	for i, term := range terms {
		list, err := s.postings(s.ctx, g, term)
		if err = errors.Join(err, s.ctx.Err()); err != nil {
			return err
		}
		if len(list) == 0 {
			return nil
		}
		lists[i] = list
	}
	if len(lists) == 0 {
		return nil
	}
	slices.SortStableFunc(lists, func(a, b postings) int { return cmp.Compare(len(a), len(b)) })
	hits := lists[0]
	for _, list := range lists[1:] {
		hits = both(hits, list)
	}
	for i := range hits {
		row, in := hits.row(i), hits.tiers(i)
		if in&solid != 0 {
			s.unitSolid = true
		}
		if s.best[row] == 0 {
			s.unit = append(s.unit, row)
		}
		s.best[row] = max(s.best[row], worth(in)*worthOf)
	}
	for _, term := range terms {
		s.marks[term] = true
	}
	return nil
}

// matchBeginnings takes the word as the beginning of others.
func (s *search) matchBeginnings(text string) error {
	dict, err := s.v.reader.FieldDictPrefix(fieldSpelling, []byte(text))
	if err != nil {
		return fmt.Errorf("search: look up words: %w", err)
	}
	return s.expand(dict, func(term string, _ uint8) error { return s.matchPhrase(inWords, []string{term}, worthPrefix) })
}

// matchTypos takes the word as another with a typing error or two (see typos); the nearest is what it is corrected to.
func (s *search) matchTypos(text string) error {
	most := typos(text)
	fuzzy, ok := s.v.reader.(index.IndexReaderFuzzy)
	if most == 0 || !ok {
		return nil
	}
	dict, err := fuzzy.FieldDictFuzzy(fieldSpelling, stem(text), most, "")
	if err != nil {
		return fmt.Errorf("search: look up words: %w", err)
	}
	return s.expand(dict, func(term string, distance uint8) error {
		if s.corrected[text] == "" {
			s.corrected[text] = term
		}
		worthOf := uint16(worthTypo)
		if distance > 1 {
			worthOf = worthTypos
		}
		return s.matchPhrase(inWords, []string{term}, worthOf)
	})
}

// maxScanned is how many words are looked at for one expansion.
const maxScanned = 512

// expand matches the best few words that a dictionary gives: the nearest, then the most frequent.
func (s *search) expand(dict index.FieldDict, match func(term string, distance uint8) error) error {
	var words []index.DictEntry
	for range maxScanned {
		e, err := dict.Next()
		if err != nil {
			return fmt.Errorf("search: look up words: %w", errors.Join(err, dict.Close()))
		}
		if e == nil {
			break
		}
		words = append(words, *e)
	}
	if err := dict.Close(); err != nil {
		return fmt.Errorf("search: look up words: %w", err)
	}
	slices.SortFunc(words, func(a, b index.DictEntry) int {
		return cmp.Or(cmp.Compare(a.EditDistance, b.EditDistance), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Term, b.Term))
	})
	for _, w := range words[:min(len(words), maxExpansions)] {
		if err := match(w.Term, w.EditDistance); err != nil {
			return err
		}
	}
	return nil
}
