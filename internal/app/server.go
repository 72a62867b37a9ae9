package app

import (
	"net/http"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/web/ui"
)

// Handler is everything that the marketplace answers.
func (a *App) Handler() (http.Handler, error) {
	bundle, err := i18n.Load(ui.LocaleFS())
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle(ui.AssetPrefix, ui.Assets())
	a.payments(mux)
	site := &ui.Site{Bundle: bundle, Now: a.Clock.Now}
	return ui.Secure(http.NewCrossOriginProtection().Handler(site.Middleware(mux))), nil
}
