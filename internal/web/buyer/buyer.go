package buyer

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/delivery/saas"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/door"
)

//go:embed locale
var locale embed.FS

// LocaleFS returns the texts of the buyer centre, for i18n.Load.
func LocaleFS() fs.FS { return locale }

// Deps are the rooms behind the buyer centre. All are needed.
type Deps struct {
	Orders    *order.Service
	Calls     *call.Service
	Instances *instance.Service
	SaaS      *saas.Service
	Wallet    *wallet.Service
	Catalog   *catalog.Service
	Sellers   *seller.Service
	Feedback  *feedback.Service
	Files     *blob.Store
	Promo     *promo.Service
	Bank      BankAccount // where bank transfers go
	Log       *slog.Logger
}

// centre holds the handlers.
type centre struct{ Deps }

// Mount registers the routes of the buyer centre.
func Mount(mux *door.Mux, d Deps) {
	c := &centre{d}
	mux.Add([]door.Route{
		{Pattern: "GET /buyer", Needs: account.BuyerOverview, Do: c.overview, Else: instead},
		{Pattern: "GET /buyer/{$}", Needs: account.BuyerOverview, Do: c.overview, Else: instead},

		{Pattern: "GET /buyer/orders", Needs: account.BuyerOrders, Do: c.orders},
		{Pattern: "GET /buyer/orders.csv", Needs: account.BuyerOrders, Do: c.ordersCSV},
		{Pattern: "GET /buyer/orders/{id}", Needs: account.BuyerOrders, Do: c.order},
		{Pattern: "GET /buyer/orders/{id}/pay", Needs: account.BuyerPurchase, Do: c.payPage},
		{Pattern: "POST /buyer/orders/{id}/pay", Needs: account.BuyerPurchase, Do: door.Posted(c.pay)},
		{Pattern: "POST /buyer/orders/{id}/cancel", Needs: account.BuyerPurchase, Do: door.Posted(c.cancelOrder)},

		{Pattern: "GET /buyer/services", Needs: account.BuyerServices, Do: c.services},
		{Pattern: "GET /buyer/services.csv", Needs: account.BuyerServices, Do: c.servicesCSV},
		{Pattern: "GET /buyer/services/{id}", Needs: account.BuyerServices, Do: c.service},
		{Pattern: "GET /buyer/services/{id}/access", Needs: account.BuyerServices, Do: c.access},
		{Pattern: "POST /buyer/services/{id}/password", Needs: account.BuyerServices, Do: door.Posted(c.password)},

		{Pattern: "GET /buyer/services/{id}/rate", Needs: account.BuyerServices, Do: c.ratePage},
		{Pattern: "POST /buyer/services/{id}/rate", Needs: account.BuyerServices, Do: c.rate},
		{Pattern: "GET /buyer/ratings", Needs: account.BuyerServices, Do: c.ratings},
		{Pattern: "GET /buyer/ratings/{id}", Needs: account.BuyerServices, Do: c.rating},
		{Pattern: "GET /buyer/ratings/{id}/amend", Needs: account.BuyerServices, Do: c.amendPage},
		{Pattern: "POST /buyer/ratings/{id}/amend", Needs: account.BuyerServices, Do: c.amend},
		{Pattern: "POST /buyer/ratings/{id}/follow-up", Needs: account.BuyerServices, Do: door.Posted(c.followUp)},
		{Pattern: "POST /buyer/ratings/{id}/negotiate", Needs: account.BuyerServices, Do: door.Posted(c.negotiate)},
		{Pattern: "GET /buyer/favourites", Needs: account.BuyerFavourites, Do: c.favourites},
		{Pattern: "POST /buyer/favourites/{id}/remove", Needs: account.BuyerFavourites, Do: door.Posted(c.removeFavourite)},
		{Pattern: "GET /buyer/questions", Needs: account.BuyerPurchase, Do: c.questions},

		{Pattern: "GET " + couponsPath, Needs: account.BuyerCoupons, Do: c.coupons},
		{Pattern: "GET /coupons/{id}", Needs: account.BuyerCoupons, Do: c.couponLink},
		{Pattern: "POST /coupons/{id}/collect", Needs: account.BuyerCoupons, Do: door.Posted(c.collect)},
		{Pattern: "GET /offers/{token}", Needs: account.BuyerCoupons, Do: c.offerLink},

		{Pattern: "GET /buyer/wallet", Needs: account.BuyerWallet, Do: c.movements},
		{Pattern: "GET /buyer/wallet.csv", Needs: account.BuyerWallet, Do: c.movementsCSV},
		{Pattern: "GET /buyer/wallet/topups", Needs: account.BuyerWallet, Do: c.topUps},
		{Pattern: "GET /buyer/wallet/topups.csv", Needs: account.BuyerWallet, Do: c.topUpsCSV},
		{Pattern: "GET /buyer/wallet/topup", Needs: account.BuyerWallet, Do: c.topUpPage},
		{Pattern: "POST /buyer/wallet/topup", Needs: account.BuyerWallet, Do: door.Posted(c.startTopUp)},
		{Pattern: "GET /buyer/wallet/topups/{id}", Needs: account.BuyerWallet, Do: c.topUp},
		{Pattern: "POST /buyer/wallet/topups/{id}/pay", Needs: account.BuyerWallet, Do: door.Posted(c.payTopUp)},
		{Pattern: "POST /buyer/wallet/topups/{id}/transferred", Needs: account.BuyerWallet, Do: door.Posted(c.transferred)},
		{Pattern: "POST /buyer/wallet/topups/{id}/cancel", Needs: account.BuyerWallet, Do: door.Posted(c.cancelTopUp)},
	}...)
}

func (c *centre) note(r *http.Request, err error) {
	if apperr.Of(err).Kind == apperr.Internal && r.Context().Err() == nil {
		c.Log.ErrorContext(r.Context(), "buyer page failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
}

// again reports whether the form that met err should be drawn again with it; other errors get their own page.
func again(err error) bool {
	switch apperr.Of(err).Kind {
	case apperr.Invalid, apperr.Conflict, apperr.FailedPrecondition, apperr.TooMany, apperr.Unavailable:
		return true
	}
	return false
}

// pageOf reads which page of a list is asked for.
func pageOf(r *http.Request) page.Request { return page.Request{Cursor: r.URL.Query().Get("cursor")} }

// listing is the product on sale now; ok is false when it is no longer sold.
func (c *centre) listing(ctx context.Context, productID string) (l catalog.Listing, ok bool, err error) {
	l, err = c.Catalog.Live(ctx, productID)
	if errors.Is(err, catalog.ErrProductNotFound) {
		return catalog.Listing{}, false, nil
	}
	return l, err == nil, err
}

// logos are the addresses of the logos of products, "" for those without one.
func (c *centre) logos(ctx context.Context, productIDs []string) (map[string]string, error) {
	out := make(map[string]string, len(productIDs))
	for _, id := range productIDs {
		if _, known := out[id]; known {
			continue
		}
		l, _, err := c.listing(ctx, id)
		if err != nil {
			return nil, err
		}
		out[id] = fileURL(l.Logo)
	}
	return out, nil
}

// fileURL is the address of a public file.
func fileURL(blobID string) string {
	if blobID == "" {
		return ""
	}
	return blob.URL(blobID)
}

// guideURL is the user guide of a product; the store gives it to everybody who names the product that shows it.
func guideURL(l catalog.Listing) string { return fileURL(l.Guide.Blob) + "?product=" + l.ProductID }
