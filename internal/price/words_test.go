package price

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every say("key", "name", …) of the sources has a text in both languages with just these names, and no text is left over.
func TestEveryWordHasBothLanguages(t *testing.T) {
	t.Parallel()
	said := regexp.MustCompile(`say\("([a-z_.]+)"([^\n]*)`)
	named := regexp.MustCompile(`"([a-z]+)", `)
	hole := regexp.MustCompile(`\{([a-z]+)\}`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range said.FindAllStringSubmatch(string(source), -1) {
			text, ok := texts[m[1]]
			if used[m[1]] = true; !ok || text.ZH == "" || text.EN == "" {
				t.Errorf("%s: %s has no text", name, m[1])
			}
			given := names(named.FindAllStringSubmatch(m[2], -1))
			for lang, s := range map[string]string{"zh": text.ZH, "en": text.EN} {
				if want := names(hole.FindAllStringSubmatch(s, -1)); !slices.Equal(given, want) {
					t.Errorf("%s: %s gives %v, its %s text wants %v", name, m[1], given, lang, want)
				}
			}
		}
	}
	for key := range texts {
		if !used[key] {
			t.Errorf("%s is never said", key)
		}
	}
}

func names(matches [][]string) []string {
	var out []string
	for _, m := range matches {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
