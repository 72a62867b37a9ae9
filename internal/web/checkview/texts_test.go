package checkview_test

import (
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/checkview"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAndIconsAreAllThere(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, checkview.LocaleFS(), "checkview.")
	uitest.Keys(t, uitest.Load(t, checkview.LocaleFS(), catalog.LocaleFS()), ".")
	uitest.Unused(t, checkview.LocaleFS(), "checkview.", ".")
	uitest.Icons(t, ".")
}
