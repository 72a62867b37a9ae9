package salesrule_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/salesrule"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAndIconsAreAllThere(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, salesrule.LocaleFS(), "sales.")
	uitest.Keys(t, uitest.Load(t, salesrule.LocaleFS(), menu.LocaleFS()), ".")
	uitest.Unused(t, salesrule.LocaleFS(), "sales.", ".")
	uitest.Icons(t, ".")
}
