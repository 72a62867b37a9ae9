package api

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/asset"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/delivery/saas"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/privacy"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/sandbox"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/sso"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
)

// Prefix is the path below which all operations are.
const Prefix = "/api/v1"

// Deps are the rooms behind the operations.
type Deps struct {
	Accounts   *account.Service
	Messages   *notify.Service
	Audit      *audit.Service
	Sellers    *seller.Service
	SSO        *sso.Service
	Catalog    *catalog.Service
	Files      *blob.Store
	RealName   *realname.Service
	Agreements *agreement.Service
	Privacy    *privacy.Service
	Orders     *order.Service
	Joint      *joint.Service
	Assets     *asset.Service
	Promo      *promo.Service
	Rules      *salesrule.Service
	Window     *shopwindow.Service
	Instances  *instance.Service
	Feedback   *feedback.Service
	SaaS       *saas.Service
	Wallet     *wallet.Service
	Calls      *call.Service
	Sandbox    *sandbox.Service
	Ledger     *ledger.Service
	Queue      *job.Queue
	DB         *storage.DB
	// RequestID names the request of a context in logs and problems; nil means that requests have no ids.
	RequestID func(context.Context) string
	// Terms are the versions of the terms that who registers accepts, "code@version …".
	Terms func(context.Context) (string, error)
	// Address is the client's IP address of the request of a context, for the audit log; nil means that none is known.
	Address func(context.Context) string
	Log     *slog.Logger
}

// server is the API with its rooms.
type server struct {
	Deps
	api huma.API
	ops []Operation
}

// Operation is an operation of the API as the table of permissions shows it.
type Operation struct {
	ID, Method, Path string // the path below Prefix
	Needs            []account.Permission
}

// Operations are all operations, in the order of registration.
func Operations() []Operation { return build(http.NewServeMux(), Deps{}).ops }

// Mount registers every operation below Prefix on mux.
func Mount(mux *http.ServeMux, d Deps) huma.API {
	if d.RequestID == nil {
		d.RequestID = func(context.Context) string { return "" }
	}
	if d.Address == nil {
		d.Address = func(context.Context) string { return "" }
	}
	inner := http.NewServeMux()
	s := build(inner, d)
	mux.Handle(Prefix+"/", &front{server: s, mux: inner})
	return s.api
}

// build registers the operations; d may be empty when nothing is going to be asked.
func build(mux *http.ServeMux, d Deps) *server {
	s := &server{Deps: d}
	s.api = humago.NewWithPrefix(mux, Prefix, s.config())
	for _, area := range []func(){
		s.catalog, s.home, s.products, s.applications, s.review, s.delisting, s.upgrades, s.files,
		s.orders, s.instances, s.wallet, s.transfers,
		s.ratings, s.questions, s.reports, s.favourites,
		s.realName, s.agreements,
		s.calls, s.keys,
		s.messages, s.messageSettings,
		s.account, s.signIn, s.tokens, s.secondFactor, s.privacy,
		s.users, s.userGrants, s.groups, s.sso, s.accessKeys,
		s.accounts,
		s.sandbox, s.health, s.audit,
		s.coupons, s.offers, s.resales, s.cashCoupons, s.salesRules, s.stocks, s.library,
		s.businessPlans, s.jointCertifications, s.assets,
		s.sellerChanges, s.sellerSupport, s.standing,
		s.admission, s.certification, s.sellerApplications, s.certifications,
	} {
		area()
	}
	s.finish()
	return s
}

// config is that of the library, without its own pages and without the links that it would add to every answer.
func (s *server) config() huma.Config {
	format := jsonFormat()
	c := huma.DefaultConfig("Souk API", "1")
	c.CreateHooks = nil
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.Formats = map[string]huma.Format{"application/json": format, "json": format}
	c.RejectUnknownQueryParameters = true
	c.Transformers = []huma.Transformer{s.translate}
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	describe(c.OpenAPI)
	return c
}
