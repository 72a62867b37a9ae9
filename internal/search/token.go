package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is a piece of a text: a run of letters and digits, or a run of characters that are written without spaces. Text is
// folded; Start and End are bytes of the original.
type token struct {
	Text       string
	Dense      bool // written without spaces: Chinese, Japanese, Korean
	Start, End int
	at         []int // of a dense token: where each rune starts in the original
}

// dense reports whether words of the script are not separated by spaces.
func dense(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r == 'ー' || r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// foldRune appends the comparable form of a rune: compatibility forms and accents become plain, letters lower case, what
// cannot be seen nothing.
func foldRune(dst []rune, r rune) []rune {
	if r < utf8.RuneSelf {
		return append(dst, unicode.ToLower(r))
	}
	if r >= 0x4e00 && r <= 0x9fff { // Chinese has no other form
		return append(dst, r)
	}
	if r == utf8.RuneError || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc) {
		return dst
	}
	for _, c := range norm.NFKC.String(string(r)) {
		if !unicode.In(c, unicode.Latin, unicode.Greek, unicode.Cyrillic) {
			dst = append(dst, unicode.ToLower(c))
			continue
		}
		for _, plain := range norm.NFD.String(string(unicode.ToLower(c))) {
			if !unicode.Is(unicode.Mn, plain) {
				dst = append(dst, plain)
			}
		}
	}
	return dst
}

// tokens cuts a text.
func tokens(s string) []token {
	var out []token
	var word strings.Builder
	var at []int
	var folded []rune
	start, end, inDense, closed := 0, 0, false, false
	flush := func() {
		if word.Len() > 0 {
			out = append(out, token{Text: word.String(), Dense: inDense, Start: start, End: end, at: at})
			word.Reset()
			at = nil
		}
		closed = false
	}
	for i, r := range s {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			flush()
			continue
		}
		folded = foldRune(folded[:0], r) // of what cannot be seen nothing is left, and it does not cut a word
		for _, c := range folded {
			isDense := dense(c)
			switch {
			case isDense || unicode.IsLetter(c) || unicode.IsDigit(c):
				if word.Len() > 0 && (isDense != inDense || closed) {
					flush()
				}
				if word.Len() == 0 {
					start, inDense = i, isDense
				}
				if isDense {
					at = append(at, i)
				}
			case (c == '+' || c == '#') && word.Len() > 0 && !inDense && word.Len() <= 3: // C++, C#
				closed = true
			default:
				flush()
				continue
			}
			word.WriteRune(c)
			end = i + size
		}
	}
	flush()
	return out
}

// stem takes the plural from an English word (the S-stemmer of Harman, 1991): light, so that what is shown as corrected is
// still a word.
func stem(w string) string {
	if len(w) <= 3 || !strings.HasSuffix(w, "s") {
		return w
	}
	switch ends := func(suffixes ...string) bool {
		for _, s := range suffixes {
			if strings.HasSuffix(w, s) {
				return true
			}
		}
		return false
	}; {
	case ends("ies"):
		if !ends("eies", "aies") {
			return w[:len(w)-3] + "y"
		}
	case ends("ches", "shes", "sses", "xes"):
		return w[:len(w)-2]
	case ends("us", "ss", "is"):
	default:
		return w[:len(w)-1]
	}
	return w
}

// pairs are the terms of a dense run: each two neighbours, or the one character that it has.
func pairs(run string) []string {
	runes := []rune(run)
	if len(runes) == 1 {
		return []string{run}
	}
	out := make([]string, 0, len(runes)-1)
	for i := range len(runes) - 1 {
		out = append(out, string(runes[i:i+2]))
	}
	return out
}

// terms are what a query looks up for a token.
func (t token) terms() []string {
	if t.Dense {
		return pairs(t.Text)
	}
	return []string{stem(t.Text)}
}

// indexTerms are the terms of texts, each once. Single characters are left out of long texts, where they say nothing.
func indexTerms(singles bool, texts ...string) []string {
	seen := map[string]bool{}
	var out []string
	add := func(term string) {
		if !seen[term] && len(term) <= maxTermBytes {
			seen[term] = true
			out = append(out, term)
		}
	}
	for _, text := range texts {
		for _, t := range tokens(text) {
			for _, term := range t.terms() {
				add(term)
			}
			if t.Dense && singles {
				for _, r := range t.Text {
					add(string(r))
				}
			}
		}
	}
	return out
}

// spelled are the words with letters in texts, each once.
func spelled(texts []string) []string {
	return slices.DeleteFunc(indexTerms(false, texts...), func(term string) bool {
		r, _ := utf8.DecodeRuneInString(term)
		return dense(r)
	})
}

// maxTermBytes is the longest word that is kept: longer ones are no words.
const maxTermBytes = 96

// folded is a text as names are compared: its tokens, with single spaces between words only.
func folded(s string) string {
	var out strings.Builder
	before := token{Dense: true}
	for _, t := range tokens(s) {
		if out.Len() > 0 && !t.Dense && !before.Dense {
			out.WriteByte(' ')
		}
		out.WriteString(t.Text)
		before = t
	}
	return out.String()
}
