package entryform_test

import (
	"net/url"
	"testing"

	"github.com/souk-market/souk/internal/web/entryform"
)

func TestAFileThatWasTakenAwayDoesNotComeBackWithARefusedForm(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		typed       url.Values
		file, drawn string
	}{
		"never there":            {url.Values{}, "", "stored"},
		"carried along":          {url.Values{"logo_blob": {"one"}}, "one", "one"},
		"taken away":             {url.Values{"logo_blob": {"one"}, "logo_remove": {"1"}}, "", ""},
		"taken away, none there": {url.Values{"logo_remove": {"1"}}, "", ""},
		"another taken away":     {url.Values{"logo_blob": {"one"}, "licence_remove": {"1"}}, "one", "one"},
	} {
		if got := entryform.File(tc.typed, "logo"); got != tc.file {
			t.Errorf("%s: the form says %q, want %q", name, got, tc.file)
		}
		if got := entryform.Carried(tc.typed, "logo", "stored"); got != tc.drawn {
			t.Errorf("%s: drawn again with %q, want %q", name, got, tc.drawn)
		}
	}
	if got := entryform.Carried(nil, "logo", "stored"); got != "stored" {
		t.Errorf("a form that was not posted carries %q", got)
	}
}
