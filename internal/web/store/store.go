package store

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// Deps are what the storefront shows and asks.
type Deps struct {
	Sellers    *seller.Service
	Catalog    *catalog.Service
	Orders     *order.Service
	Feedback   *feedback.Service
	Promo      *promo.Service
	Rules      *salesrule.Service
	Window     *shopwindow.Service
	Box        *secret.Box // seals what a visitor's browser keeps
	Files      *blob.Store
	Home       HomeCopy
	Agreements *agreement.Service
	Log        *slog.Logger

	BaseURL       string // of the marketplace, for search engines: "https://souk.example.com"
	SecureCookies bool   // they are sent by HTTPS only

	PageBytes int64 // how many bytes of finished product pages are kept; 0: 48 MiB, which holds about 5,000
}

// HomeCopy is the text of the home page. Texts are plain; icons are names of ui.Icon.
type HomeCopy struct {
	Title, Subtitle        i18n.Text
	Buyers, Steps, Sellers Points
	FAQ                    Questions
	HeroLight, HeroDark    []byte // SVG without text, scripts and style; may be nil
}

// Points is a heading and what stands under it.
type Points struct {
	Title i18n.Text
	Items []Point
}

// Point is a heading with a sentence or two.
type Point struct {
	Icon        string
	Title, Text i18n.Text
}

// Questions are frequent questions under a heading.
type Questions struct {
	Title i18n.Text
	Items []Question
}

// Question is a question with its answer.
type Question struct{ Question, Answer i18n.Text }

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area for i18n.Load.
func LocaleFS() fs.FS { return locale }

const defaultPageBytes = 48 << 20

type area struct {
	Deps
	pages *pageCache
	hero  [2]picture // light, dark
}

// Mount registers the pages of the storefront.
func Mount(mux *door.Mux, d Deps) {
	if d.PageBytes == 0 {
		d.PageBytes = defaultPageBytes
	}
	a := &area{Deps: d, pages: newPageCache(d.PageBytes),
		hero: [2]picture{newPicture("light", d.Home.HeroLight), newPicture("dark", d.Home.HeroDark)}}
	mux.Add(
		door.Handler("GET /{$}", account.Public, a.home),
		door.Route{Pattern: "GET /operator/home/preview", Needs: account.OperatorHome, Do: a.previewHome},
		door.Handler("GET /robots.txt", account.Public, a.robots),
		door.Handler("GET /sitemap.xml", account.Public, a.sitemap),
		door.Handler("GET /sitemap-pages.xml", account.Public, a.sitemapPages),
		door.Handler("GET /sitemap-sellers.xml", account.Public, a.sitemapSellers),
		door.Handler("GET /sitemap-products.xml", account.Public, a.sitemapProducts),
		door.Handler("GET /hero/{name}", account.Public, a.heroPicture),
		door.Handler("GET /category/{code}", account.Public, a.category),
		door.Handler("GET /search", account.Public, a.search),
		door.Handler("GET /search/suggestions", account.Public, a.suggest),
		door.Handler("GET /products/{id}", account.Public, a.product),
		door.Handler("GET /products/{id}/agreement", account.Public, a.serviceAgreement),
		door.Handler("GET /products/{id}/quote", account.Public, a.quote),
		door.Handler("GET /products/{id}/estimate", account.Public, a.estimate),
		door.Route{Pattern: "GET /products/{id}/order", Needs: account.BuyerPurchase, Do: a.orderForm},
		door.Route{Pattern: "POST /products/{id}/order", Needs: account.BuyerPurchase, Do: a.placeOrder},
		door.Handler("GET /products/{id}/ratings", account.Public, a.ratings),
		door.Handler("GET /products/{id}/questions", account.Public, a.questions),
		door.Route{Pattern: "POST /products/{id}/questions", Needs: account.BuyerPurchase, Do: door.Posted(a.ask)},
		door.Route{Pattern: "POST /products/{id}/favourite", Needs: account.BuyerFavourites, Do: door.Posted(a.favourite)},
		door.Route{Pattern: "GET /report", Needs: account.SignedIn, Do: a.reportForm},
		door.Route{Pattern: "POST /report", Needs: account.SignedIn, Do: door.Posted(a.report)},
		door.Handler("GET /recent", account.Public, a.recent),
		door.Handler("GET /compare", account.Public, a.compare),
		door.Handler("GET /sellers/{id}", account.Public, a.seller),
		door.Handler("GET /penalties", account.Public, a.penalties),
		door.Handler("GET /agreements/{code}", account.Public, a.agreement),
		door.Handler("GET /files/{id}", account.Public, a.file),
	)
}

// fail answers with the error page, and logs what nobody declared: the visitor sees none of its text.
func (a *area) fail(w http.ResponseWriter, r *http.Request, err error) {
	if apperr.Of(err) == apperr.ErrInternal && r.Context().Err() == nil {
		a.Log.ErrorContext(r.Context(), "store page failed", "path", r.URL.Path, "err", err)
	}
	ui.Fail(w, r, err)
}
