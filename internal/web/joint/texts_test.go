package joint_test

import (
	"testing"

	"github.com/souk-market/souk/internal/web/joint"
	"github.com/souk-market/souk/internal/web/jointview"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAndIconsAreAllThere(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, joint.LocaleFS(), "joint.")
	uitest.Keys(t, uitest.Load(t, joint.LocaleFS(), jointview.LocaleFS(), menu.LocaleFS()), ".")
	uitest.Unused(t, joint.LocaleFS(), "joint.", ".")
	uitest.Icons(t, ".")
}
