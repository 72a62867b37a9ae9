package ui_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestEveryTextExistsInBothLanguagesAndIsUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, ui.LocaleFS(), "ui.")
	uitest.Keys(t, uitest.Load(t), ".")
	uitest.Unused(t, ui.LocaleFS(), "ui.", ".")
}

func TestEveryIconExists(t *testing.T) {
	t.Parallel()
	uitest.Icons(t, ".")
}
