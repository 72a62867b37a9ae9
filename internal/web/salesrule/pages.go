package salesrule

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/salesrule"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area; all keys start with "sales.".
func LocaleFS() fs.FS { return locale }

// Deps are the rooms behind the pages.
type Deps struct {
	Rules   *salesrule.Service
	Catalog *catalog.Service
	Log     *slog.Logger
}

type pages struct{ Deps }

// The addresses of the pages.
const (
	salesURL  = "/seller/sales"
	creditURL = "/seller/credit"
	stockURL  = "/seller/stock"
)

// Mount registers the pages.
func Mount(mux *door.Mux, d Deps) {
	p := &pages{d}
	for _, k := range []desk{{salesURL, account.SellerSalesConfig}, {creditURL, account.SellerCredit}} {
		mux.Add([]door.Route{
			{Pattern: "GET " + k.url, Needs: k.needs, Do: p.products(k)},
			{Pattern: "GET " + k.url + "/customers", Needs: k.needs, Do: p.template},
			{Pattern: "GET " + k.url + "/{id}/users", Needs: k.needs, Do: p.users(k)},
			{Pattern: "GET " + k.url + "/{id}/users.csv", Needs: k.needs, Do: p.usersCSV(k)},
			{Pattern: "POST " + k.url + "/{id}/users", Needs: k.needs, Do: p.addUsers(k)},
			{Pattern: "POST " + k.url + "/{id}/users/remove", Needs: k.needs, Do: door.Posted(p.removeUser(k))},
		}...)
	}
	mux.Add([]door.Route{
		{Pattern: "GET " + salesURL + "/{id}", Needs: account.SellerSalesConfig, Do: p.sheet(tabTarget)},
		{Pattern: "POST " + salesURL + "/{id}", Needs: account.SellerSalesConfig, Do: door.Posted(p.setTarget)},
		{Pattern: "GET " + salesURL + "/{id}/limits", Needs: account.SellerSalesConfig, Do: p.sheet(tabLimits)},
		{Pattern: "POST " + salesURL + "/{id}/limits", Needs: account.SellerSalesConfig, Do: door.Posted(p.setLimits)},
		{Pattern: "GET " + salesURL + "/{id}/trials", Needs: account.SellerSalesConfig, Do: p.sheet(tabTrials)},
		{Pattern: "POST " + salesURL + "/{id}/trials", Needs: account.SellerSalesConfig, Do: door.Posted(p.setTrials)},
		{Pattern: "GET " + creditURL + "/{id}", Needs: account.SellerCredit, Do: p.sheet(tabCredit)},
		{Pattern: "POST " + creditURL + "/{id}", Needs: account.SellerCredit, Do: door.Posted(p.setCredit)},
		{Pattern: "GET " + stockURL, Needs: account.SellerStock, Do: p.stocks},
		{Pattern: "GET " + stockURL + ".csv", Needs: account.SellerStock, Do: p.stocksCSV},
		{Pattern: "GET " + stockURL + "/{id}", Needs: account.SellerStock, Do: p.stock},
		{Pattern: "GET " + stockURL + "/{id}/history.csv", Needs: account.SellerStock, Do: p.historyCSV},
		{Pattern: "POST " + stockURL + "/{id}", Needs: account.SellerStock, Do: door.Posted(p.setStock)},
		{Pattern: "POST " + stockURL + "/{id}/warning", Needs: account.SellerStock, Do: door.Posted(p.setWarning)},
	}...)
}

// desk is the pages of the sales rules, or those of credit.
type desk struct {
	url   string
	needs account.Permission
}

func (k desk) credit() bool { return k.url == creditURL }

// words is a text that differs between the two.
func (k desk) words(ctx context.Context, key string) string {
	if k.credit() {
		return ui.T(ctx, "sales.credit."+key)
	}
	return ui.T(ctx, "sales.rules."+key)
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

func from(r *http.Request) page.Request { return page.Request{Cursor: r.URL.Query().Get("cursor")} }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// number is a field that should hold a whole number; -1 when it does not, which no rule allows.
func number(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil {
		return -1
	}
	return n
}
