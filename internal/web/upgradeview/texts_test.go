package upgradeview_test

import (
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/ui/uitest"
	"github.com/souk-market/souk/internal/web/upgradeview"
)

func TestTextsAndIconsAreAllThere(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, upgradeview.LocaleFS(), "upgradeview.")
	uitest.Keys(t, uitest.Load(t, upgradeview.LocaleFS(), catalog.LocaleFS()), ".")
	uitest.Unused(t, upgradeview.LocaleFS(), "upgradeview.", ".")
	uitest.Icons(t, ".")
}
