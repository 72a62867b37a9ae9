package promo_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/promo"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAndIconsAreAllThere(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, promo.LocaleFS(), "promo.")
	uitest.Keys(t, uitest.Load(t, promo.LocaleFS(), promoview.LocaleFS(), menu.LocaleFS()), ".")
	uitest.Unused(t, promo.LocaleFS(), "promo.", ".")
	uitest.Icons(t, ".")
}
