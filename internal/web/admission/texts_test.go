package admission_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/admission"
	"github.com/souk-market/souk/internal/web/entryform"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, admission.LocaleFS(), "admission.")
	uitest.Keys(t, uitest.Load(t, admission.LocaleFS(), entryform.LocaleFS()), ".")
	uitest.Unused(t, admission.LocaleFS(), "admission.", ".")
	uitest.Icons(t, ".")
}
