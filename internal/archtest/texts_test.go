package archtest

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode"

	"github.com/souk-market/souk/internal/tools/errdefs"
)

var (
	errorCode   = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	placeholder = regexp.MustCompile(`\{[A-Za-z0-9_]+\}`)
)

// declaredErrors checks every apperr.Def: codes are unique and stable in form, texts are there in both languages.
func declaredErrors(t *tree) []fault {
	var out []fault
	first := map[string]string{}
	for _, f := range t.where(func(f *file) bool { return written(f) && strings.HasPrefix(f.dir, "internal/") }) {
		defs, err := errdefs.Read(t.fset, f.ast, f.path)
		if err != nil {
			out = append(out, fault{f.path, err.Error()})
		}
		for _, d := range defs {
			if other, taken := first[d.Code]; taken {
				out = append(out, fault{d.Where, fmt.Sprintf("the code %q is taken by %s", d.Code, other)})
			}
			first[d.Code] = d.Where
			switch {
			case !errorCode.MatchString(d.Code):
				out = append(out, fault{d.Where, fmt.Sprintf("the code %q is not lower_snake_case", d.Code)})
			case strings.TrimSpace(d.EN) == "" || hasHan(d.EN):
				out = append(out, fault{d.Where, d.Code + ": no English text"})
			case !hasHan(d.ZH):
				out = append(out, fault{d.Where, d.Code + ": no Chinese text"})
			case !slices.Equal(placeholders(d.EN), placeholders(d.ZH)):
				out = append(out, fault{d.Where, d.Code + ": the two texts have different {placeholders}"})
			}
		}
	}
	return out
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// placeholders are the names in braces, sorted, each once.
func placeholders(s string) []string {
	found := placeholder.FindAllString(s, -1)
	sort.Strings(found)
	return slices.Compact(found)
}

func TestDeclaredErrorsHaveOneCodeAndTwoTexts(t *testing.T) {
	t.Parallel()
	hold(t, declaredErrors, "declare it once in the room's errors.go: apperr.Def(apperr.Conflict, \"order_taken\", \"English\", \"中文\")")
}

func TestErrorRuleSeesBadDeclarations(t *testing.T) {
	t.Parallel()
	breaks(t, declaredErrors, map[string]string{
		"internal/order/errors.go": `package order

var (
	ErrA = apperr.Def(apperr.Conflict, "taken", "Taken by {who}", "已被 {who} 占用")
	ErrB = apperr.Def(apperr.Conflict, "taken", "Taken", "已占用")
	ErrC = apperr.Def(apperr.Conflict, "Bad-Code", "Bad", "错误")
	ErrD = apperr.Def(apperr.Conflict, "no_chinese", "Bad", "Bad")
	ErrE = apperr.Def(apperr.Conflict, "no_english", " ", "错误")
	ErrF = apperr.Def(apperr.Conflict, "holes", "Bad {a}", "错误 {b}")
)
`,
		"internal/wallet/errors.go": "package wallet\n\nvar E = apperr.Def(apperr.Conflict, code, \"a\", \"b\")\n",
	}, "internal/order/errors.go:5", "internal/order/errors.go:6", "internal/order/errors.go:7", "internal/order/errors.go:8",
		"internal/order/errors.go:9", "internal/wallet/errors.go")
}

// untranslated finds catalogs of texts in which one language lacks what the other has.
func untranslated(t *tree) []fault {
	var out []fault
	for name, text := range t.other {
		topic, lang := catalogOf(name)
		if lang == "" {
			continue
		}
		catalog, err := readCatalog(text)
		if err != nil {
			out = append(out, fault{name, err.Error()})
			continue
		}
		otherName := topic + map[string]string{"zh": "en", "en": "zh"}[lang] + ".json"
		other, err := readCatalog(t.other[otherName])
		if err != nil {
			out = append(out, fault{otherName, "is missing or broken"})
			continue
		}
		for key, value := range catalog {
			twin, found := other[key]
			switch {
			case !found:
				out = append(out, fault{otherName, "lacks " + key})
			case strings.TrimSpace(value) == "":
				out = append(out, fault{name, key + " is empty"})
			case lang == "zh" && !slices.Equal(placeholders(value), placeholders(twin)):
				out = append(out, fault{name, key + " has other {placeholders} than en.json"})
			}
		}
	}
	return out
}

// catalogOf splits the name of a catalog: locale/zh.json, or one of an area's topics, locale/TOPIC.zh.json. lang is "" for
// any other file.
func catalogOf(name string) (topic, lang string) {
	for _, lang := range []string{"zh", "en"} {
		topic, ok := strings.CutSuffix(name, lang+".json")
		if ok && path.Base(path.Dir(name)) == "locale" && (strings.HasSuffix(topic, "/") || strings.HasSuffix(topic, ".")) {
			return topic, lang
		}
	}
	return "", ""
}

// readCatalog parses a flat catalog and refuses a key that stands in it twice: the second would silently win.
func readCatalog(text string) (map[string]string, error) {
	out := map[string]string{}
	dec := json.NewDecoder(strings.NewReader(text))
	if tok, err := dec.Token(); err != nil || tok != json.Delim('{') {
		return nil, fmt.Errorf("is not a JSON object")
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		var value string
		if err := dec.Decode(&value); err != nil {
			return nil, fmt.Errorf("%v: %w", key, err)
		}
		if _, twice := out[key.(string)]; twice {
			return nil, fmt.Errorf("has %v twice", key)
		}
		out[key.(string)] = value
	}
	return out, nil
}

func TestCatalogsSayTheSameInBothLanguages(t *testing.T) {
	t.Parallel()
	hold(t, untranslated, "add the missing text to the catalog of the other language")
}

func TestCatalogRuleSeesGaps(t *testing.T) {
	t.Parallel()
	breaks(t, untranslated, map[string]string{
		"internal/a/locale/zh.json": `{"one": "一 {n}", "two": "二", "empty": " "}`,
		"internal/a/locale/en.json": `{"one": "One {m}", "empty": "x"}`,
		"internal/b/locale/zh.json": `{"one": "一", "one": "一"}`,
		"internal/b/locale/en.json": `{"one": "One"}`,
	}, "internal/a/locale/zh.json", "internal/a/locale/en.json", "internal/a/locale/zh.json", "internal/b/locale/zh.json", "internal/b/locale/zh.json")
}
