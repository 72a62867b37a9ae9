// Package i18n is text in the two languages of the house: "zh" (Simplified Chinese) and "en".
//
// Invariants:
//
//  1. Every key has both languages; Load refuses a catalog that lacks one.
//  2. A key that nobody defined shows as itself, so that it is seen, and a test fails on it.
package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// The languages.
const (
	ZH = "zh"
	EN = "en"
)

// Langs are all languages, the default first.
func Langs() []string { return []string{ZH, EN} }

// Text is a text in both languages, as sellers write it.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In is the text in lang, or in the other language where that one is empty.
func (t Text) In(lang string) string {
	if lang == EN && t.EN != "" || t.ZH == "" {
		return t.EN
	}
	return t.ZH
}

// Empty reports whether there is no text at all.
func (t Text) Empty() bool { return t.ZH == "" && t.EN == "" }

// Bundle holds message catalogs.
type Bundle struct{ text map[string]map[string]string }

// Load reads the catalogs of every file system: flat objects of key: text, in locale/zh.json and locale/en.json, or in as
// many pairs locale/TOPIC.zh.json and locale/TOPIC.en.json as an area has topics.
func Load(sources ...fs.FS) (*Bundle, error) {
	b := &Bundle{text: map[string]map[string]string{ZH: {}, EN: {}}}
	for _, src := range sources {
		for _, lang := range Langs() {
			if err := b.load(src, lang); err != nil {
				return nil, err
			}
		}
	}
	if missing := b.missing(); len(missing) > 0 {
		return nil, fmt.Errorf("i18n: keys without both languages: %s", strings.Join(missing, ", "))
	}
	return b, nil
}

// load adds the files of one language. A file system without any is a mistake of who names it.
func (b *Bundle) load(src fs.FS, lang string) error {
	files, err := fs.Glob(src, "locale/*"+lang+".json")
	if err != nil {
		return fmt.Errorf("i18n: %w", err)
	}
	if len(files) == 0 {
		return fmt.Errorf("i18n: locale/%s.json: %w", lang, fs.ErrNotExist)
	}
	for _, name := range files {
		raw, err := fs.ReadFile(src, name)
		if err != nil {
			return fmt.Errorf("i18n: %w", err)
		}
		var flat map[string]string
		if err := json.Unmarshal(raw, &flat); err != nil {
			return fmt.Errorf("i18n: %s: %w", name, err)
		}
		for k, v := range flat {
			if _, twice := b.text[lang][k]; twice {
				return fmt.Errorf("i18n: key %s is defined twice in %s", k, lang)
			}
			b.text[lang][k] = v
		}
	}
	return nil
}

func (b *Bundle) missing() []string {
	var out []string
	for _, pair := range [][2]string{{ZH, EN}, {EN, ZH}} {
		for k := range b.text[pair[0]] {
			if b.text[pair[1]][k] == "" {
				out = append(out, pair[1]+":"+k)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Has reports whether the key is defined.
func (b *Bundle) Has(key string) bool { _, ok := b.text[EN][key]; return ok }

// Keys are all keys, sorted.
func (b *Bundle) Keys() []string {
	out := make([]string, 0, len(b.text[EN]))
	for k := range b.text[EN] {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// T is the text of key in lang, its {name} placeholders filled from name, value pairs.
func (b *Bundle) T(lang, key string, kv ...any) string {
	text, ok := b.text[lang][key]
	if !ok {
		return key
	}
	if len(kv) == 0 {
		return text
	}
	args := make([]string, 0, len(kv))
	for i := 0; i+1 < len(kv); i += 2 {
		args = append(args, fmt.Sprintf("{%v}", kv[i]), fmt.Sprint(kv[i+1]))
	}
	return strings.NewReplacer(args...).Replace(text)
}
