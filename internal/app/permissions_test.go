package app_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// walker asks a whole marketplace for every page and operation.
type walker struct {
	*apptest.Market
	t       *testing.T
	handler http.Handler
	tokens  map[string]string // API tokens by person
}

func newWalker(t *testing.T) *walker {
	t.Helper()
	m := apptest.New(t, app.Settings{})
	h, err := m.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return &walker{m, t, h, map[string]string{}}
}

// session is a cookie of a fresh session of the person.
func (w *walker) session(who account.Actor) *http.Cookie {
	w.t.Helper()
	token, until := secret.Token(32), clock.Wall().Add(time.Hour)
	data, err := account.SessionCodec{}.Encode(until, map[string]any{account.SessionAccount: who.UserID})
	if err == nil {
		err = w.Accounts.Sessions().CommitCtx(w.t.Context(), token, data, until)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return &http.Cookie{Name: "souk_session", Value: token}
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

// ask sends the request of an operation with every place of its address filled by fill. Each gets a session or token of
// its own making, so that signing out does not end the walk.
func (w *walker) ask(o app.Operation, who account.Actor, fill func(place string) string) *httptest.ResponseRecorder {
	w.t.Helper()
	method, address, found := strings.Cut(o.Name, " ")
	if !found {
		method, address = http.MethodGet, o.Name
	}
	address = place.ReplaceAllStringFunc(strings.TrimSuffix(address, "{$}"), fill)
	body, form := "", "application/x-www-form-urlencoded"
	if o.API && method != http.MethodGet {
		body, form = "{}", "application/json"
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
		r.AddCookie(w.session(who))
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
	w := newWalker(t)
	ops := w.Operations()
	if len(ops) < 100 {
		t.Fatalf("only %d operations seen", len(ops))
	}
	people := map[string]account.Actor{"visitor": {}, "buyer": w.Buyer, "seller": w.Seller}
	for _, role := range account.Roles() {
		people[string(role)] = w.Staff(role)
	}
	for _, o := range ops {
		for role, who := range people {
			w.expect(o, role, who)
		}
	}
}

func TestEveryOperationNamesAPermissionOfTheTable(t *testing.T) {
	t.Parallel()
	w := newWalker(t)
	guards := map[account.Permission]bool{}
	for _, o := range w.Operations() {
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
