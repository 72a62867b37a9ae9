package store

import (
	"errors"
	"net/http"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/web/ui"
)

// quote is the price panel of the product and the order page, which htmx fetches while the buyer chooses. The order page also
// says what is taken off.
func (a *area) quote(w http.ResponseWriter, r *http.Request) {
	l, err := a.Catalog.Live(r.Context(), r.PathValue("id"))
	if errors.Is(err, catalog.ErrProductNotFound) && r.Header.Get("HX-Request") == "true" {
		w.Header().Set("HX-Refresh", "true") // the whole page then says that the product is gone
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if err != nil {
		a.missing(w, r, err)
		return
	}
	q := r.URL.Query()
	c := choose(l, q)
	if q.Has("savings") {
		if err := a.reduced(r.Context(), l, &c, q); err != nil {
			a.fail(w, r, err)
			return
		}
	}
	// Who has just chosen a coupon keeps the focus there; after another choice other coupons fit.
	ui.Render(w, r, ui.StatusOf(c.Err), quoteAnswer(c, r.Header.Get("HX-Trigger") != "savings"))
}
