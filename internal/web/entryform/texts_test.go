package entryform_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, entryform.LocaleFS(), "entryform.")
	uitest.Keys(t, uitest.Load(t, entryform.LocaleFS()), ".")
	uitest.Unused(t, entryform.LocaleFS(), "entryform.", ".")
}
