package buyer_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/buyer"
	"github.com/souk-market/souk/internal/web/promoview"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	b := uitest.Load(t, buyer.LocaleFS(), promoview.LocaleFS())
	uitest.Catalogs(t, buyer.LocaleFS(), "buyer.")
	uitest.Keys(t, b, ".")
	uitest.Unused(t, buyer.LocaleFS(), "buyer.", ".")
	uitest.Icons(t, ".")
}
