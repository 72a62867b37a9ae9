package feedback

import (
	"embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/souk-market/souk/internal/kernel/apperr"
)

//go:embed words
var wordFiles embed.FS

// wordList are the words that cannot be published, as the files of words/ have them: one a line.
type wordList struct {
	zh []string // found within a text from which what is put between characters to hide a word is left out
	en []string // found as whole words
}

var words = sync.OnceValue(func() wordList { return wordList{readWords("words/zh.txt"), readWords("words/en.txt")} })

func readWords(name string) []string {
	raw, err := wordFiles.ReadFile(name)
	if err != nil {
		return nil // it is built in: a test reads both
	}
	return strings.FieldsFunc(string(raw), func(r rune) bool { return r == '\n' || r == '\r' })
}

// sensitive is the first word of the list in a text, or "" (business-rules 10: content check for sensitive words).
func sensitive(text string) string {
	folded := strings.ToLower(norm.NFKC.String(text))
	dense := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("*._-|/+~'", r) {
			return -1
		}
		return r
	}, folded)
	for _, word := range words().zh {
		if strings.Contains(dense, word) {
			return word
		}
	}
	spaced := " " + strings.Join(strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }), " ") + " "
	for _, word := range words().en {
		if strings.Contains(spaced, " "+word+" ") {
			return word
		}
	}
	return ""
}

// said is a text that somebody says in public or to somebody else: clean, of at least min and at most limit characters, and
// without a word of the list. The error is that of its field.
func said(text string, atLeast, atMost int) (string, *apperr.Error) {
	text = lines(text)
	if fault := lengthFault(text, atLeast, atMost); fault != nil {
		return text, fault
	}
	if word := sensitive(text); word != "" {
		return text, ErrSensitive.With("word", word)
	}
	return text, nil
}

// lines is clean text of several lines.
func lines(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""), "\r\n", "\n")
	return strings.TrimSpace(s)
}

// lengthFault is what is wrong with the length of a text, in characters.
func lengthFault(text string, atLeast, atMost int) *apperr.Error {
	switch n := utf8.RuneCountInString(text); {
	case n < atLeast:
		return errTooShort.With("min", atLeast)
	case n > atMost:
		return errTooLong.With("max", atMost)
	}
	return nil
}
