package operator

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the console, operator.*. The catalogue's own texts are needed beside them.
func LocaleFS() fs.FS { return locale }

// Deps are what the console shows and changes.
type Deps struct {
	DB       *storage.DB
	Clock    *clock.Clock
	Queue    *job.Queue
	Accounts *account.Service
	Sellers  *seller.Service
	Catalog  *catalog.Service
	Wallet   *wallet.Service
	Ledger   *ledger.Service
	Orders   *order.Service
	Calls    *call.Service
	Files    *blob.Store
	Sandbox  bool // the clock can be moved
	Log      *slog.Logger
}

// Mount registers the console's routes.
func Mount(mux *http.ServeMux, d Deps) {
	c := &console{d}
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request, account.Actor) error{
		"GET /operator":                            c.overview,
		"GET /operator/applications":               c.applications,
		"GET /operator/applications.csv":           c.applicationsCSV,
		"GET /operator/applications/{id}":          c.application,
		"POST /operator/applications/{id}/approve": c.approve,
		"POST /operator/applications/{id}/reject":  c.reject,
		"GET /operator/files/{id}":                 c.file,
		"GET /operator/transfers":                  c.transfers,
		"GET /operator/transfers.csv":              c.transfersCSV,
		"GET /operator/transfers/{id}":             c.transfer,
		"POST /operator/transfers/{id}/confirm":    c.confirm,
		"POST /operator/transfers/{id}/reject":     c.refuse,
		"GET /operator/orders":                     c.orders,
		"GET /operator/orders.csv":                 c.ordersCSV,
		"GET /operator/orders/{id}":                c.order,
		"GET /operator/calls":                      c.calls,
		"GET /operator/calls.csv":                  c.callsCSV,
		"GET /operator/calls/{id}":                 c.call,
		"GET /operator/health":                     c.health,
		"POST /operator/health/ledger":             c.checkLedger,
	} {
		mux.HandleFunc(pattern, c.guarded(h))
	}
}

// console answers for all pages.
type console struct{ d Deps }

// guarded lets operators through and turns an error into its page.
func (c *console) guarded(h func(http.ResponseWriter, *http.Request, account.Actor) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		actor, err := account.Require(r.Context(), account.Operator)
		if errors.Is(err, account.ErrUnauthenticated) {
			ui.Redirect(w, r, ui.ViewOf(r.Context()).Links.SignIn+"?next="+url.QueryEscape("/operator"))
			return
		}
		if err == nil {
			r.Body = http.MaxBytesReader(w, r.Body, ui.MaxForm)
			err = h(w, r, actor)
		}
		if err != nil {
			c.fail(w, r, err)
		}
	}
}

// fail shows the page of an error, and logs what nobody declared.
func (c *console) fail(w http.ResponseWriter, r *http.Request, err error) {
	if apperr.Of(err).Kind == apperr.Internal && r.Context().Err() == nil {
		c.d.Log.ErrorContext(r.Context(), "operator page failed", "method", r.Method, "path", r.URL.Path, "error", err)
	}
	ui.Fail(w, r, err)
}

// errForm is a body that is no form.
var errForm = apperr.Def(apperr.Invalid, "operator_form",
	"The form did not arrive whole. Go back and send it again.", "表单内容不完整，请返回后重新提交。")

func parseForm(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return errForm
	}
	return nil
}

// asked is the page of a list that a request wants.
func asked(r *http.Request) page.Request { return page.Request{Cursor: r.URL.Query().Get("cursor")} }

// accounts looks up the names behind account ids; one that is unknown shows its id.
func (c *console) accounts(ctx context.Context, ids ...string) (map[string]account.Account, error) {
	found, err := c.d.Accounts.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if _, ok := found[id]; !ok && id != "" {
			found[id] = account.Account{ID: id, Name: id}
		}
	}
	return found, nil
}
