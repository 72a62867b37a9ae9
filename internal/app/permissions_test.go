package app_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
)

// walker asks a whole marketplace for every page and operation.
type walker struct {
	*apptest.Market
	t       *testing.T
	handler http.Handler
	ops     []app.Operation
	tokens  map[string]string // API tokens by person
}

func newWalker(t *testing.T, m *apptest.Market) *walker {
	t.Helper()
	h, err := m.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return &walker{m, t, h, m.Operations(), map[string]string{}}
}

func (w *walker) token(who account.Actor) string {
	w.t.Helper()
	if w.tokens[who.UserID] == "" {
		_, plain, err := w.Accounts.CreateToken(w.t.Context(), account.CreateTokenInput{AccountID: who.UserID, Name: "walk"})
		if err != nil {
			w.t.Fatal(err)
		}
		w.tokens[who.UserID] = plain.Reveal()
	}
	return w.tokens[who.UserID]
}

var place = regexp.MustCompile(`\{[^}]*\}`)

// parts are the method and the address of an operation.
func parts(o app.Operation) (method, address string) {
	method, address, found := strings.Cut(o.Name, " ")
	if !found {
		method, address = http.MethodGet, o.Name
	}
	return method, strings.TrimSuffix(address, "{$}")
}

// ask sends the request of an operation with every place of its address filled by fill, and nothing in its body. Each gets
// a session or token of its own making, so that signing out does not end the walk.
func (w *walker) ask(o app.Operation, who account.Actor, fill func(place string) string) *httptest.ResponseRecorder {
	w.t.Helper()
	body := ""
	if method, _ := parts(o); o.API && method != http.MethodGet {
		body = "{}"
	}
	return w.send(o, who, fill, sent{body: body})
}

// sent is what goes with a request.
type sent struct{ query, body string }

func (w *walker) send(o app.Operation, who account.Actor, fill func(place string) string, with sent) *httptest.ResponseRecorder {
	w.t.Helper()
	method, address := parts(o)
	address, body, form := place.ReplaceAllStringFunc(address, fill)+with.query, with.body, "application/x-www-form-urlencoded"
	if o.API {
		form = "application/json"
	}
	r := httptest.NewRequestWithContext(w.t.Context(), method, address, strings.NewReader(body))
	if method != http.MethodGet {
		r.Header.Set("Content-Type", form)
	}
	switch {
	case who.ID == "":
	case o.API:
		r.Header.Set("Authorization", "Bearer "+w.token(who))
	default:
		r.AddCookie(w.Session(who.UserID))
	}
	res := httptest.NewRecorder()
	w.handler.ServeHTTP(res, r)
	return res
}

// nothing fills a place with an id that nobody has.
func nothing(string) string { return "none_00000000000000000000000000" }

// refusedAsVisitor and refusedAsOther tell how an answer keeps somebody out.
func refusedAsVisitor(o app.Operation, res *httptest.ResponseRecorder) bool {
	if o.API {
		return res.Code == http.StatusUnauthorized
	}
	return res.Code == http.StatusSeeOther && strings.HasPrefix(res.Header().Get("Location"), "/login")
}

func (w *walker) expect(o app.Operation, role string, who account.Actor) {
	w.t.Helper()
	res := w.ask(o, who, nothing)
	switch {
	case slices.Contains(o.Needs, account.Public): // who comes in is not asked; a page may still have rules of its own
		if res.Code >= 500 {
			w.t.Errorf("%s as %s: %d: %.300s", o.Name, role, res.Code, res.Body)
		}
	case o.Allows(who):
		if res.Code == http.StatusUnauthorized || res.Code == http.StatusForbidden || res.Code >= 500 || who.ID != "" && refusedAsVisitor(o, res) {
			w.t.Errorf("%s as %s: %d, but the table lets it in: %.300s", o.Name, role, res.Code, res.Body)
		}
	case who.ID == "":
		if !refusedAsVisitor(o, res) {
			w.t.Errorf("%s as a visitor: %d", o.Name, res.Code)
		}
	case res.Code != http.StatusForbidden:
		w.t.Errorf("%s as %s: %d, but the table keeps it out: %.300s", o.Name, role, res.Code, res.Body)
	}
}

// The walk: every operation as every role gives exactly the table of docs/permissions.md.
func TestEveryOperationServesExactlyTheRolesOfTheTable(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) { walkRoles(newWalker(t, m)) })
}

func walkRoles(w *walker) {
	w.t.Helper()
	if len(w.ops) < 100 {
		w.t.Fatalf("only %d operations seen", len(w.ops))
	}
	people := map[string]account.Actor{"visitor": {}, "buyer": w.Buyer, "seller": w.Seller}
	for _, role := range account.Roles() {
		people[string(role)] = w.Staff(role)
	}
	for _, o := range w.ops {
		for role, who := range people {
			w.expect(o, role, who)
		}
	}
}

func TestEveryOperationNamesAPermissionOfTheTable(t *testing.T) {
	t.Parallel()
	w := newWalker(t, apptest.New(t, app.Settings{}))
	guards := map[account.Permission]bool{}
	for _, o := range w.ops {
		if len(o.Needs) == 0 {
			t.Errorf("%s names no permission", o.Name)
		}
		for _, p := range o.Needs {
			guards[p] = true
			if p.Info().Code == "" {
				t.Errorf("%s names permission %d, which the table does not have", o.Name, p)
			}
		}
	}
	for _, p := range account.Permissions() {
		if guards[p.Permission] == p.Planned {
			t.Errorf("%s: guards something: %t, planned: %t", p.Code, guards[p.Permission], p.Planned)
		}
	}
}

// The walk of sub-users: with one permission and no other, each operation that needs it, and none besides those of whoever
// is signed in (business-rules 2.9). The group changes under the sub-user, so each change must count at once.
func TestASubUserWithOnePermissionMayDoExactlyWhatItGives(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) { walkPermissions(newWalker(t, m)) })
}

func walkPermissions(w *walker) {
	w.t.Helper()
	t, ctx := w.t, w.t.Context()
	u, err := w.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: w.Seller, UserName: "only.one", Password: "correct-horse-1", Programmatic: true})
	if err != nil {
		t.Fatal(err)
	}
	fronts := map[string]bool{"GET /buyer": true, "GET /seller": true}
	in := account.GroupInput{Actor: w.Seller, Name: "one", Members: []string{u.ID}}
	for _, p := range account.Permissions() {
		if !p.Grantable() {
			continue
		}
		in.Permissions = []string{p.Code}
		if in.GroupID == "" {
			g, err := w.Accounts.CreateGroup(ctx, in)
			if err != nil {
				t.Fatal(err)
			}
			in.GroupID = g.ID
		} else if err := w.Accounts.UpdateGroup(ctx, in); err != nil {
			t.Fatal(err)
		}
		who, err := w.Accounts.Actor(ctx, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range w.ops {
			given := slices.ContainsFunc(o.Needs, func(n account.Permission) bool {
				return n == account.Public || n == account.SignedIn || n == p.Permission
			})
			if o.Allows(who) != given {
				t.Errorf("%s with %s alone: the table says %t", o.Name, p.Code, o.Allows(who))
			}
			switch {
			case !given && fronts[strings.TrimSuffix(o.Name, "/{$}")]:
				w.expectFront(o, who)
			case slices.Contains(o.Needs, p.Permission) || !p.Planned && !given:
				w.expect(o, "a sub-user with "+p.Code, who)
			}
		}
	}
}

// expectFront asks for the first page of a centre as a sub-user who may not see it: it is led to the first that it may, or
// refused when there is none.
func (w *walker) expectFront(o app.Operation, who account.Actor) {
	w.t.Helper()
	res := w.ask(o, who, nothing)
	to := res.Header().Get("Location")
	i := slices.IndexFunc(w.ops, func(x app.Operation) bool { return x.Name == "GET "+to })
	led := res.Code == http.StatusSeeOther && i >= 0 && w.ops[i].Allows(who)
	if !led && res.Code != http.StatusForbidden {
		w.t.Errorf("%s: %d, led to %q", o.Name, res.Code, to)
	}
}
