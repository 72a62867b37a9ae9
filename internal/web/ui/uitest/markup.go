package uitest

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/ui"
)

// View is a view for tests: lang, and the path with its query.
func View(b *i18n.Bundle, lang, address string) *ui.View {
	u, err := url.Parse(address)
	if err != nil {
		panic(err) // a literal of a test
	}
	return &ui.View{Lang: lang, Bundle: b, Path: u.Path, Query: u.Query(), Links: ui.DefaultLinks()}
}

// Draw draws a component for a view and parses it.
func Draw(t testing.TB, v *ui.View, c templ.Component) *goquery.Document {
	t.Helper()
	var out strings.Builder
	if err := c.Render(ui.WithView(t.Context(), v), &out); err != nil {
		t.Fatal(err)
	}
	return Parse(t, out.String())
}

// Parse parses markup.
func Parse(t testing.TB, markup string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// Markup checks a whole page: nothing inline that the policy forbids, unique ids, labelled controls, references that
// lead somewhere, pictures with alternatives, one main heading.
func Markup(t testing.TB, doc *goquery.Document) {
	t.Helper()
	for _, problem := range append(policy(doc), structure(doc)...) {
		t.Error(problem)
	}
	Forms(t, doc)
}

func policy(doc *goquery.Document) (problems []string) {
	doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Get(0).Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") {
				problems = append(problems, fmt.Sprintf("<%s> has %s=%q, which the policy forbids", goquery.NodeName(s), a.Key, a.Val))
			}
			if (a.Key == "src" || a.Key == "action") && strings.Contains(a.Val, "//") {
				problems = append(problems, fmt.Sprintf("<%s> leaves the host: %s", goquery.NodeName(s), a.Val))
			}
		}
	})
	doc.Find(`style, script:not([src]):not([type="application/ld+json"]), iframe, object`).Each(func(_ int, s *goquery.Selection) {
		problems = append(problems, "inline or foreign element <"+goquery.NodeName(s)+">")
	})
	return problems
}

func structure(doc *goquery.Document) (problems []string) {
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		if ids[s.AttrOr("id", "")] {
			problems = append(problems, "id used twice: "+s.AttrOr("id", ""))
		}
		ids[s.AttrOr("id", "")] = true
	})
	for _, attr := range []string{"aria-describedby", "aria-labelledby", "aria-controls", "for", "popovertarget", "form"} {
		doc.Find("[" + attr + "]").Each(func(_ int, s *goquery.Selection) {
			for _, id := range strings.Fields(s.AttrOr(attr, "")) {
				if !ids[id] {
					problems = append(problems, fmt.Sprintf("<%s> %s points at %q, which is not on the page", goquery.NodeName(s), attr, id))
				}
			}
		})
	}
	if n := doc.Find("h1").Length(); n != 1 {
		problems = append(problems, fmt.Sprintf("the page has %d main headings", n))
	}
	doc.Find("img:not([alt])").Each(func(_ int, s *goquery.Selection) {
		problems = append(problems, "picture without alt: "+s.AttrOr("src", ""))
	})
	doc.Find("a, button").Each(func(_ int, s *goquery.Selection) {
		if strings.TrimSpace(s.Text()) == "" && s.AttrOr("aria-label", "") == "" {
			html, _ := goquery.OuterHtml(s)
			problems = append(problems, "link or button without a name: "+html)
		}
	})
	return problems
}

// Forms checks that every control has a label and that every shown error is tied to its control.
func Forms(t testing.TB, doc *goquery.Document) {
	t.Helper()
	doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		labelled := s.AttrOr("aria-label", "") != "" || s.Closest("label").Length() > 0 ||
			id != "" && doc.Find(fmt.Sprintf("label[for=%q]", id)).Length() > 0
		if !labelled {
			t.Errorf("control %q (%s) has no label", s.AttrOr("name", ""), id)
		}
	})
	doc.Find(".field-error").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if doc.Find(fmt.Sprintf("[aria-describedby~=%q]", id)).Length() == 0 {
			t.Errorf("no control is described by the error %q", id)
		}
	})
}
