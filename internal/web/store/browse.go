package store

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/search"
	"github.com/souk-market/souk/internal/web/ui"
)

const (
	perPage  = 24
	maxQuery = 64 // characters of a search, as the box allows
)

// browseView is a list of products: a category, or what a search found.
type browseView struct {
	Nav         []ui.NavLink
	Crumbs      []ui.Crumb
	Title, Lead string
	Description string // for search engines
	Query       string
	Chips       []ui.NavLink // narrower categories
	Sort        string
	Sorts       []string
	Products    []ui.Product
	Public      ui.Public // zero: search engines leave the list out
	Next        string    // cursor of the next page
	Later       bool      // not the first page
	Suggest     []ui.Product
	Categories  []catalog.Category

	Counted   bool // the index answered: there are facets and a total
	Total     int
	Facets    []facetView
	Chosen    int    // how many choices narrow the list
	Clear     string // address without them
	Corrected string
	Meant     []suggestionView

	PriceMin, PriceMax, PriceError string
}

// category lists a category with what lies under it (business-rules 6.1).
func (a *area) category(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	c, ok := a.Catalog.Category(r.PathValue("code"))
	if !ok {
		a.fail(w, r, catalog.ErrCategoryNotFound)
		return
	}
	v := browseView{Nav: a.nav(ctx, c.Code), Title: ui.In(ctx, c.Name), Lead: ui.In(ctx, c.Summary),
		Crumbs: []ui.Crumb{{Label: ui.T(ctx, "store.home"), Href: "/"}}}
	top := c
	if parent, ok := a.Catalog.Category(c.Parent); ok {
		v.Crumbs = append(v.Crumbs, ui.Crumb{Label: ui.In(ctx, parent.Name), Href: categoryURL(parent.Code)})
		top = parent
	}
	v.Crumbs = append(v.Crumbs, ui.Crumb{Label: v.Title})
	if narrower := a.below(top.Code); len(narrower) > 0 {
		v.Chips = append(v.Chips, ui.NavLink{Label: ui.T(ctx, "store.all"), Href: categoryURL(top.Code), Active: top.Code == c.Code})
		for _, n := range narrower {
			v.Chips = append(v.Chips, ui.NavLink{Label: ui.In(ctx, n.Name), Href: categoryURL(n.Code), Active: n.Code == c.Code})
		}
	}
	v.Public, v.Description = ui.Public{URL: a.BaseURL + categoryURL(c.Code)}, ui.T(ctx, "store.category.description", "category", v.Title, "what", v.Lead)
	a.browse(w, r, v, catalog.FindInput{Category: c.Code})
}

// search lists what has every word that was typed (business-rules 6.1).
func (a *area) search(w http.ResponseWriter, r *http.Request) {
	ctx, q := r.Context(), r.URL.Query()
	v := browseView{Nav: a.nav(ctx, ""), Query: typed(q.Get("q"))}
	v.Title = ui.T(ctx, "store.search.everything")
	if v.Query != "" {
		v.Title = ui.T(ctx, "store.search.title", "q", v.Query)
	}
	v.Crumbs = []ui.Crumb{{Label: ui.T(ctx, "store.home"), Href: "/"}, {Label: v.Title}}
	a.browse(w, r, v, catalog.FindInput{Category: q.Get("category"), Query: v.Query})
}

func (a *area) browse(w http.ResponseWriter, r *http.Request, v browseView, in catalog.FindInput) {
	ctx, q := r.Context(), r.URL.Query()
	v.sorts(q.Get("sort"))
	in.Sort, in.Limit, in.Cursor, in.Values = v.Sort, perPage, q.Get("cursor"), choices(q)
	v.prices(r, &in)
	f, err := a.Catalog.Find(ctx, in)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	v.Products, v.Next, v.Later = a.cards(ctx, f.Items), f.Next, in.Cursor != ""
	for i := range v.Products {
		v.Products[i].Marks = marker(f.Marks)
	}
	v.Counted, v.Total, v.Corrected, v.Facets = f.Counted, f.Total, f.Corrected, facets(ctx, f.Facets, f.Total)
	v.Chosen, v.Clear = chosen(in), cleared(ctx)
	if v.Later || v.Chosen > 0 || len(v.Products) == 0 { // it shows other products than the address that search engines are told, or none
		v.Public = ui.Public{}
	}
	if r.PathValue("code") == "" {
		v.categories(ctx, a.below(""), in.Category, f)
	}
	if len(v.Products) == 0 {
		if err := a.helpOut(r, &v); err != nil {
			a.fail(w, r, err)
			return
		}
	}
	ui.Render(w, r, http.StatusOK, browsePage(v))
}

// helpOut fills what is shown where nothing was found.
func (a *area) helpOut(r *http.Request, v *browseView) error {
	v.Categories = a.below("")
	newest, err := a.Catalog.Browse(r.Context(), catalog.BrowseInput{Limit: 4})
	if err != nil {
		return err
	}
	v.Suggest = a.cards(r.Context(), newest.Items)
	if runes := []rune(v.Query); len(runes) > 0 {
		// The beginning of what was typed is often right.
		for n := len(runes); n > 0 && len(v.Meant) == 0; n = n * 2 / 3 {
			if v.Meant, err = a.suggestionsFor(r, string(runes[:n])); err != nil {
				return err
			}
		}
		v.Meant = v.Meant[:min(len(v.Meant), 3)]
	}
	return nil
}

// categories are the top categories that hold something of what was found.
func (v *browseView) categories(ctx context.Context, top []catalog.Category, on string, f catalog.Found) {
	counts := countsOf(f.Facets, catalog.FieldCategory)
	v.Chips = []ui.NavLink{{Label: ui.T(ctx, "store.all"), Href: ui.Refiltered(ctx, "category", ""), Active: on == ""}}
	for _, c := range top {
		label, n := ui.In(ctx, c.Name), counts[c.Code]
		if f.Counted {
			if n == 0 && c.Code != on {
				continue
			}
			label += " " + strconv.Itoa(n)
		}
		v.Chips = append(v.Chips, ui.NavLink{Label: label, Href: ui.Refiltered(ctx, "category", c.Code), Active: c.Code == on})
	}
}

// missing answers with the page of a product that is not on sale, or not there: which of the two, nobody learns.
func (a *area) missing(w http.ResponseWriter, r *http.Request, err error) {
	ctx := r.Context()
	if !errors.Is(err, catalog.ErrProductNotFound) {
		a.fail(w, r, err)
		return
	}
	suggested, err := a.Catalog.Browse(ctx, catalog.BrowseInput{Limit: 4})
	if err != nil {
		a.fail(w, r, err)
		return
	}
	ui.Render(w, r, http.StatusNotFound, missingPage(a.nav(ctx, ""), a.cards(ctx, suggested.Items)))
}

// sorts are the orders that make sense: by relevance only where there are words.
func (v *browseView) sorts(asked string) {
	v.Sorts = []string{search.SortNewest, search.SortPriceUp, search.SortPriceDown}
	if v.Query != "" {
		v.Sorts = append([]string{search.SortRelevance}, v.Sorts...)
	}
	if v.Sort = asked; !slices.Contains(v.Sorts, asked) {
		v.Sort = v.Sorts[0]
	}
}

// chosen counts what narrows the list beside words and category.
func chosen(in catalog.FindInput) int {
	n := 0
	for _, codes := range in.Values {
		n += len(codes)
	}
	if in.PriceMin != nil || in.PriceMax != nil {
		n++
	}
	return n
}

// cleared is the address of the page without its choices.
func cleared(ctx context.Context) string {
	pairs := []string{"price_min", "", "price_max", ""}
	for _, field := range choiceFields() {
		pairs = append(pairs, field, "")
	}
	return ui.Refiltered(ctx, pairs...)
}

// marker cuts a text where a search matched it.
func marker(m search.Marker) func(string) []ui.Span {
	return func(text string) []ui.Span {
		var out []ui.Span
		at := 0
		for _, x := range m.Find(text) {
			if x.From > at {
				out = append(out, ui.Span{Text: text[at:x.From]})
			}
			out = append(out, ui.Span{Text: text[x.From:x.To], On: true})
			at = x.To
		}
		if at < len(text) {
			out = append(out, ui.Span{Text: text[at:]})
		}
		return out
	}
}

// typed is a search as it is used: valid, on one line, of the length that the box allows.
func typed(q string) string {
	q = strings.Join(strings.Fields(strings.ToValidUTF8(q, "")), " ")
	if utf8.RuneCountInString(q) > maxQuery {
		q = string([]rune(q)[:maxQuery])
	}
	return q
}
