package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/web/ui"
)

func (a *area) home(w http.ResponseWriter, r *http.Request) {
	shown, err := a.Window.Home(r.Context())
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.drawHome(w, r, shown, previewView{})
}

// drawHome is the home page, for visitors and for operators who look at a draft of it.
func (a *area) drawHome(w http.ResponseWriter, r *http.Request, shown shopwindow.Shown, p previewView) {
	ctx := r.Context()
	v := homeView{Copy: a.Home, Hero: a.hero, Nav: a.nav(ctx, ""), Categories: a.below(""), Floors: a.floors(ctx, shown.Floors), Preview: p}
	for _, b := range shown.Banners {
		v.Banners = append(v.Banners, bannerOf(ctx, b))
	}
	if !p.On {
		v.Public = ui.Public{URL: a.BaseURL + "/"}
	}
	ui.Render(w, r, http.StatusOK, homePage(v))
}

type homeView struct {
	Copy       HomeCopy
	Hero       [2]picture
	Nav        []ui.NavLink
	Categories []catalog.Category
	Banners    []bannerView
	Floors     []floorView
	Public     ui.Public
	Preview    previewView
}

// bannerView is a banner as the page draws it. Away leads out of the store.
type bannerView struct {
	Picture, Title, Subtitle, Href string
	Away                           bool
}

func bannerOf(ctx context.Context, b shopwindow.Banner) bannerView {
	return bannerView{Picture: fileURL(b.Picture), Title: ui.In(ctx, b.Title), Subtitle: ui.In(ctx, b.Subtitle), Href: b.Link, Away: !strings.HasPrefix(b.Link, "/")}
}

// floorView is a floor as the page draws it: products or brands. More leads to the whole list, where there is one.
type floorView struct {
	ID, Title, More string
	Products        []ui.Product
	Brands          []shopwindow.Brand
}

// floors draws the cards of all floors with one look at what people say of them.
func (a *area) floors(ctx context.Context, list []shopwindow.ShownFloor) []floorView {
	var all []catalog.Card
	for _, f := range list {
		all = append(all, f.Cards...)
	}
	cards := a.cards(ctx, all)
	out := make([]floorView, len(list))
	for i, f := range list {
		out[i] = floorView{ID: f.ID, Title: a.floorTitle(ctx, f.Floor), Products: cards[:len(f.Cards)], Brands: f.Brands}
		cards = cards[len(f.Cards):]
		switch f.Kind {
		case shopwindow.KindNewest:
			out[i].More = "/search"
		case shopwindow.KindCategory:
			out[i].More = categoryURL(f.Category)
		case shopwindow.KindTrials:
			out[i].More = "/search?" + catalog.FieldTrial + "=yes"
		}
	}
	return out
}

// floorTitle is what a floor is called: by its own title, its category, or its kind.
func (a *area) floorTitle(ctx context.Context, f shopwindow.Floor) string {
	if !f.Title.Empty() {
		return ui.In(ctx, f.Title)
	}
	if c, ok := a.Catalog.Category(f.Category); ok && f.Kind == shopwindow.KindCategory {
		return ui.In(ctx, c.Name)
	}
	return ui.In(ctx, f.Kind.Name())
}

// picture is a drawing of the home page, at an address that changes with it.
type picture struct {
	name string
	svg  []byte
	etag string
}

func newPicture(name string, svg []byte) picture {
	sum := sha256.Sum256(svg)
	return picture{name: name, svg: svg, etag: hex.EncodeToString(sum[:8])}
}

func (p picture) url() string { return "/hero/" + p.name + ".svg?v=" + p.etag }

func (a *area) heroPicture(w http.ResponseWriter, r *http.Request) {
	for _, p := range a.hero {
		if p.name+".svg" != r.PathValue("name") || len(p.svg) == 0 {
			continue
		}
		h := w.Header()
		h.Set("Content-Type", "image/svg+xml")
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("ETag", `"`+p.etag+`"`)
		if strings.Contains(r.Header.Get("If-None-Match"), p.etag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write(p.svg) // the client went away
		return
	}
	ui.NotFound(w, r)
}

// below are the categories right under a code; "" is the top.
func (a *area) below(code string) []catalog.Category {
	var out []catalog.Category
	for _, c := range a.Catalog.Categories() {
		if c.Parent == code {
			out = append(out, c)
		}
	}
	return out
}

// nav is the bar of top categories; on is the code of the one that the page is about, or lies under.
func (a *area) nav(ctx context.Context, on string) []ui.NavLink {
	top := on
	for c, ok := a.Catalog.Category(on); ok && c.Parent != ""; c, ok = a.Catalog.Category(c.Parent) {
		top = c.Parent
	}
	var out []ui.NavLink
	for _, c := range a.below("") {
		out = append(out, ui.NavLink{Label: ui.In(ctx, c.Name), Href: categoryURL(c.Code), Icon: icon(c.Icon), Active: c.Code == top})
	}
	return out
}

// cards turns products of a list into what a card shows.
func (a *area) cards(ctx context.Context, items []catalog.Card) []ui.Product {
	out := make([]ui.Product, len(items))
	for i, c := range items {
		out[i] = a.card(ctx, c)
	}
	a.extras(ctx, items, out)
	return out
}

// card is a product as a card shows it, without what people say of it.
func (a *area) card(ctx context.Context, c catalog.Card) ui.Product {
	category, _ := a.Catalog.Category(c.Category)
	return ui.Product{Name: ui.In(ctx, c.Name), Tagline: ui.In(ctx, c.Overview), Href: productURL(c.ProductID),
		Seller: ui.In(ctx, c.SellerName), SellerHref: sellerURL(c.SellerID), Logo: fileURL(c.Logo), Category: ui.In(ctx, category.Name), From: c.From,
		FromUnit: each(ctx, c.FromUnit), Instead: byUse(ctx, c.FromUnit)}
}

// each is "/month" or "/year", or nothing where all is charged by use.
func each(ctx context.Context, u period.Unit) string {
	if u == "" {
		return ""
	}
	return ui.T(ctx, "store.each."+string(u))
}

// byUse stands for the price of a product of which nothing is paid before use.
func byUse(ctx context.Context, u period.Unit) string {
	if u != "" {
		return ""
	}
	return ui.T(ctx, "store.by-use")
}
