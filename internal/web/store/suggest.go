package store

import (
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/search"
	"github.com/souk-market/souk/internal/web/ui"
)

// suggestionView is one line under the search box.
type suggestionView struct {
	Label, Kind, Href, Icon string
}

// suggestions completes what is being typed into the search box (business-rules 6.1): a list that the script of the page
// shows under it. Without the script the box is a plain form.
func (a *area) suggest(w http.ResponseWriter, r *http.Request) {
	list, err := a.suggestionsFor(r, typed(r.URL.Query().Get("q")))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "private, max-age=10")
	ui.Render(w, r, http.StatusOK, suggestionList(list))
}

func (a *area) suggestionsFor(r *http.Request, text string) ([]suggestionView, error) {
	ctx := r.Context()
	found, err := a.Catalog.Suggest(ctx, text)
	out := make([]suggestionView, len(found))
	for i, s := range found {
		out[i] = suggestionView{Label: ui.In(ctx, s.Label), Href: suggestionURL(s)}
		switch s.Field {
		case catalog.FieldCategory:
			out[i].Kind, out[i].Icon = ui.T(ctx, "store.suggest.category"), "category"
		case catalog.FieldSeller:
			out[i].Kind, out[i].Icon = ui.T(ctx, "store.suggest.seller"), "store"
		default:
			out[i].Kind, out[i].Icon = ui.T(ctx, "store.suggest.product"), "box"
		}
	}
	return out, err
}

func suggestionURL(s search.Suggestion) string {
	switch s.Field {
	case catalog.FieldCategory:
		return categoryURL(s.Code)
	case catalog.FieldSeller:
		return sellerURL(s.Code)
	default:
		return productURL(s.Code)
	}
}

func searchURL(text string) string { return "/search?" + url.Values{"q": {text}}.Encode() }
