package catalog

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What a name looks like, whatever it is made of: two names with one skeleton cannot be told apart by reading (business-rules 4.4:
// a name is accurate). The letters are single-character mappings of Unicode Technical Standard 39, confusables.txt, as far as
// Cyrillic, Greek and Japanese letters are mistaken for Latin and Chinese ones; pairs of Chinese characters that differ by the
// length of a stroke are ours.
var lookalikes = sync.OnceValue(func() map[rune]rune {
	out := map[rune]rune{}
	for _, pair := range [][2]string{
		{"АВЕКМНОРСТУХЅІЈѴԌԚԜЗаеорсухіјѕһԁԛԝӏѵгьк", "ABEKMHOPCTYXSlJVGQW3aeopcyxijshdqwlvrbk"}, // Cyrillic
		{"ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορσυχ", "ABEZHlKMNOPTYXayikvopoux"},                               // Greek
		{"エカタトニハロー", "工力夕卜二八口一"},                                                               // Japanese
		{"未土曰已巳壬囗", "末士日己己王口"},                                                                 // Chinese
		{"0|1I", "Olll"},
	} {
		to := []rune(pair[1])
		for i, r := range []rune(pair[0]) {
			out[r] = to[i]
		}
	}
	return out
})

// skeleton is what a name looks like: compatibility forms (full-width letters) are plain, invisible characters and everything
// that is no letter or digit gone, letters that look like others are those, in lower case.
func skeleton(name string) string {
	var out strings.Builder
	looks := lookalikes()
	for _, r := range norm.NFKC.String(name) {
		if to, ok := looks[r]; ok {
			r = to
		}
		if !invisible(r) && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			out.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.NewReplacer("rn", "m", "vv", "w").Replace(out.String())
}

// skeletonStem is the skeleton of a name without the end of its form: "Cloud Meet SaaS版" is as "Cloud Meet" (naming.go).
func skeletonStem(name string) string {
	s := skeleton(name)
	for cut := ""; cut != s; {
		cut = s
		for _, end := range suffixes() {
			if short := strings.TrimSuffix(s, skeleton(end)); short != "" {
				s = short
			}
		}
	}
	return s
}

// invisible reports whether a character shows nothing, or turns the direction of the text around it: format characters (zero
// width, bidi controls, tags), fillers, and the blank Braille pattern. Variation selectors only choose the look of what is before them.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || r == '\u2800'
}

// firstInvisible is the first invisible character of a text.
func firstInvisible(s string) (rune, bool) {
	for _, r := range s {
		if invisible(r) {
			return r, true
		}
	}
	return 0, false
}
