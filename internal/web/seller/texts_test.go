package seller_test

import (
	"testing"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/seller"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAndIconsAreAllThere(t *testing.T) {
	t.Parallel()
	b := uitest.Load(t, catalog.LocaleFS(), menu.LocaleFS(), seller.LocaleFS(), opinion.LocaleFS())
	uitest.Catalogs(t, seller.LocaleFS(), "seller.")
	uitest.Keys(t, b, ".")
	uitest.Unused(t, seller.LocaleFS(), "seller.", ".")
	uitest.Icons(t, ".")
}
