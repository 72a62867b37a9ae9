package jointview_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/jointview"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAndIconsAreAllThere(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, jointview.LocaleFS(), "jointview.")
	uitest.Keys(t, uitest.Load(t, jointview.LocaleFS()), ".")
	uitest.Unused(t, jointview.LocaleFS(), "jointview.", ".")
	uitest.Icons(t, ".")
}
