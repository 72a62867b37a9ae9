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
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
	sellers "github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of this area; all keys start with "seller.". The pages also use those of catalog.LocaleFS.
func LocaleFS() fs.FS { return locale }

// Deps are the rooms behind the pages.
type Deps struct {
	Catalog  *catalog.Service
	Calls    *call.Service
	Orders   *order.Service
	Sellers  *sellers.Service
	Feedback *feedback.Service
	Joint    *joint.Service
	Blobs    *blob.Store
	People   catalog.People
	BaseURL  string // of the marketplace, for links to copy: "https://souk.example.com"
	Log      *slog.Logger
}

type pages struct{ Deps }

// Mount registers the pages under /seller.
func Mount(mux *door.Mux, d Deps) {
	p := &pages{d}
	mux.Add([]door.Route{
		{Pattern: "GET /seller", Needs: account.SellerOverview, Do: p.overview, Else: menu.SellerInstead},
		{Pattern: "GET /seller/products", Needs: account.SellerProducts, Do: p.products},
		{Pattern: "GET /seller/products.csv", Needs: account.SellerProducts, Do: p.productsCSV},
		{Pattern: "GET /seller/products/{id}", Needs: account.SellerProducts, Do: p.product},
		{Pattern: "POST /seller/products/{id}/modify", Needs: account.SellerApplications, Do: door.Posted(p.modify)},
		{Pattern: "GET /seller/products/{id}/delist", Needs: account.SellerApplications, Do: p.delist},
		{Pattern: "POST /seller/products/{id}/delist", Needs: account.SellerApplications, Do: p.askDelist},
		{Pattern: "GET /seller/products/{id}/upgrades", Needs: account.SellerApplications, Do: p.upgrades},
		{Pattern: "POST /seller/products/{id}/upgrades", Needs: account.SellerApplications, Do: door.Posted(p.saveUpgrade)},
		{Pattern: "GET /seller/products/{id}/upgrades/new", Needs: account.SellerApplications, Do: p.newUpgrade},
		{Pattern: "POST /seller/upgrades/{id}/end", Needs: account.SellerApplications, Do: door.Posted(p.endUpgrade)},
		{Pattern: "GET /seller/delistings/{id}/proof", Needs: account.SellerApplications, Do: p.proof},
		{Pattern: "POST /seller/products/{id}/grants", Needs: account.MainUser, Do: door.Posted(p.setGrants)},
		{Pattern: "GET /seller/applications", Needs: account.SellerApplications, Do: p.applications},
		{Pattern: "GET /seller/applications.csv", Needs: account.SellerApplications, Do: p.applicationsCSV},
		{Pattern: "GET /seller/applications/new", Needs: account.SellerApplications, Do: p.newApplication},
		{Pattern: "POST /seller/applications/new", Needs: account.SellerApplications, Do: p.saveApplication},
		{Pattern: "GET /seller/applications/changes", Needs: account.SellerStorefront, Do: p.changes},
		{Pattern: "GET /seller/applications/changes.csv", Needs: account.SellerStorefront, Do: p.changesCSV},
		{Pattern: "GET /seller/applications/{id}", Needs: account.SellerApplications, Do: p.application},
		{Pattern: "POST /seller/applications/{id}", Needs: account.SellerApplications, Do: p.saveApplication},
		{Pattern: "GET /seller/applications/{id}/preview", Needs: account.SellerApplications, Do: p.preview},
		{Pattern: "POST /seller/applications/{id}/submit", Needs: account.SellerApplications, Do: door.Posted(p.submit)},
		{Pattern: "POST /seller/applications/{id}/check", Needs: account.SellerApplications, Do: door.Posted(p.check)},
		{Pattern: "POST /seller/applications/{id}/withdraw", Needs: account.SellerApplications, Do: door.Posted(p.withdraw)},
		{Pattern: "POST /seller/applications/{id}/revise", Needs: account.SellerApplications, Do: door.Posted(p.revise)},
		{Pattern: "POST /seller/applications/{id}/delete", Needs: account.SellerApplications, Do: door.Posted(p.deleteDraft)},
		{Pattern: "GET /seller/applications/{id}/specs/{n}", Needs: account.SellerApplications, Do: p.spec},
		{Pattern: "POST /seller/applications/{id}/specs/{n}", Needs: account.SellerApplications, Do: p.saveSpec},
		{Pattern: "GET /seller/applications/{id}/specs/{n}/prices.xlsx", Needs: account.SellerApplications, Do: p.exportSheet},
		{Pattern: "POST /seller/applications/{id}/specs/{n}/import", Needs: account.SellerApplications, Do: p.importSheet},
		{Pattern: "GET /seller/attributes", Needs: account.SellerApplications, Do: p.library},
		{Pattern: "GET /seller/attributes/new", Needs: account.SellerApplications, Do: p.attribute},
		{Pattern: "POST /seller/attributes/new", Needs: account.SellerApplications, Do: door.Posted(p.saveAttribute)},
		{Pattern: "GET /seller/attributes/{id}", Needs: account.SellerApplications, Do: p.attribute},
		{Pattern: "POST /seller/attributes/{id}", Needs: account.SellerApplications, Do: door.Posted(p.saveAttribute)},
		{Pattern: "POST /seller/attributes/{id}/delete", Needs: account.SellerApplications, Do: door.Posted(p.dropAttribute)},
		{Pattern: "GET /seller/files/{id}", Needs: account.SellerApplications, Do: p.file},
		{Pattern: "GET /seller/standing", Needs: account.SellerInfo, Do: p.standing},
		{Pattern: "POST /seller/standing/exit", Needs: account.MainUser, Do: door.Posted(p.requestExit)},
		{Pattern: "POST /seller/standing/exit/withdraw", Needs: account.MainUser, Do: door.Posted(p.withdrawExit)},
		{Pattern: "GET /seller/keys", Needs: account.SellerKeys, Do: p.keys},
		{Pattern: "POST /seller/keys", Needs: account.SellerKeys, Do: door.Posted(p.createKey)},
		{Pattern: "POST /seller/keys/{id}/activate", Needs: account.SellerKeys, Do: door.Posted(p.activateKey)},
		{Pattern: "POST /seller/keys/{id}/discard", Needs: account.SellerKeys, Do: door.Posted(p.discardKey)},
		{Pattern: "GET /seller/calls", Needs: account.SellerCalls, Do: p.calls},
		{Pattern: "GET /seller/calls.csv", Needs: account.SellerCalls, Do: p.callsCSV},
		{Pattern: "GET /seller/calls/{id}", Needs: account.SellerCalls, Do: p.call},
		{Pattern: "POST /seller/calls/{id}/restart", Needs: account.SellerCalls, Do: door.Posted(p.restart)},
		{Pattern: "POST /seller/calls/{id}/curl", Needs: account.SellerCalls, Do: door.Posted(p.curl)},
		{Pattern: "GET /seller/ratings", Needs: account.SellerRatings, Do: p.ratings},
		{Pattern: "GET /seller/ratings.csv", Needs: account.SellerRatings, Do: p.ratingsCSV},
		{Pattern: "GET /seller/ratings/{id}", Needs: account.SellerRatings, Do: p.rating},
		{Pattern: "POST /seller/ratings/{id}/reply", Needs: account.SellerRatings, Do: door.Posted(p.replyRating)},
		{Pattern: "POST /seller/ratings/{id}/negotiate", Needs: account.SellerRatings, Do: door.Posted(p.negotiateRating)},
		{Pattern: "GET /seller/questions", Needs: account.SellerQuestions, Do: p.questions},
		{Pattern: "GET /seller/questions/{id}", Needs: account.SellerQuestions, Do: p.question},
		{Pattern: "POST /seller/questions/{id}/answer", Needs: account.SellerQuestions, Do: door.Posted(p.answerQuestion)},
		{Pattern: "GET /seller/orders", Needs: account.SellerOrders, Do: p.orders},
		{Pattern: "GET /seller/orders.csv", Needs: account.SellerOrders, Do: p.ordersCSV},
		{Pattern: "GET /seller/orders/{id}", Needs: account.SellerOrders, Do: p.order},
	}...)
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
