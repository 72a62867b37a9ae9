package isvserver

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestEveryPhraseIsThereInBothLanguagesAndUsed(t *testing.T) {
	t.Parallel()
	words := texts()
	used := map[string]bool{
		"login.wrong": true, "login.too_many": true, "login.needed": true, "note.empty": true, "note.long": true, "note.too_many": true, "note.failed": true,
	}
	names, err := templateFiles.ReadDir("templates")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\{\{t "([^"]+)"`)
	for _, name := range names {
		page, err := templateFiles.ReadFile("templates/" + name.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(page), -1) {
			used[m[1]] = true
		}
	}
	for key := range used {
		if _, ok := words[key]; !ok {
			t.Errorf("%s has no text", key)
		}
	}
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	for key, text := range words {
		if !used[key] {
			t.Errorf("%s is not used", key)
		}
		if !strings.HasPrefix(key, "lang.") && (!han(text.zh) || han(text.en) || text.en == "") {
			t.Errorf("%s: %+v", key, text)
		}
	}
}
