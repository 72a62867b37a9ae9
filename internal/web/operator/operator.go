package operator

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/realname"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/shopwindow"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/door"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the console, operator.*. The catalogue's own texts are needed beside them.
func LocaleFS() fs.FS { return locale }

// Deps are what the console shows and changes.
type Deps struct {
	DB         *storage.DB
	Clock      *clock.Clock
	Queue      *job.Queue
	Accounts   *account.Service
	Sellers    *seller.Service
	Catalog    *catalog.Service
	Wallet     *wallet.Service
	Ledger     *ledger.Service
	Orders     *order.Service
	Feedback   *feedback.Service
	Calls      *call.Service
	Files      *blob.Store
	Messages   *notify.Service
	RealName   *realname.Service
	Agreements *agreement.Service
	Audit      *audit.Service
	Joint      *joint.Service
	Promo      *promo.Service
	Window     *shopwindow.Service
	Sandbox    bool // the clock can be moved
	Log        *slog.Logger
}

// Mount registers the console's routes.
func Mount(mux *door.Mux, d Deps) {
	c := &console{d}
	mux.Add(c.verificationRoutes()...)
	mux.Add(c.auditLog().Routes()...)
	mux.Add(c.admissionRoutes()...)
	mux.Add(c.changeRoutes()...)
	mux.Add(c.feedbackRoutes()...)
	mux.Add(c.promoRoutes()...)
	mux.Add(c.jointRoutes()...)
	mux.Add(c.homeRoutes()...)
	mux.Add([]door.Route{
		{Pattern: "GET /operator", Needs: account.OperatorOverview, Do: c.overview},
		{Pattern: "GET /operator/applications", Needs: account.OperatorApplications, Do: c.applications},
		{Pattern: "GET /operator/applications.csv", Needs: account.OperatorApplications, Do: c.applicationsCSV},
		{Pattern: "GET /operator/applications/{id}", Needs: account.OperatorApplications, Do: c.application},
		{Pattern: "POST /operator/applications/{id}/check", Needs: account.OperatorApplications, Do: door.Posted(c.check)},
		{Pattern: "POST /operator/applications/{id}/approve", Needs: account.OperatorApplications, Do: door.Posted(c.approve)},
		{Pattern: "POST /operator/applications/{id}/reject", Needs: account.OperatorApplications, Do: door.Posted(c.reject)},
		{Pattern: "GET /operator/delistings/{id}/proof", Needs: account.OperatorApplications, Do: c.proof},
		{Pattern: "GET /operator/products", Needs: account.OperatorApplications, Do: c.products},
		{Pattern: "GET /operator/products.csv", Needs: account.OperatorApplications, Do: c.productsCSV},
		{Pattern: "GET /operator/products/{id}", Needs: account.OperatorApplications, Do: c.product},
		{Pattern: "POST /operator/products/{id}/take-down", Needs: account.OperatorApplications, Do: door.Posted(c.force("take-down", c.d.Catalog.TakeDown))},
		{Pattern: "POST /operator/products/{id}/restore", Needs: account.OperatorApplications, Do: door.Posted(c.force("restore", c.d.Catalog.Restore))},
		{Pattern: "POST /operator/products/{id}/discontinue", Needs: account.OperatorApplications, Do: door.Posted(c.force("discontinue", c.d.Catalog.Discontinue))},
		{Pattern: "GET /operator/files/{id}", Needs: account.OperatorApplications, Do: c.file},
		{Pattern: "GET /operator/sellers", Needs: account.OperatorSellers, Do: c.sellers},
		{Pattern: "GET /operator/sellers/{id}", Needs: account.OperatorSellers, Do: c.seller},
		{Pattern: "POST /operator/sellers/{id}/level", Needs: account.OperatorSellerReviews, Do: door.Posted(c.setLevel)},
		{Pattern: "POST /operator/sellers/{id}/uploads", Needs: account.OperatorSellerReviews, Do: door.Posted(c.raiseUploads)},
		{Pattern: "POST /operator/sellers/{id}/uploads/end", Needs: account.OperatorSellerReviews, Do: door.Posted(c.endUploads)},
		{Pattern: "POST /operator/sellers/{id}/hardware", Needs: account.OperatorSellerReviews, Do: door.Posted(c.setHardware)},
		{Pattern: "POST /operator/sellers/{id}/deposit", Needs: account.OperatorSellerReviews, Do: door.Posted(c.setDeposit)},
		{Pattern: "POST /operator/sellers/{id}/points", Needs: account.OperatorPenalties, Do: door.Posted(c.takePoints)},
		{Pattern: "POST /operator/sellers/{id}/points/{record}/return", Needs: account.OperatorPenalties, Do: door.Posted(c.returnPoints)},
		{Pattern: "POST /operator/sellers/{id}/penalties", Needs: account.OperatorPenalties, Do: door.Posted(c.penalise)},
		{Pattern: "POST /operator/sellers/{id}/penalties/{record}/revoke", Needs: account.OperatorPenalties, Do: door.Posted(c.revokePenalty)},
		{Pattern: "POST /operator/sellers/{id}/exits/{record}/confirm", Needs: account.OperatorSellerReviews, Do: door.Posted(c.confirmExit)},
		{Pattern: "POST /operator/sellers/{id}/exits/{record}/refuse", Needs: account.OperatorSellerReviews, Do: door.Posted(c.refuseExit)},
		{Pattern: "GET /operator/transfers", Needs: account.OperatorTransfers, Do: c.transfers},
		{Pattern: "GET /operator/transfers.csv", Needs: account.OperatorTransfers, Do: c.transfersCSV},
		{Pattern: "GET /operator/transfers/{id}", Needs: account.OperatorTransfers, Do: c.transfer},
		{Pattern: "POST /operator/transfers/{id}/confirm", Needs: account.OperatorTransfers, Do: door.Posted(c.confirm)},
		{Pattern: "POST /operator/transfers/{id}/reject", Needs: account.OperatorTransfers, Do: door.Posted(c.refuse)},
		{Pattern: "GET /operator/orders", Needs: account.OperatorOrders, Do: c.orders},
		{Pattern: "GET /operator/orders.csv", Needs: account.OperatorOrders, Do: c.ordersCSV},
		{Pattern: "GET /operator/orders/{id}", Needs: account.OperatorOrders, Do: c.order},
		{Pattern: "GET /operator/calls", Needs: account.OperatorCalls, Do: c.calls},
		{Pattern: "GET /operator/calls.csv", Needs: account.OperatorCalls, Do: c.callsCSV},
		{Pattern: "GET /operator/calls/{id}", Needs: account.OperatorCalls, Do: c.call},
		{Pattern: "GET /operator/health", Needs: account.OperatorHealth, Do: c.health},
		{Pattern: "POST /operator/health/ledger", Needs: account.OperatorHealth, Do: door.Posted(c.checkLedger)},
	}...)
	mux.Add(c.textRoutes()...)
	mux.Add(c.agreementRoutes()...)
	mux.Add(c.accountRoutes()...)
	mux.Add(c.staffRoutes()...)
}

// console answers for all pages.
type console struct{ d Deps }

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
