package promo

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area; all keys start with "promo.". The pages also use those of promoview.
func LocaleFS() fs.FS { return locale }

// Deps are the rooms behind the pages.
type Deps struct {
	Promo   *promo.Service
	Catalog *catalog.Service
	BaseURL string // of the marketplace, for links to copy: "https://souk.example.com"
	Log     *slog.Logger
}

type pages struct{ Deps }

// The addresses of the pages.
const (
	couponsURL = "/seller/coupons"
	testsURL   = "/seller/test-coupons"
	offersURL  = "/seller/offers"
	resaleURL  = "/seller/resale"
)

// Mount registers the pages.
func Mount(mux *door.Mux, d Deps) {
	p := &pages{d}
	for _, k := range []desk{{promo.KindSeller, couponsURL, account.SellerCoupons}, {promo.KindTest, testsURL, account.SellerTestCoupons}} {
		mux.Add([]door.Route{
			{Pattern: "GET " + k.url, Needs: k.needs, Do: p.coupons(k)},
			{Pattern: "GET " + k.url + ".csv", Needs: k.needs, Do: p.couponsCSV(k)},
			{Pattern: "GET " + k.url + "/new", Needs: k.needs, Do: p.newCoupon(k)},
			{Pattern: "GET " + k.url + "/preview", Needs: k.needs, Do: p.preview},
			{Pattern: "GET " + k.url + "/customers", Needs: k.needs, Do: p.template},
			{Pattern: "POST " + k.url, Needs: k.needs, Do: p.saveCoupon(k)},
			{Pattern: "GET " + k.url + "/{id}", Needs: k.needs, Do: p.coupon(k)},
			{Pattern: "GET " + k.url + "/{id}/edit", Needs: k.needs, Do: p.editCoupon(k)},
			{Pattern: "POST " + k.url + "/{id}", Needs: k.needs, Do: p.saveCoupon(k)},
			{Pattern: "POST " + k.url + "/{id}/publish", Needs: k.needs, Do: door.Posted(p.move(k, "promo.done.published", p.Promo.PublishBatch))},
			{Pattern: "POST " + k.url + "/{id}/withdraw", Needs: k.needs, Do: door.Posted(p.move(k, "promo.done.withdrawn", p.Promo.WithdrawBatch))},
			{Pattern: "POST " + k.url + "/{id}/void", Needs: k.needs, Do: door.Posted(p.move(k, "promo.done.voided", p.Promo.VoidBatch))},
		}...)
	}
	mux.Add([]door.Route{
		{Pattern: "GET " + offersURL, Needs: account.SellerOffers, Do: p.offers},
		{Pattern: "GET " + offersURL + "/new", Needs: account.SellerOffers, Do: p.newOffer},
		{Pattern: "POST " + offersURL, Needs: account.SellerOffers, Do: door.Posted(p.createOffer)},
		{Pattern: "GET " + offersURL + "/{id}", Needs: account.SellerOffers, Do: p.offer},
		{Pattern: "POST " + offersURL + "/{id}/revoke", Needs: account.SellerOffers, Do: door.Posted(p.revokeOffer)},
		{Pattern: "GET " + resaleURL, Needs: account.SellerResale, Do: p.resales},
		{Pattern: "GET " + resaleURL + "/new", Needs: account.SellerResale, Do: p.newResale},
		{Pattern: "POST " + resaleURL, Needs: account.SellerResale, Do: door.Posted(p.authoriseResale)},
		{Pattern: "GET " + resaleURL + "/{id}", Needs: account.SellerResale, Do: p.resale},
		{Pattern: "POST " + resaleURL + "/{id}", Needs: account.SellerResale, Do: door.Posted(p.modifyResale)},
		{Pattern: "POST " + resaleURL + "/{id}/invalidate", Needs: account.SellerResale, Do: door.Posted(p.invalidateResale)},
	}...)
}

// desk is the pages of one kind of coupons.
type desk struct {
	kind  promo.Kind
	url   string
	needs account.Permission
}

// words is a text that differs between the kinds.
func (k desk) words(ctx context.Context, key string) string {
	if k.kind == promo.KindTest {
		return ui.T(ctx, "promo.test."+key)
	}
	return ui.T(ctx, "promo.coupon."+key)
}

// answers is the page after an action: the next one with a note, or the same with what is wrong.
func answers(w http.ResponseWriter, r *http.Request, err error, note, next string) error {
	if err != nil && door.Showable(err) {
		ui.SetFlash(w, r, ui.Danger, errorText(r.Context(), err))
		ui.Redirect(w, r, next)
		return nil
	}
	if err != nil {
		return err
	}
	return door.Done(w, r, note, next)
}

// sold are the seller's products on sale, with their specs: what a coupon or an offer may be for.
func (p *pages) sold(ctx context.Context, who account.Actor) ([]promo.Product, error) {
	list, err := p.Catalog.MyProducts(ctx, who, catalog.ProductFilter{Status: catalog.StatusOnSale}, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list.Items))
	for i, x := range list.Items {
		ids[i] = x.ID
	}
	return p.Promo.Sold(ctx, ids)
}

// asked is a value of the query that any engine takes as text.
func asked(r *http.Request, name string) string { return plain(r.URL.Query().Get(name)) }

const maxQuery = 200

func plain(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
	if len(s) > maxQuery {
		s = strings.ToValidUTF8(s[:maxQuery], "")
	}
	return s
}

// oneOf is a value of the query if it is one of the options.
func oneOf(r *http.Request, name string, options []ui.Option) string {
	got := asked(r, name)
	if slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == got }) {
		return got
	}
	return ""
}

func from(r *http.Request) page.Request { return page.Request{Cursor: r.URL.Query().Get("cursor")} }
