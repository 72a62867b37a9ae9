package joint

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/web/door"
)

//go:embed locale
var locale embed.FS

// LocaleFS holds the texts of the area; all keys start with "joint.".
func LocaleFS() fs.FS { return locale }

// Deps are the rooms behind the pages.
type Deps struct {
	Joint *joint.Service
	Files *blob.Store
	Log   *slog.Logger
}

type pages struct{ Deps }

// plansURL is where business plans are.
const plansURL = "/seller/business-plans"

// Mount registers the pages.
func Mount(mux *door.Mux, d Deps) {
	p := &pages{d}
	mux.Add(p.certificationRoutes()...)
	mux.Add([]door.Route{
		{Pattern: "GET " + plansURL, Needs: account.SellerBusinessPlan, Do: p.plans},
		{Pattern: "GET " + plansURL + "/applications", Needs: account.SellerBusinessPlan, Do: p.applications},
		{Pattern: "GET " + plansURL + "/{id}", Needs: account.SellerBusinessPlan, Do: p.plan},
		{Pattern: "POST " + plansURL + "/{id}", Needs: account.SellerBusinessPlan, Do: door.Posted(p.submitPlan)},
	}...)
}

// maxQuery bounds what a filter may hold, in bytes.
const maxQuery = 200

// asked is a value of the query that any engine takes as text.
func asked(r *http.Request, name string) string {
	s := strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(r.URL.Query().Get(name), ""), "\x00", ""))
	if len(s) > maxQuery {
		s = strings.ToValidUTF8(s[:maxQuery], "")
	}
	return s
}

func from(r *http.Request) page.Request { return page.Request{Cursor: r.URL.Query().Get("cursor")} }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// number is a field that should hold a whole number; -1 when it does not.
func number(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// fileURL is where a seller sees a file of its own.
func fileURL(id string) string {
	if id == "" {
		return ""
	}
	return "/seller/files/" + id
}
