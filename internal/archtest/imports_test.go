package archtest

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ranks is the height of every package: it may import packages of a lower rank only. A folder below internal/ that is
// not here fails the test, so nobody gets a rank by accident.
var ranks = map[string]int{
	"internal/kernel/apperr": 0, "internal/kernel/clock": 0, "internal/kernel/id": 0, "internal/kernel/money": 0,
	"internal/kernel/period": 0, "internal/kernel/page": 0, "internal/kernel/secret": 0, "internal/kernel/i18n": 0,
	"internal/kernel/state": 0, "internal/kernel/richtext": 0, "internal/kernel/crash": 0,
	"internal/kernel/sheet": 0, "internal/kernel/document": 0, "internal/kernel/country": 0, "internal/kernel/textdiff": 0,
	"internal/wire": 0, "internal/wire/kit": 1, "internal/wire/saasv1": 1, "internal/wire/saasv2": 1, "internal/price": 1,
	"internal/storage": 2, "internal/storage/storetest": 2, "internal/storage/migrations": 1, // only the SQL files
	"internal/egress": 2,
	"internal/blob":   3, "internal/job": 3, "internal/audit": 3,
	"internal/asset/clamd": 1, "internal/asset/vuln": 1, "internal/asset/pack": 1,
	"internal/search": 4,
	"internal/notify": 4, "internal/notify/smtptest": 4,
	"internal/account": 5, "internal/account/totp": 4, "internal/account/passkey": 4, "internal/account/passkeytest": 5,
	"internal/ledger": 6, "internal/agreement": 6, "internal/sso": 6, "internal/realname": 6,
	"internal/wallet": 7, "internal/wallet/testgateway": 7,
	"internal/seller":  8,
	"internal/catalog": 9, "internal/joint": 9, "internal/asset": 9,
	"internal/call": 10, "internal/promo": 10,
	"internal/instance": 11, "internal/salesrule": 11,
	"internal/feedback": 12,
	"internal/delivery": 12, "internal/delivery/saas": 12,
	"internal/order":      13,
	"internal/shopwindow": 14, "internal/sandbox": 14, "internal/privacy": 14,
	"internal/api": 20, "internal/web/ui": 20, "internal/web/ui/gallery": 20,
	"internal/web/door": 21, "internal/web/menu": 21, "internal/web/entryform": 21, "internal/web/shopfront": 21, "internal/web/opinion": 21, "internal/web/promoview": 21, "internal/web/checkview": 21, "internal/web/upgradeview": 21, "internal/web/jointview": 21, "internal/web/upload": 22, "internal/web/specform": 22, "internal/web/auditview": 22,
	"internal/web/store": 23, "internal/web/buyer": 23, "internal/web/seller": 23, "internal/web/operator": 23,
	"internal/web/auth": 23, "internal/web/dev": 23, "internal/web/sandbox": 23, "internal/web/apidocs": 23,
	"internal/web/org": 23, "internal/web/sso": 23, "internal/web/admission": 23, "internal/web/messages": 23, "internal/web/realname": 23, "internal/web/sellerinfo": 23, "internal/web/agreements": 23, "internal/web/privacy": 23, "internal/web/promo": 23, "internal/web/salesrule": 23, "internal/web/joint": 23,
	"internal/web/ui/uitest": 21,
	"internal/demo":          24, "internal/demo/isvserver": 24, "internal/demo/content": 24,
	"internal/bench": 25, "internal/catalogfile": 1, "internal/app": 30, "internal/app/apptest": 40, "cmd/souk": 32,

	// Outside the house: tools that read its sources, and the tests of the whole.
	"internal/tools/errdefs": 1, "internal/tools/errlist": 40, "internal/archtest": 40, "e2e": 41, "e2e/misseller": 39,
	"internal/demo/content/gen": 40,

	// A seller's own program imports this one: it must not drag the house along.
	"isv": 0,
}

// sameRank are the imports between packages of one rank that are allowed, and why.
var sameRank = []struct{ from, to, why string }{
	{"internal/kernel/", "internal/kernel/", "the kernel is one floor of small pure packages; the compiler forbids a circle"},
	{"internal/storage/storetest", "internal/storage", "it opens databases for the tests of other rooms"},
	{"internal/delivery/saas", "internal/delivery", "a delivery type fills the interface that delivery declares"},
	{"internal/web/ui/gallery", "internal/web/ui", "it shows every component of ui on one page"},
	{"internal/wallet/testgateway", "internal/wallet", "a payment provider fills the interface that wallet declares"},
	{"internal/demo", "internal/demo/isvserver", "the demo seller's server, a program of somebody else's that demo starts"},
	{"internal/demo", "internal/demo/content", "the texts of the demo's products, kept apart from the code that sells them"},
}

func sameRankAllowed(from, to string) bool {
	for _, pair := range sameRank {
		prefix := strings.HasSuffix(pair.from, "/")
		if prefix && strings.HasPrefix(from, pair.from) && strings.HasPrefix(to, pair.to) || from == pair.from && to == pair.to {
			return true
		}
	}
	return false
}

// upward finds imports that do not point down, and packages that have no rank.
func upward(t *tree) []fault {
	var out []fault
	unranked := map[string]bool{}
	for _, f := range t.files {
		from, ok := ranks[f.dir]
		if !ok {
			if !unranked[f.dir] {
				out = append(out, fault{f.dir, "has no rank"})
			}
			unranked[f.dir] = true
			continue
		}
		for _, spec := range f.ast.Imports {
			p, _ := strconv.Unquote(spec.Path.Value)
			to, inside := strings.CutPrefix(p, module+"/")
			if !inside || to == f.dir || f.test && strings.HasSuffix(path.Base(to), "test") || f.test && strings.HasSuffix(f.ast.Name.Name, "_test") {
				continue // a test imports the package it tests, and the test kit of another room; an external test drives a whole market
			}
			rank, ok := ranks[to]
			switch {
			case !ok: // reported where that package is
			case f.dir == "isv":
				out = append(out, fault{f.at(spec), "isv imports " + to})
			case rank > from:
				out = append(out, fault{f.at(spec), fmt.Sprintf("rank %d imports %s of rank %d", from, to, rank)})
			case rank == from && !sameRankAllowed(f.dir, to):
				out = append(out, fault{f.at(spec), fmt.Sprintf("imports its neighbour %s (both rank %d)", to, rank)})
			}
		}
	}
	return out
}

func TestImportsPointDownTheList(t *testing.T) {
	t.Parallel()
	hold(t, upward, "talk upward by an event (job.Publish) or by a one-method interface that the lower room declares and app passes in; "+
		"give a new package its rank in `ranks`")
}

func TestImportRuleSeesUpwardSidewardAndUnrankedPackages(t *testing.T) {
	t.Parallel()
	breaks(t, upward, map[string]string{
		"internal/order/a.go":         "package order\n\nimport (\n\t_ \"" + module + "/internal/wallet\"\n\t_ \"" + module + "/internal/kernel/id\"\n)",
		"internal/wallet/a.go":        "package wallet\n\nimport _ \"" + module + "/internal/order\"",
		"internal/web/store/a.go":     "package store\n\nimport _ \"" + module + "/internal/web/buyer\"",
		"internal/kernel/page/a.go":   "package page\n\nimport _ \"" + module + "/internal/kernel/apperr\"",
		"internal/order/a_test.go":    "package order_test\n\nimport _ \"" + module + "/internal/storage/storetest\"",
		"internal/surprise/a.go":      "package surprise",
		"isv/a.go":                    "package isv\n\nimport _ \"" + module + "/internal/kernel/id\"",
		"internal/delivery/saas/a.go": "package saas\n\nimport _ \"" + module + "/internal/delivery\"",
	}, "internal/wallet/a.go:3", "internal/web/store/a.go:3", "internal/surprise", "isv/a.go:3")
}

// confined says where a module of others may be imported. What only one room knows, one room can replace.
var confined = map[string][]exception{
	"github.com/danielgtaylor/huma":      {{"internal/api", "our own JSON API"}},
	"github.com/riverqueue/river":        {{"internal/job", "jobs"}, {"internal/storage", "creates the tables of River beside ours"}},
	"github.com/pressly/goose":           {{"internal/storage", "migrations"}},
	"modernc.org/sqlite":                 {{"internal/storage", "SQLite"}},
	"github.com/jackc/pgx":               {{"internal/storage", "PostgreSQL"}},
	"code.dny.dev/ssrf":                  {{"internal/egress", "the guard of the one outgoing client"}},
	"github.com/wneessen/go-mail":        {{"internal/notify", "mail"}},
	"github.com/alecthomas/kong":         {{"cmd/souk", "command line"}, {"internal/app", "settings by flag and variable"}},
	"github.com/gabriel-vasile/mimetype": {{"internal/blob", "the real type of an upload"}},
	"github.com/xuri/excelize/v2":        {{"internal/web/specform", "workbooks of SKU prices"}},
	"go.yaml.in/yaml/v3":                 {{"internal/catalogfile", "products as files"}},
	"github.com/alexedwards/scs":         {{"internal/account", "sessions"}, {"internal/web", "sessions"}, {"internal/app", "sessions"}},
	"github.com/a-h/templ":               {{"internal/web", "pages"}, {"internal/demo", "the demo seller's page"}, {"internal/app", "error pages"}},
	"github.com/microcosm-cc/bluemonday": {{"internal/kernel/richtext", "seller-written rich text"}},
	"github.com/chromedp":                {{"e2e", "browser tests"}},
	"github.com/PuerkitoBio/goquery":     {{"e2e", "reads pages in tests"}, {"internal/web", "reads pages in tests"}, {"internal/demo/isvserver", "reads pages in tests"}, {"internal/app", "reads pages in tests"}, {"internal/app/apptest", "reads pages in tests"}},
	"github.com/coreos/go-oidc":          {{"internal/sso", "enterprise login"}},
	"golang.org/x/oauth2":                {{"internal/sso", "enterprise login"}},
	"github.com/go-jose/go-jose":         {{"internal/sso", "the provider of its tests signs with it"}},
	"github.com/pquerna/otp":             {{"internal/account/totp", "codes of authenticator apps"}},
	"github.com/go-webauthn/webauthn":    {{"internal/account/passkey", "passkeys"}},
	"github.com/blevesearch":             {{"internal/search", "the index of terms"}},
	"go.etcd.io/bbolt":                   {{"internal/search", "the root file of an index of terms"}},
	"github.com/mozillazg/go-pinyin":     {{"internal/search", "how characters are read"}},
	"golang.org/x/crypto/argon2":         {{"internal/account", "passwords"}},
	"github.com/google/uuid":             {{"nowhere", "ids come from kernel/id"}},
	"github.com/stretchr/testify":        {{"nowhere", "tests use the standard library and go-cmp"}},
	"log":                                {{"nowhere", "*slog.Logger, by constructor"}},
	"math/rand":                          {{"nowhere", "math/rand/v2 in tests and benchmarks, crypto/rand where somebody could guess"}},
	"io/ioutil":                          {{"nowhere", "gone from the language: io and os have it"}},
	"github.com/pkg/errors":              {{"nowhere", "fmt.Errorf with %w"}},
	"github.com/mattn/go-sqlite3":        {{"nowhere", "needs cgo"}},
	"github.com/lib/pq":                  {{"nowhere", "pgx"}},
	"github.com/tidwall/gjson":           {{"nowhere", "encoding/json"}},
	"golang.org/x/exp":                   {{"nowhere", "no promises are made for it"}},
	"net/smtp":                           {{"nowhere", "go-mail"}},
	"text/template":                      {{"internal/tools", "writes documents, not pages"}},
	"html/template":                      {{"internal/demo/isvserver", "stands for a seller's own program; our pages are templ components"}},
}

// strays finds imports of a confined module outside its rooms.
func strays(t *tree) []fault {
	var out []fault
	for _, f := range t.files {
		for _, spec := range f.ast.Imports {
			p, _ := strconv.Unquote(spec.Path.Value)
			for mod, rooms := range confined {
				if mod == "log" && f.test {
					continue // http.Server.ErrorLog of a test server
				}
				if (p == mod || strings.HasPrefix(p, mod+"/") && mod != "log" && mod != "math/rand") && !f.in(rooms...) {
					out = append(out, fault{f.at(spec), p + " belongs to " + placesOf(rooms)})
				}
			}
		}
	}
	return out
}

func placesOf(rooms []exception) string {
	var names []string
	for _, r := range rooms {
		names = append(names, fmt.Sprintf("%s (%s)", r.where, r.why))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func TestModulesOfOthersStayInTheirRooms(t *testing.T) {
	t.Parallel()
	hold(t, strays, "use the room that wraps the module, or add the room to `confined` with its reason")
}

func TestConfinementRuleSeesAStrayImport(t *testing.T) {
	t.Parallel()
	breaks(t, strays, map[string]string{
		"internal/order/a.go":       "package order\n\nimport _ \"github.com/riverqueue/river/rivertype\"",
		"internal/job/a.go":         "package job\n\nimport _ \"github.com/riverqueue/river\"",
		"internal/storage/pg/a.go":  "package pg\n\nimport _ \"github.com/jackc/pgx/v5/stdlib\"",
		"internal/wallet/a_test.go": "package wallet\n\nimport _ \"github.com/stretchr/testify/require\"",
		"internal/wallet/b.go":      "package wallet\n\nimport _ \"log/slog\"",
		"internal/wallet/c.go":      "package wallet\n\nimport _ \"log\"",
	}, "internal/order/a.go:3", "internal/wallet/a_test.go:3", "internal/wallet/c.go:3")
}
