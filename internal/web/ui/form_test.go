package ui_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

var (
	errShort = apperr.Def(apperr.Invalid, "ui_test_short", "Too short.", "太短了。")
	errPlain = apperr.Def(apperr.Conflict, "ui_test_conflict", "Somebody was quicker.", "别人抢先了。")
)

// within draws fields inside a form.
func within(f ui.Form, fields ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.FormBox(f).Render(templ.WithChildren(ctx, templ.Join(fields...)), w)
	})
}

func drawForm(t *testing.T, f ui.Form, fields ...templ.Component) *goquery.Document {
	t.Helper()
	return uitest.Draw(t, uitest.View(bundle(t), "en", "/form"), within(f, fields...))
}

func TestARefusedFormKeepsWhatWasTypedAndTiesEachErrorToItsField(t *testing.T) {
	t.Parallel()
	var bad apperr.Fields
	bad.Add("name", errShort)
	bad.Add("plan", errShort)
	bad.Add("elsewhere", errShort)
	doc := drawForm(t, ui.Form{Err: bad.Err(), Values: ui.Values("name", "<x>", "plan", "b", "note", "long")},
		ui.Input(ui.Field{Name: "name", Label: "Name", Value: "stored", Help: "Any."}),
		ui.RadioCards(ui.Field{Name: "plan", Label: "Plan", Value: "a", Options: []ui.Option{{Value: "a", Label: "A"}, {Value: "b", Label: "B"}}}),
		ui.TextArea(ui.Field{Name: "note", Label: "Note"}),
	)
	uitest.Forms(t, doc)
	name := doc.Find("#f-name")
	if got := name.AttrOr("value", ""); got != "<x>" {
		t.Errorf("value %q, want what was typed", got)
	}
	if name.AttrOr("aria-invalid", "") != "true" || name.AttrOr("aria-describedby", "") != "f-name-err f-name-help" {
		t.Errorf("the field is not tied to its error: %v", name.Nodes[0].Attr)
	}
	if got := doc.Find("#f-name-err").Text(); !strings.Contains(got, "Too short.") {
		t.Errorf("error %q", got)
	}
	if got := doc.Find("input[type=radio][checked]").AttrOr("value", ""); got != "b" {
		t.Errorf("choice %q, want b", got)
	}
	if got := doc.Find("textarea").Text(); got != "long" {
		t.Errorf("text area %q", got)
	}
	var links []string
	doc.Find("[role=alert] li").Each(func(_ int, s *goquery.Selection) { links = append(links, s.Find("a").AttrOr("href", "-")) })
	if got := strings.Join(links, " "); got != "#f-name #f-plan -" {
		t.Errorf("the summary links to %q", got)
	}
}

func TestAnErrorOfNoFieldStandsOnTop(t *testing.T) {
	t.Parallel()
	doc := drawForm(t, ui.Form{Err: errPlain}, ui.Input(ui.Field{Name: "a", Label: "A"}))
	if got := strings.TrimSpace(doc.Find("[role=alert]").Text()); got != "Somebody was quicker." {
		t.Errorf("message %q", got)
	}
}

func TestAPasswordIsNeverSentBack(t *testing.T) {
	t.Parallel()
	doc := drawForm(t, ui.Form{Values: ui.Values("p", "hunter2")}, ui.Input(ui.Field{Name: "p", Label: "P", Type: "password", Value: "old"}))
	if html, _ := doc.Html(); strings.Contains(html, "hunter2") || strings.Contains(html, "old") {
		t.Error("the password is on the page")
	}
}

func TestABoxThatWasClearedStaysClear(t *testing.T) {
	t.Parallel()
	box := ui.Checkbox(ui.Field{Name: "agree", Label: "Agree", Value: "1"})
	if doc := drawForm(t, ui.Form{}, box); doc.Find("[checked]").Length() != 1 {
		t.Error("the stored tick is not shown")
	}
	if doc := drawForm(t, ui.Form{Values: ui.Values("x", "y")}, box); doc.Find("[checked]").Length() != 0 {
		t.Error("the box ticks itself again")
	}
}

func TestAPairShowsAnErrorOfTheWholeAtItsChineseHalf(t *testing.T) {
	t.Parallel()
	var bad apperr.Fields
	bad.Add("title", errShort)
	doc := drawForm(t, ui.Form{Err: bad.Err()}, ui.BilingualField(ui.Bilingual{Field: ui.Field{Name: "title", Label: "Title"}}))
	if doc.Find("#f-title_zh-err").Length() != 1 || doc.Find("[role=alert] li").Length() != 1 {
		t.Error("the error is not shown exactly once, at the Chinese half")
	}
	uitest.Forms(t, doc)
}
