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
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/ui"
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
	Bank      BankAccount // where bank transfers go
	Log       *slog.Logger
}

// centre holds the handlers.
type centre struct{ Deps }

// action is a handler of a signed-in buyer. What it returns is drawn as an error page.
type action func(w http.ResponseWriter, r *http.Request, who account.Actor) error

// Mount registers the routes of the buyer centre. Every one needs a buyer in the request's context (account.WithActor).
func Mount(mux *http.ServeMux, d Deps) {
	c := &centre{d}
	for pattern, do := range map[string]action{
		"GET /buyer":     c.overview,
		"GET /buyer/{$}": c.overview,

		"GET /buyer/orders":              c.orders,
		"GET /buyer/orders.csv":          c.ordersCSV,
		"GET /buyer/orders/{id}":         c.order,
		"GET /buyer/orders/{id}/pay":     c.payPage,
		"POST /buyer/orders/{id}/pay":    c.pay,
		"POST /buyer/orders/{id}/cancel": c.cancelOrder,

		"GET /buyer/services":                c.services,
		"GET /buyer/services.csv":            c.servicesCSV,
		"GET /buyer/services/{id}":           c.service,
		"GET /buyer/services/{id}/access":    c.access,
		"POST /buyer/services/{id}/password": c.password,

		"GET /buyer/wallet":                          c.movements,
		"GET /buyer/wallet.csv":                      c.movementsCSV,
		"GET /buyer/wallet/topups":                   c.topUps,
		"GET /buyer/wallet/topups.csv":               c.topUpsCSV,
		"GET /buyer/wallet/topup":                    c.topUpPage,
		"POST /buyer/wallet/topup":                   c.startTopUp,
		"GET /buyer/wallet/topups/{id}":              c.topUp,
		"POST /buyer/wallet/topups/{id}/pay":         c.payTopUp,
		"POST /buyer/wallet/topups/{id}/transferred": c.transferred,
		"POST /buyer/wallet/topups/{id}/cancel":      c.cancelTopUp,
	} {
		mux.HandleFunc(pattern, c.signedIn(do))
	}
}

func (c *centre) signedIn(do action) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, err := account.Require(r.Context(), account.Buyer)
		if err != nil {
			c.fail(w, r, err)
			return
		}
		if r.Method == http.MethodPost {
			r.Body = http.MaxBytesReader(w, r.Body, ui.MaxForm)
			if err := r.ParseForm(); err != nil {
				c.fail(w, r, errForm)
				return
			}
		}
		if err := do(w, r, who); err != nil {
			c.fail(w, r, err)
		}
	}
}

// fail answers with an error page, and logs what nobody declared.
func (c *centre) fail(w http.ResponseWriter, r *http.Request, err error) {
	c.note(r, err)
	ui.Fail(w, r, err)
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
