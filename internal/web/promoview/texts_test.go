package promoview_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAndIconsAreAllThere(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, promoview.LocaleFS(), "promoview.")
	uitest.Keys(t, uitest.Load(t, promoview.LocaleFS()), ".")
	uitest.Unused(t, promoview.LocaleFS(), "promoview.", ".")
	uitest.Icons(t, ".")
}
