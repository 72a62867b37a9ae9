package app_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
)

// publicURL lets people of the world have passkeys, which are bound to a host name.
const publicURL = "http://localhost:8080"

// key is the address of an operation up to its last place, by which the world knows what the places name; "" without one.
func key(o app.Operation) string {
	_, address := parts(o)
	return address[:strings.LastIndex(address, "}")+1]
}

// there fills the places with what they name, and missing with what nobody has: an id of the same form.
func (x thing) there(place string) string { return x.at[strings.Trim(place, "{}")] }

func (x thing) missing(place string) string {
	at := x.there(place)
	if place == "{field}" || place == "{version}" || place == "{n}" { // the name of a part of the thing
		return at
	}
	i := len(at) - 5 // not at the end: the next thing of the same moment may have the next id
	other := "0"
	if at[i] == '0' {
		other = "1"
	}
	return at[:i] + other + at[i+1:]
}

// bodies are what goes with an operation where the empty form, or {}, would be refused before anybody asks whose the thing is.
func (w *world) bodies() map[string]sent {
	const days = `{"from": "2026-12-01", "to": "2026-12-31"}`
	const planned = `[{"year": 2026, "gmv": {"amount": "1", "currency": "CNY"}, "projects": 1}, {"year": 2027, "gmv": {"amount": "1", "currency": "CNY"}, "projects": 1}, {"year": 2028, "gmv": {"amount": "1", "currency": "CNY"}, "projects": 1}]`
	const hours = `{"days": [1], "from": "09:00", "to": "18:00"}`
	return map[string]sent{
		"POST /buyer/ratings/{id}/follow-up":                  {body: "text=still+good"},
		"POST /buyer/ratings/{id}/negotiate":                  {body: "text=hello"},
		"POST /seller/ratings/{id}/reply":                     {body: "text=thank+you"},
		"POST /seller/ratings/{id}/negotiate":                 {body: "text=hello"},
		"POST /seller/questions/{id}/answer":                  {body: "text=it+does"},
		"POST /operator/ratings/{id}/hide":                    {body: "reason=advertising"},
		"POST /operator/questions/{id}/hide":                  {body: "reason=advertising"},
		"POST /operator/reports/{id}":                         {body: "outcome=accepted&note=looked+into"},
		"POST /api/v1/instances/{id}/rating":                  {body: `{"scores": {"quality": 5, "service": 5, "delivery": 5}}`},
		"PUT /api/v1/ratings/{id}":                            {body: `{"scores": {"quality": 5, "service": 5, "delivery": 5}}`},
		"POST /api/v1/ratings/{id}/follow-up":                 {body: `{"text": "still good"}`},
		"POST /api/v1/ratings/{id}/reply":                     {body: `{"text": "thank you"}`},
		"POST /api/v1/ratings/{id}/messages":                  {body: `{"text": "hello"}`},
		"POST /api/v1/ratings/{id}/hide":                      {body: `{"reason": "advertising"}`},
		"POST /api/v1/questions/{id}/answer":                  {body: `{"text": "it does"}`},
		"POST /api/v1/questions/{id}/hide":                    {body: `{"reason": "advertising"}`},
		"POST /api/v1/reports/{id}/decide":                    {body: `{"outcome": "accepted", "note": "looked into"}`},
		"POST /account/security/passkeys/{id}/rename":         {body: "name=mine"},
		"POST /seller/support/groups/{id}":                    {body: "rev=1&name_zh=%E5%94%AE%E5%90%8E&phone=021-50000001&email=a@b.example&hours=1&hours_from=09:00&hours_to=18:00"},
		"DELETE /api/v1/applications/{id}":                    {query: "?rev=1"},
		"PUT /api/v1/applications/{id}":                       {body: `{"rev": 1, "content": {}}`},
		"POST /api/v1/applications/{id}/submit":               {body: `{"rev": 1}`},
		"POST /api/v1/technical-certificates/{id}/withdraw":   {body: `{"rev": 1}`},
		"POST /api/v1/technical-certificates/{id}/revoke":     {body: `{"rev": 1, "reason": "good enough"}`},
		"PUT /api/v1/groups/{id}":                             {body: `{"name": "G", "permissions": []}`},
		"POST /api/v1/me/contacts/{id}/confirm":               {body: `{"code": "123456"}`},
		"PUT /api/v1/me/passkeys/{id}":                        {body: `{"name": "mine"}`},
		"POST /api/v1/me/passkeys/{id}/delete":                {body: `{"proof": "` + password + `"}`},
		"PUT /api/v1/messages/contacts/{id}":                  {body: `{"name": "Ann", "email": "ann@example.com", "classes": [901]}`},
		"GET /api/v1/seller-applications/{id}/document":       {query: "?field=logo"},
		"GET /api/v1/seller-changes/{id}/document":            {query: "?field=media"},
		"GET /api/v1/verifications/{id}/document":             {query: "?field=front"},
		"PUT /api/v1/seller/products/{id}/grants":             {body: `{"users": []}`},
		"POST /api/v1/seller/products/{id}/stock":             {body: `{"spec_id": "` + w.spec + `", "delta": 1}`},
		"PUT /api/v1/seller/products/{id}/stock-warning":      {body: `{"spec_id": "` + w.spec + `", "warn_at": 1}`},
		"PUT /api/v1/seller/attributes/{id}":                  {body: `{"rev": 1, "kind": "quantity", "code": "seats", "name": {"zh": "席位"}, "min": 1, "max": 9, "step": 1}`},
		"DELETE /api/v1/seller/attributes/{id}":               {query: "?rev=1"},
		"POST /seller/attributes/{id}":                        {body: "plan.attributes.0.kind=quantity&rev=1"},
		"POST /seller/attributes/{id}/delete":                 {body: "rev=1"},
		"PUT /api/v1/seller/products/{id}/sales-target":       {body: `{"rev": 0, "target": "all"}`},
		"PUT /api/v1/seller/products/{id}/purchase-limits":    {body: `{"rev": 0, "specs": []}`},
		"PUT /api/v1/seller/products/{id}/trial-lists":        {body: `{"rev": 0, "specs": []}`},
		"PUT /api/v1/seller/products/{id}/credit-control":     {body: `{"rev": 0, "credit_cash": "off", "credit_line": "off"}`},
		"GET /api/v1/seller/products/{id}/named-customers":    {query: "?list=target"},
		"POST /api/v1/seller/products/{id}/named-customers":   {query: "?list=target", body: `{"customers": [{"id": "acc_x", "name": "X"}]}`},
		"DELETE /api/v1/seller/products/{id}/named-customers": {query: "?list=target&account_id=" + w.Buyer.ID},
		"DELETE /api/v1/support/groups/{id}":                  {query: "?rev=1"},
		"PUT /api/v1/support/groups/{id}":                     {body: `{"rev": 1, "name": {"zh": "售后组"}, "phone": "021-50000001", "email": "a@b.example", "hours": ` + hours + `}`},
		"PUT /api/v1/users/{id}":                              {body: `{"name": "N"}`},
		"PUT /api/v1/users/{id}/products":                     {body: `{"products": []}`},
		"POST /api/v1/users/{id}/password":                    {body: `{"password": "` + password + `"}`},
		"POST /api/v1/wallet/top-ups/{id}/submit":             {body: `{"bank_reference": "B2"}`},
		"PUT /api/v1/coupon-batches/{id}":                     {body: `{"rev": 1, "terms": {"name": {}, "amount": 1, "validity": ` + days + `, "items": [], "total": 1, "per_buyer": 1}}`},
		"POST /api/v1/coupon-batches/{id}/publish":            {body: `{"rev": 1}`},
		"POST /api/v1/coupon-batches/{id}/withdraw":           {body: `{"rev": 1}`},
		"POST /api/v1/coupon-batches/{id}/void":               {body: `{"rev": 1}`},
		"PUT /api/v1/test-coupon-batches/{id}":                {body: `{"rev": 1, "terms": {"name": {}, "amount": 1, "validity": ` + days + `, "items": [], "total": 1, "per_buyer": 1}}`},
		"POST /api/v1/test-coupon-batches/{id}/publish":       {body: `{"rev": 1}`},
		"POST /api/v1/test-coupon-batches/{id}/withdraw":      {body: `{"rev": 1}`},
		"POST /api/v1/test-coupon-batches/{id}/void":          {body: `{"rev": 1}`},
		"POST /api/v1/private-offers/{id}/revoke":             {body: `{"rev": 1}`},
		"PUT /api/v1/resale-discounts/{id}":                   {body: `{"rev": 1, "percent": "80", "validity": ` + days + `}`},
		"POST /api/v1/resale-discounts/{id}/invalidate":       {body: `{"rev": 1}`},
		"GET /seller/products/{id}/upgrades/new":              {query: "?spec=" + w.spec},
		"POST /seller/products/{id}/upgrades":                 {body: "do=save&spec=" + w.spec},
		"POST /api/v1/seller/products/{id}/upgrade-rules":     {body: `{"rule": {"spec_id": "` + w.spec + `"}}`},
		"POST /api/v1/seller/products/{id}/delisting":         {body: `{"reason": "no longer served", "proof": "blb_x"}`},
		"PUT /api/v1/joint-certifications/{id}":               {body: `{"rev": 1, "form": {}}`},
		"POST /api/v1/joint-certifications/{id}/submit":       {body: `{"rev": 1}`},
		"POST /api/v1/joint-certifications/{id}/docking":      {body: `{"rev": 1, "docking": {"kind": "kit", "file": "blb_x"}}`},
		"PUT /api/v1/assets/{id}":                             {body: `{"rev": 2, "form": {"name": "app"}}`},
		"DELETE /api/v1/assets/{id}":                          {query: "?rev=2"},
		"GET /api/v1/assets/{id}/file":                        {query: "?file=package"},
		"POST /api/v1/assets/{id}/submit":                     {body: `{"rev": 2}`},
		"POST /api/v1/assets/{id}/appeal":                     {body: `{"rev": 2, "text": "it is a sample", "file": "blb_x"}`},
		"POST /api/v1/business-plans/{id}":                    {body: `{"version": 0, "years": ` + planned + `}`},
		"POST /operator/home/items/{id}":                      {body: "rev=2&do=switch"},
		"POST /operator/home/floors/{id}":                     {body: "rev=2&kind=newest&size=8"},
		"POST /operator/products/{id}/take-down":              {body: "reason=violations"},
		"POST /operator/products/{id}/restore":                {body: "reason=put+right"},
		"POST /operator/products/{id}/discontinue":            {body: "reason=violations"},
		"POST /api/v1/review/products/{id}/take-down":         {body: `{"reason": "violations"}`},
		"POST /api/v1/review/products/{id}/restore":           {body: `{"reason": "put right"}`},
		"POST /api/v1/review/products/{id}/discontinue":       {body: `{"reason": "violations"}`},
	}
}

func (w *world) send(o app.Operation, who account.Actor, fill func(string) string) *httptest.ResponseRecorder {
	w.t.Helper()
	with, ok := w.bodies()[o.Name]
	if method, _ := parts(o); !ok && o.API && method != http.MethodGet {
		with.body = "{}"
	}
	return w.walker.send(o, who, fill, with)
}

// moment is a time on a page, such as that of the sandbox.
var moment = regexp.MustCompile(`<time[^>]*>[^<]*</time>`)

// told is everything by which an answer could tell a thing that is there from one that is not: its ids and that of the request left out.
func (x thing) told(res *httptest.ResponseRecorder) string {
	ids := []string{res.Header().Get("X-Request-Id"), "REQUEST"}
	for place := range x.at {
		ids = append(ids, x.there(place), "ID", x.missing("{"+place+"}"), "ID")
	}
	all := fmt.Sprintf("%d %s %s\n%s", res.Code, res.Header().Get("Location"), res.Header().Get("Set-Cookie"), res.Body)
	return strings.NewReplacer(ids...).Replace(moment.ReplaceAllString(all, ""))
}

// owner is the first owner of the thing that the operation lets in.
func (x thing) owner(o app.Operation) (account.Actor, bool) {
	i := slices.IndexFunc(x.owners, o.Allows)
	if i < 0 {
		return account.Actor{}, false
	}
	return x.owners[i], true
}

// open reports whether strangers may ask the operation about the thing too.
func (x thing) open(o app.Operation) bool {
	return x.why != "" && (len(x.owners) == 0 || slices.Contains(o.Needs, account.Public))
}

// The walk of strangers: nobody reads, changes or even learns of what belongs to another tenant, by no address. Every
// operation whose address has a place is asked with an id that is really there.
func TestWhatBelongsToAnotherTenantIsNotThere(t *testing.T) {
	t.Parallel()
	apptest.RunWith(t, app.Settings{URL: publicURL}, func(t *testing.T, m *apptest.Market) {
		w := newWorld(t, m)
		var ops []app.Operation
		named := map[string]bool{}
		for _, o := range w.ops {
			if key(o) == "" {
				continue
			}
			named[key(o)] = true
			x, known := w.things[key(o)]
			if _, owned := x.owner(o); !known || !owned && !x.open(o) {
				t.Errorf("%s: the world has nothing for %s whose owner it lets in: add it, or the reason why strangers see it", o.Name, key(o))
			} else if !x.open(o) {
				ops = append(ops, o)
			}
		}
		for address := range w.things {
			if !named[address] {
				t.Errorf("no operation has the address %s: take it out of the world", address)
			}
		}
		w.walkAsOwners(ops, w.walkAsStrangers(ops))
	})
}

// walkAsStrangers returns who walked. They come after the count of what is there, so nothing of that is theirs.
func (w *world) walkAsStrangers(ops []app.Operation) map[string]account.Actor {
	w.t.Helper()
	before, strangers := w.rows(), w.strangers()
	for role, who := range strangers {
		for _, o := range ops {
			x := w.things[key(o)]
			if who.ID == "" && !o.Allows(who) { // sent to sign in, as the walk of roles proves
				continue
			}
			res, none := w.send(o, who, x.there), w.send(o, who, x.missing)
			want := http.StatusNotFound
			if o.Name == "POST /api/v1/me/contacts/{id}/confirm" { // a ticket that is not there is told from an old one by nobody
				want = http.StatusConflict
			}
			if !o.Allows(who) {
				want = http.StatusForbidden
			}
			if res.Code != want {
				w.t.Errorf("%s as %s: %d, want %d (a body that is refused first belongs into bodies): %.300s", o.Name, role, res.Code, want, res.Body)
			} else if diff := cmp.Diff(x.told(none), x.told(res)); diff != "" {
				w.t.Errorf("%s as %s tells that the thing is there (-missing +there):\n%s", o.Name, role, diff)
			}
		}
	}
	after := w.rows()
	for row := range before {
		if !after[row] {
			w.t.Errorf("strangers changed or removed %s", row)
		}
	}
	return strangers
}

// walkAsOwners proves that the walk of strangers can fail: each operation answers its owner otherwise than for a thing that is
// not there. What changes a thing counts only where a stranger gets past the door, and what ends it comes last.
func (w *world) walkAsOwners(ops []app.Operation, strangers map[string]account.Actor) {
	w.t.Helper()
	const reads, changes, ends = 0, 1, 2
	rank := func(o app.Operation) int {
		method, address := parts(o)
		switch last := address[strings.LastIndex(address, "/"):]; {
		case method == http.MethodGet:
			return reads
		case method == http.MethodDelete || slices.Contains([]string{"/delete", "/remove", "/revoke"}, last):
			return ends
		}
		return changes
	}
	slices.SortStableFunc(ops, func(a, b app.Operation) int { return rank(a) - rank(b) })
	for _, o := range ops {
		x := w.things[key(o)]
		who, _ := x.owner(o)
		if rank(o) != reads && !letsIn(o, strangers) {
			continue
		}
		none, res := w.send(o, who, x.missing), w.send(o, who, x.there)
		if rank(o) == reads && res.Code != http.StatusOK {
			w.t.Errorf("%s as its owner: %d: %.300s", o.Name, res.Code, res.Body)
		} else if res.Code == none.Code {
			w.t.Errorf("%s answers its owner as if the thing were not there, so the walk of strangers proves nothing: %d: %.300s", o.Name, res.Code, res.Body)
		}
	}
}

func letsIn(o app.Operation, people map[string]account.Actor) bool {
	for _, who := range people {
		if o.Allows(who) {
			return true
		}
	}
	return false
}

// strangers have every permission that somebody outside can have, and nothing of the world.
func (w *world) strangers() map[string]account.Actor {
	t, ctx := w.t, w.t.Context()
	other := w.Other()
	g := get[account.Group](t)(w.Accounts.CreateGroup(ctx, account.GroupInput{Actor: other, Name: "all", Permissions: grantable()}))
	u := get[account.User](t)(w.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: other, UserName: "tom", Password: password,
		Groups: []string{g.ID}, Programmatic: true}))
	return map[string]account.Actor{"a visitor": {}, "another buyer": w.Account(account.Buyer), "another seller": w.Other(),
		"a sub-user of another organisation": get[account.Actor](t)(w.Accounts.Actor(ctx, u.ID))}
}

// rows are all rows of all tables, but for what turns by itself: jobs, and the pulse of who makes calls.
func (w *world) rows() map[string]bool {
	w.t.Helper()
	ctx, q := w.t.Context(), w.DB.Reader()
	list := "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name"
	if w.DB.Dialect() == "sqlite" {
		list = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
	}
	var tables []string
	each := func(query string, take func(*sql.Rows)) {
		rows, err := q.Query(ctx, query)
		w.must(err)
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			take(rows)
		}
		w.must(rows.Err())
	}
	each(list, func(r *sql.Rows) {
		var name string
		w.must(r.Scan(&name))
		if !strings.HasPrefix(name, "river_") && !strings.HasPrefix(name, "sqlite_") && name != "call_nodes" {
			tables = append(tables, name)
		}
	})
	out := map[string]bool{}
	for _, table := range tables {
		each("SELECT * FROM "+table, func(r *sql.Rows) {
			columns := get[[]string](w.t)(r.Columns())
			values, to := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				to[i] = &values[i]
			}
			w.must(r.Scan(to...))
			out[fmt.Sprintf("%s %v", table, values)] = true
		})
	}
	return out
}
