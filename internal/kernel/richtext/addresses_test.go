package richtext_test

import (
	"slices"
	"testing"

	"github.com/souk-market/souk/internal/kernel/richtext"
)

func TestAddressesAreThoseOfLinksAndPicturesEachOnce(t *testing.T) {
	t.Parallel()
	links, pictures := richtext.Addresses(`<p><a href="https://a.example/?x=1&amp;y=2">a</a> <a href="https://a.example/?x=1&amp;y=2">b</a> <a>c</a></p>` +
		`<img src="/files/blb_1"/><p><a href="mailto:x@example.com"><img src="/files/blb_2"></a></p>`)
	if want := []string{"https://a.example/?x=1&y=2", "mailto:x@example.com"}; !slices.Equal(links, want) {
		t.Errorf("links %q, want %q", links, want)
	}
	if want := []string{"/files/blb_1", "/files/blb_2"}; !slices.Equal(pictures, want) {
		t.Errorf("pictures %q, want %q", pictures, want)
	}
}
