package shopfront_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/shopfront"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAndIconsAreAllThere(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, shopfront.LocaleFS(), "shopfront.")
	uitest.Keys(t, uitest.Load(t, shopfront.LocaleFS()), ".")
	uitest.Unused(t, shopfront.LocaleFS(), "shopfront.", ".")
	uitest.Icons(t, ".")
}
