package notify

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/kernel/i18n"
)

func TestEveryEventHasBothLanguagesWithTheSamePlaces(t *testing.T) {
	t.Parallel()
	c := mustCatalog()
	for _, event := range Events() {
		zh, en := c[event][i18n.ZH], c[event][i18n.EN]
		for _, part := range []struct{ name, zh, en string }{{"title", zh.Title, en.Title}, {"body", zh.Body, en.Body}} {
			if part.zh == "" || part.en == "" {
				t.Errorf("%s: a %s is empty", event, part.name)
			}
			if diff := cmp.Diff(placesIn(part.zh), placesIn(part.en)); diff != "" {
				t.Errorf("%s: the %s has other places in English (-zh +en):\n%s", event, part.name, diff)
			}
			if !strings.ContainsFunc(part.zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s: the Chinese %s is not Chinese", event, part.name)
			}
			if strings.ContainsFunc(part.en, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s: the English %s is Chinese", event, part.name)
			}
		}
	}
}

func placesIn(s string) []string {
	found := place.FindAllString(s, -1)
	slices.Sort(found)
	return found
}

func TestNoTemplateIsLeftOver(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(templateFiles, "templates/*")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(files), 2*len(Events()); got != want {
		t.Errorf("%d files for %d events", got, len(Events()))
	}
}

func TestAValueIsNeverTakenForAPlaceOrAHeader(t *testing.T) {
	t.Parallel()
	c := mustCatalog()
	params := Params("product", "{reason}\r\nBcc: everybody@example.com\x00\u202eevil", "reason", "line 1\nline 2")
	title, body := c.render(ProductRejected, i18n.EN, params)
	if want := "Product not approved: {reason} Bcc: everybody@example.comevil"; title != want {
		t.Errorf("title %q, want %q", title, want)
	}
	if !strings.HasSuffix(body, "Reviewer: line 1\nline 2") {
		t.Errorf("body %q", body)
	}
}

func TestAForgottenValueShowsAsADash(t *testing.T) {
	t.Parallel()
	c := mustCatalog()
	if title, _ := c.render(ProductApproved, i18n.ZH, nil); title != "商品已通过审核：—" {
		t.Errorf("title %q", title)
	}
	if got := c.missing(ProductRejected, Params("product", i18n.Text{ZH: "云表"})); !cmp.Equal(got, []string{"reason"}) {
		t.Errorf("missing %v", got)
	}
}

func TestEachReaderGetsTheirOwnLanguageOfAValue(t *testing.T) {
	t.Parallel()
	c := mustCatalog()
	params := Params("product", i18n.Text{ZH: "苇桥客户云", EN: "Reedbridge CRM"})
	zh, _ := c.render(ProductApproved, i18n.ZH, params)
	en, _ := c.render(ProductApproved, i18n.EN, params)
	if zh != "商品已通过审核：苇桥客户云" || en != "Product approved: Reedbridge CRM" {
		t.Errorf("got %q and %q", zh, en)
	}
}

func TestALongValueIsCut(t *testing.T) {
	t.Parallel()
	if got := len([]rune(clean(strings.Repeat("长", 2000)))); got != maxValue+1 {
		t.Errorf("%d characters", got)
	}
}
