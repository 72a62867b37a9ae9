package store

import (
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/richtext"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/shopfront"
	"github.com/souk-market/souk/internal/web/ui"
)

// sellerPerPage is how many products the page of a seller lists (business-rules 2.7).
const sellerPerPage = 12

// maxDescription is what search engines show of a page, in characters.
const maxDescription = 160

type sellerView struct {
	shopfront.View
	Nav      []ui.NavLink
	About    string // plain text for search engines
	Products []ui.Product
	Next     string // cursor of the next page
	Later    bool   // not the first page
	Score    feedback.Summary
	Public   ui.Public // zero: search engines leave the page out
}

// seller is the page of a seller: what was approved, and what it sells now.
func (a *area) seller(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	front, err := a.Sellers.PublicStorefront(ctx, r.PathValue("id"))
	if errors.Is(err, seller.ErrSellerNotFound) {
		ui.NotFound(w, r) // of one that left nobody learns more than of one that never was
		return
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	v := sellerView{View: shopfront.View{PublicStorefront: front}, Nav: a.nav(ctx, "")}
	v.File = func(id string) string { return sellerFileURL(front.Seller.ID, id) }
	if v.Film, err = shopfront.IsFilm(ctx, a.Files, front.Storefront.Media); err != nil {
		a.fail(w, r, err)
		return
	}
	in := catalog.BrowseInput{SellerID: front.Seller.ID, Limit: sellerPerPage, Cursor: r.URL.Query().Get("cursor")}
	list, err := a.Catalog.Browse(ctx, in)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	if v.Score, err = a.Feedback.Score(ctx, front.Seller.ID); err != nil {
		a.fail(w, r, err)
		return
	}
	v.About = about(ui.In(ctx, front.Storefront.Profile), ui.In(ctx, front.Seller.Intro))
	v.Products, v.Next, v.Later = a.cards(ctx, list.Items), list.Next, in.Cursor != ""
	if !v.Later { // later pages show other products than the address that search engines are told
		v.Public = a.publicSeller(ctx, v)
	}
	ui.Render(w, r, http.StatusOK, sellerPage(v))
}

// about is one line about a seller: of its brand story, or of what it said when it applied.
func about(story, intro string) string {
	text := strings.Join(strings.Fields(richtext.Text(story)), " ")
	if text == "" {
		text = strings.Join(strings.Fields(intro), " ")
	}
	if utf8.RuneCountInString(text) > maxDescription {
		text = string([]rune(text)[:maxDescription-1]) + "…"
	}
	return text
}
