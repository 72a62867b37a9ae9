package search

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"
)

// DefaultSynonyms is the file that is used where the operator names none.
//
//go:embed synonyms.txt
var DefaultSynonyms string

const maxSynonymGroup = 32 // phrases

// synonyms are phrases that stand for each other. A key is a phrase as tokens joined by separator.
type synonyms struct {
	groups  map[string][]phraseTerms // the other phrases of its groups
	longest int                      // tokens of the longest phrase
	dense   int                      // characters of the longest dense phrase
}

type phraseTerms struct {
	key   string
	terms []string
}

const separator = "\x1f"

// parseSynonyms reads a file: one group a line, phrases separated by commas, # begins a remark. The error names the line.
func parseSynonyms(file string) (*synonyms, error) {
	s := &synonyms{groups: map[string][]phraseTerms{}}
	if !utf8.ValidString(file) {
		return nil, fmt.Errorf("synonyms: the file is not UTF-8")
	}
	for n, line := range strings.Split(file, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		var group []phraseTerms
		for _, phrase := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == '，' }) {
			toks := tokens(phrase)
			if len(toks) == 0 {
				return nil, fmt.Errorf("synonyms: line %d: %q holds no word", n+1, strings.TrimSpace(phrase))
			}
			p := phraseTerms{key: keyOf(toks)}
			for _, t := range toks {
				p.terms = append(p.terms, t.terms()...)
				if t.Dense {
					s.dense = max(s.dense, len(t.at))
				}
			}
			group = append(group, p)
			s.longest = max(s.longest, len(toks))
		}
		if len(group) < 2 || len(group) > maxSynonymGroup {
			return nil, fmt.Errorf("synonyms: line %d has %d phrases: a group has 2 to %d", n+1, len(group), maxSynonymGroup)
		}
		for i, p := range group {
			for j, other := range group {
				if i != j && p.key != other.key {
					s.groups[p.key] = append(s.groups[p.key], other)
				}
			}
		}
	}
	return s, nil
}

// keyOf is how tokens are compared with phrases.
func keyOf(toks []token) string {
	parts := make([]string, len(toks))
	for i, t := range toks {
		if parts[i] = t.Text; !t.Dense {
			parts[i] = stem(t.Text)
		}
	}
	return strings.Join(parts, separator)
}

// split cuts a dense run where it holds phrases that have synonyms: 客户管理系统 is 客户管理 and 系统. A run that would leave a
// single character stays whole.
func (s *synonyms) split(run string) []string {
	runes := []rune(run)
	var out []string
	from := 0
	for i := 0; i < len(runes); {
		n := min(s.dense, len(runes)-i)
		for ; n > 1; n-- {
			if _, ok := s.groups[string(runes[i:i+n])]; ok {
				break
			}
		}
		if n <= 1 {
			i++
			continue
		}
		if i > from {
			out = append(out, string(runes[from:i]))
		}
		out = append(out, string(runes[i:i+n]))
		i += n
		from = i
	}
	if from < len(runes) {
		out = append(out, string(runes[from:]))
	}
	for _, part := range out {
		if utf8.RuneCountInString(part) == 1 {
			return []string{run}
		}
	}
	return out
}
