package store

import (
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/catalog"
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
	Query       string
	Chips       []ui.NavLink // narrower categories
	Sort        string
	Products    []ui.Product
	Next        string // cursor of the next page
	Later       bool   // not the first page
	Suggest     []ui.Product
	Categories  []catalog.Category
}

// category lists a category with what lies under it (business-rules 6.1).
func (a *area) category(w http.ResponseWriter, r *http.Request) {
	ctx, q := r.Context(), r.URL.Query()
	c, ok := a.Catalog.Category(r.PathValue("code"))
	if !ok {
		a.fail(w, r, catalog.ErrCategoryNotFound)
		return
	}
	v := browseView{Nav: a.nav(ctx, c.Code), Title: ui.In(ctx, c.Name), Lead: ui.In(ctx, c.Summary), Sort: sortOf(q.Get("sort")),
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
	a.browse(w, r, v, catalog.BrowseInput{Category: c.Code})
}

// search lists what has every word that was typed (business-rules 6.1).
func (a *area) search(w http.ResponseWriter, r *http.Request) {
	ctx, q := r.Context(), r.URL.Query()
	v := browseView{Nav: a.nav(ctx, ""), Query: typed(q.Get("q")), Sort: sortOf(q.Get("sort"))}
	v.Title = ui.T(ctx, "store.search.everything")
	if v.Query != "" {
		v.Title = ui.T(ctx, "store.search.title", "q", v.Query)
	}
	v.Crumbs = []ui.Crumb{{Label: ui.T(ctx, "store.home"), Href: "/"}, {Label: v.Title}}
	category := q.Get("category")
	v.Chips = []ui.NavLink{{Label: ui.T(ctx, "store.all"), Href: ui.Refiltered(ctx, "category", ""), Active: category == ""}}
	for _, c := range a.below("") {
		v.Chips = append(v.Chips, ui.NavLink{Label: ui.In(ctx, c.Name), Href: ui.Refiltered(ctx, "category", c.Code), Active: c.Code == category})
	}
	a.browse(w, r, v, catalog.BrowseInput{Category: category, Query: v.Query})
}

func (a *area) browse(w http.ResponseWriter, r *http.Request, v browseView, in catalog.BrowseInput) {
	ctx := r.Context()
	in.Sort, in.Limit, in.Cursor = v.Sort, perPage, r.URL.Query().Get("cursor")
	list, err := a.Catalog.Browse(ctx, in)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	v.Products, v.Next, v.Later = a.cards(ctx, list.Items), list.Next, in.Cursor != ""
	if len(v.Products) == 0 {
		v.Categories = a.below("")
		suggested, err := a.Catalog.Browse(ctx, catalog.BrowseInput{Limit: 4})
		if err != nil {
			a.fail(w, r, err)
			return
		}
		v.Suggest = a.cards(ctx, suggested.Items)
	}
	ui.Render(w, r, http.StatusOK, browsePage(v))
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

func sortOf(s string) string {
	if s == catalog.SortPrice {
		return s
	}
	return catalog.SortNewest
}

// typed is a search as it is used: valid, on one line, of the length that the box allows.
func typed(q string) string {
	q = strings.Join(strings.Fields(strings.ToValidUTF8(q, "")), " ")
	if utf8.RuneCountInString(q) > maxQuery {
		q = string([]rune(q)[:maxQuery])
	}
	return q
}
