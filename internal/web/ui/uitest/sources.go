package uitest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/ui"
)

var (
	// keyUse finds a literal key handed to a T function or method, and whether the key goes on with +.
	keyUse      = regexp.MustCompile(`\bT\(\s*(?:[\w.()]+,\s*)?"([a-z][\w.\-]*)"\s*(\+?)`)
	iconUse     = regexp.MustCompile(`(?:\bIcon:\s*|\bIcon\(|\bIconIn\()"([a-z0-9\-]+)"`)
	placeholder = regexp.MustCompile(`\{[a-z_]+\}`)
	literal     = regexp.MustCompile(`"([a-z][\w\-]*\.[\w.\-]*)"`)
)

// Load loads the catalogs of ui and of the given areas, and fails the test when they do not fit together.
func Load(t testing.TB, areas ...fs.FS) *i18n.Bundle {
	t.Helper()
	b, err := i18n.Load(append([]fs.FS{ui.LocaleFS()}, areas...)...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Catalogs checks that the texts of one area have the same placeholders in both languages and keys that start with
// prefix, such as "buyer.".
func Catalogs(t testing.TB, area fs.FS, prefix string) {
	t.Helper()
	b, err := i18n.Load(area)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range b.Keys() {
		if !strings.HasPrefix(key, prefix) {
			t.Errorf("key %q does not start with %q", key, prefix)
		}
		zh, en := marks(b.T(i18n.ZH, key)), marks(b.T(i18n.EN, key))
		if !slices.Equal(zh, en) {
			t.Errorf("key %q has placeholders %v in zh and %v in en", key, zh, en)
		}
	}
}

func marks(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// Keys checks that every key used in the sources under dir exists in b; of a key that is put together at run time, that
// its fixed beginning does.
func Keys(t testing.TB, b *i18n.Bundle, dir string) {
	t.Helper()
	each(t, dir, func(file, text string) {
		for _, m := range keyUse.FindAllStringSubmatch(text, -1) {
			key, open := m[1], m[2] == "+"
			if !open && !b.Has(key) {
				t.Errorf("%s uses the text %q, which no catalog has", file, key)
			}
			if open && !slices.ContainsFunc(b.Keys(), func(k string) bool { return strings.HasPrefix(k, key) }) {
				t.Errorf("%s uses texts that start with %q; no catalog has one", file, key)
			}
		}
	})
}

// Unused checks that every key of the area's catalogs that starts with prefix is used in the sources under dir.
func Unused(t testing.TB, area fs.FS, prefix, dir string) {
	t.Helper()
	b, err := i18n.Load(area)
	if err != nil {
		t.Fatal(err)
	}
	used, begun := map[string]bool{}, []string{}
	each(t, dir, func(_, text string) {
		for _, m := range literal.FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
		for _, m := range keyUse.FindAllStringSubmatch(text, -1) {
			if m[2] == "+" {
				begun = append(begun, m[1])
			}
		}
	})
	for _, key := range b.Keys() {
		open := slices.ContainsFunc(begun, func(p string) bool { return strings.HasPrefix(key, p) })
		if strings.HasPrefix(key, prefix) && !used[key] && !open {
			t.Errorf("no page uses the text %q", key)
		}
	}
}

// Icons checks that every icon named in the sources under dir exists.
func Icons(t testing.TB, dir string) {
	t.Helper()
	each(t, dir, func(file, text string) {
		for _, m := range iconUse.FindAllStringSubmatch(text, -1) {
			if !ui.HasIcon(m[1]) {
				t.Errorf("%s uses the icon %q, which does not exist", file, m[1])
			}
		}
	})
}

// each calls fn with every hand-written page source under dir.
func each(t testing.TB, dir string, fn func(file, text string)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := d.Name()
		byHand := strings.HasSuffix(name, ".templ") || strings.HasSuffix(name, ".go") &&
			!strings.HasSuffix(name, "_templ.go") && !strings.HasSuffix(name, "_test.go")
		if !byHand {
			return nil
		}
		text, err := os.ReadFile(path)
		if err == nil {
			fn(path, string(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
