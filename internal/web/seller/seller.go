package seller

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	sellers "github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of this area; all keys start with "seller.". The pages also use those of catalog.LocaleFS.
func LocaleFS() fs.FS { return locale }

// Deps are the rooms behind the pages.
type Deps struct {
	Catalog *catalog.Service
	Calls   *call.Service
	Orders  *order.Service
	Sellers *sellers.Service
	Blobs   *blob.Store
	Log     *slog.Logger
}

type pages struct{ Deps }

// Mount registers the pages under /seller. Whoever mounts them lets only signed-in sellers in.
func Mount(mux *http.ServeMux, d Deps) {
	p := &pages{d}
	for pattern, fn := range map[string]action{
		"GET /seller":                             p.overview,
		"GET /seller/products":                    p.products,
		"GET /seller/products.csv":                p.productsCSV,
		"GET /seller/products/{id}":               p.product,
		"POST /seller/products/{id}/modify":       p.modify,
		"POST /seller/products/{id}/stock":        p.setStock,
		"GET /seller/applications":                p.applications,
		"GET /seller/applications.csv":            p.applicationsCSV,
		"GET /seller/applications/new":            p.newApplication,
		"POST /seller/applications/new":           p.saveApplication,
		"GET /seller/applications/{id}":           p.application,
		"POST /seller/applications/{id}":          p.saveApplication,
		"GET /seller/applications/{id}/preview":   p.preview,
		"POST /seller/applications/{id}/submit":   p.submit,
		"POST /seller/applications/{id}/withdraw": p.withdraw,
		"POST /seller/applications/{id}/revise":   p.revise,
		"POST /seller/applications/{id}/delete":   p.deleteDraft,
		"GET /seller/files/{id}":                  p.file,
		"GET /seller/keys":                        p.keys,
		"POST /seller/keys":                       p.createKey,
		"POST /seller/keys/{id}/activate":         p.activateKey,
		"POST /seller/keys/{id}/discard":          p.discardKey,
		"GET /seller/calls":                       p.calls,
		"GET /seller/calls.csv":                   p.callsCSV,
		"GET /seller/calls/{id}":                  p.call,
		"POST /seller/calls/{id}/restart":         p.restart,
		"POST /seller/calls/{id}/curl":            p.curl,
		"GET /seller/orders":                      p.orders,
		"GET /seller/orders.csv":                  p.ordersCSV,
		"GET /seller/orders/{id}":                 p.order,
	} {
		mux.HandleFunc(pattern, p.act(fn))
	}
}

// action answers a request of a seller, or returns why it cannot.
type action func(w http.ResponseWriter, r *http.Request, who account.Actor) error

// act finds out who acts and draws the error page of what went wrong.
func (p *pages) act(fn action) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, ok := account.ActorFrom(r.Context())
		if !ok {
			ui.Fail(w, r, account.ErrUnauthenticated)
			return
		}
		if err := fn(w, r, who); err != nil {
			p.fail(w, r, err)
		}
	}
}

func (p *pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	if apperr.Of(err).Kind == apperr.Internal && r.Context().Err() == nil {
		p.Log.ErrorContext(r.Context(), "seller page", "path", r.URL.Path, "error", err)
	}
	ui.Fail(w, r, err)
}

// maxQuery bounds what a filter may hold, in bytes.
const maxQuery = 200

// asked is a value of the query that any engine takes as text.
func asked(r *http.Request, name string) string { return plain(r.URL.Query().Get(name)) }

// pathID is the id in the path.
func pathID(r *http.Request) string { return plain(r.PathValue("id")) }

func plain(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", ""))
	if len(s) > maxQuery {
		s = strings.ToValidUTF8(s[:maxQuery], "")
	}
	return s
}

// oneOf is a value of the query if it is one of those that a filter offers.
func oneOf(r *http.Request, name string, offered []ui.Option) string {
	got := asked(r, name)
	for _, o := range offered {
		if o.Value == got {
			return got
		}
	}
	return ""
}

func from(r *http.Request) page.Request { return page.Request{Cursor: r.URL.Query().Get("cursor")} }
