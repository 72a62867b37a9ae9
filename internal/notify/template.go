package notify

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

//go:embed templates/*.txt
var templateFiles embed.FS

// missingValue stands where a sender forgot a value: a message with a gap is better than no message.
const missingValue = "—"

var place = regexp.MustCompile(`\{([a-z_]+)\}`)

// text is the title and the body of one event in one language, and the short form for a phone where there is one.
type text Text

// smsMark is the line of a template's file after which its short form stands.
const smsMark = "\n--- sms\n"

// catalog holds the texts by event and language.
type catalog map[string]map[string]text

// loadCatalog parses the embedded files once. Their first line is the title, the rest the body, up to
// a short form for phones.
var loadCatalog = sync.OnceValues(func() (catalog, error) {
	c := catalog{}
	for _, event := range Events() {
		c[event] = map[string]text{}
		for _, lang := range i18n.Langs() {
			raw, err := fs.ReadFile(templateFiles, "templates/"+event+"."+lang+".txt")
			if err != nil {
				return nil, fmt.Errorf("notify: %w", err)
			}
			long, short, _ := strings.Cut(string(raw), smsMark)
			title, body, _ := strings.Cut(long, "\n")
			c[event][lang] = text{Title: strings.TrimSpace(title), Body: strings.TrimSpace(body), SMS: strings.TrimSpace(short)}
		}
	}
	return c, nil
})

// mustCatalog is for start-up: the files are part of the program.
func mustCatalog() catalog {
	c, err := loadCatalog()
	if err != nil {
		panic(err)
	}
	return c
}

// places are the names that the texts of the event hold, sorted.
func (c catalog) places(event string) []string {
	var out []string
	for _, t := range c[event] {
		for _, m := range place.FindAllStringSubmatch(t.Title+"\n"+t.Body+"\n"+t.SMS, -1) {
			out = append(out, m[1])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// missing are the places of the event for which params has no value in some language.
func (c catalog) missing(event string, params map[string]string) []string {
	return slices.DeleteFunc(c.places(event), func(name string) bool {
		return !slices.ContainsFunc(i18n.Langs(), func(lang string) bool {
			_, ok := valueIn(params, name, lang)
			return !ok
		})
	})
}

// render fills the texts of the event. Values are put in once: a value that looks like a place stays as it is.
func (c catalog) render(event, lang string, params map[string]string) (title, body string) {
	texts, ok := c[event]
	if !ok {
		return event, "" // a message of a version that knew more events
	}
	t, ok := texts[lang]
	if !ok {
		t, lang = texts[i18n.ZH], i18n.ZH
	}
	return fill(t.Title, lang, params, oneLine), fill(t.Body, lang, params, clean)
}

func fill(tmpl, lang string, params map[string]string, safe func(string) string) string {
	return place.ReplaceAllStringFunc(tmpl, func(found string) string {
		v, _ := valueIn(params, found[1:len(found)-1], lang)
		if v = safe(v); v == "" {
			return missingValue
		}
		return v
	})
}

// Places returns the names of the values that an event's text shows, for tests of those who send it.
func Places(event string) []string { return mustCatalog().places(event) }
