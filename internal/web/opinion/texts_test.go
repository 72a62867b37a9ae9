package opinion_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAndIconsAreAllThere(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, opinion.LocaleFS(), "opinion.")
	uitest.Keys(t, uitest.Load(t, opinion.LocaleFS()), ".")
	uitest.Unused(t, opinion.LocaleFS(), "opinion.", ".")
	uitest.Icons(t, ".")
}
