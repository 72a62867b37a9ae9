package api_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// pagesOnly are the changing methods that pages may call although no operation does, each with its reason.
func pagesOnly() map[string]string {
	return map[string]string{
		"account.Login":               "signing in makes a session of a browser; programs hold tokens",
		"account.PassSecond":          "the second step of the same",
		"account.PassSecondByPasskey": "the second step of the same",
		"account.LoginByPasskey":      "signing in makes a session of a browser; programs hold tokens",
		"account.AskPasskey":          "a question to a browser, and only a browser can answer it",
		"account.AskSecond":           "a question to a browser, and only a browser can answer it",
		"account.BeginPasskey":        "a question to a browser, and only a browser can answer it",
		"account.AddPasskey":          "the browser's answer to the question that its session was asked",
		"account.SignedIn":            "the record of a session that begins",
		"feedback.See":                "a page notes that somebody looked at it; a program that reads a product looks at nothing",
		"sso.Begin":                   "signing in makes a session of a browser; programs hold tokens",
		"sso.Finish":                  "signing in makes a session of a browser; programs hold tokens",
	}
}

func TestEveryChangeThatAPageCanMakeHasAnOperation(t *testing.T) {
	t.Parallel()
	c := newChanges(load(t, os.DirFS("../.."), "internal/web", "internal/api"))
	allowed, pages := pagesOnly(), c.uses("internal/web")
	for _, missing := range uncovered(pages, c.uses("internal/api"), allowed) {
		t.Errorf("%s (used at %s) has no operation", missing, pages[missing])
	}
	for method, why := range allowed {
		if pages[method] == "" {
			t.Errorf("no page calls %s any more: take it out of the table (%s)", method, why)
		}
	}
	if len(pages) < 5 {
		t.Errorf("only %d changing methods seen on the pages: the analyser is blind", len(pages))
	}
	t.Logf("%d changing methods on pages", len(pages))
}

// uncovered are the methods that pages use and the API does not, sorted.
func uncovered(pages, api, allowed map[string]string) []string {
	var out []string
	for method := range pages {
		if api[method] == "" && allowed[method] == "" {
			out = append(out, method)
		}
	}
	slices.Sort(out)
	return out
}

func TestOperationsNameTheServiceMethodsTheyCall(t *testing.T) {
	t.Parallel()
	c := newChanges(load(t, os.DirFS("../.."), "internal/api"))
	called := map[string]bool{}
	for method := range c.uses("internal/api") {
		called[short(method)] = true
	}
	named := map[string]bool{}
	for _, op := range operations(t) {
		for method := range strings.SplitSeq(op.Service, ", ") {
			named[method] = true
		}
	}
	for method := range called {
		if !named[method] && method != "account.Authenticate" { // every operation with a token
			t.Errorf("no operation names %s in x-souk-service", method)
		}
	}
	exists := map[string]bool{"price.Of": true}
	for fn := range c.bodies {
		if fn.Exported() && fn.Signature().Recv() != nil {
			exists[short(methodName(fn))] = true
		}
	}
	for method := range named {
		if !exists[method] {
			t.Errorf("x-souk-service names %s, which is not there", method)
		}
	}
}

// short leaves out the name of a type other than Service: "blob.Put".
func short(method string) string {
	parts := strings.Split(method, ".")
	return parts[0] + "." + parts[len(parts)-1]
}

// The rooms, a page and an API of a small house.
const (
	roomOrder = `package order

import "context"

type db struct{}

func (db) InTx(context.Context, func() error) error { return nil }

type Service struct{ db db }

func (s *Service) Place(ctx context.Context) error { return s.store(ctx) }
func (s *Service) Pay(ctx context.Context) error   { return s.twice(ctx) }
func (s *Service) List(ctx context.Context) error  { return nil }
func (s *Service) Cancel(ctx context.Context) error { return each(func() error { return s.db.InTx(ctx, nil) }) }

func (s *Service) store(ctx context.Context) error { return s.db.InTx(ctx, nil) }
func (s *Service) twice(ctx context.Context) error { if ctx == nil { return s.twice(ctx) }; return s.store(ctx) }
func each(f func() error) error                     { return f() }
`
	roomDelivery = `package delivery

import (
	"context"

	"` + module + `/internal/order"
)

type Service struct{ orders *order.Service }

func (s *Service) Deliver(ctx context.Context) error { return s.orders.Pay(ctx) }
func (s *Service) Look(ctx context.Context) error    { return s.orders.List(ctx) }
`
	page = `package buyer

import (
	"context"
	"net/http"

	"` + module + `/internal/delivery"
	"` + module + `/internal/order"
)

type lister interface {
	List(context.Context) error
	Cancel(context.Context) error
}

type Deps struct {
	Orders   *order.Service
	Delivery *delivery.Service
}

type area struct {
	Deps
	narrow lister
}

func (a *area) place(w http.ResponseWriter, r *http.Request) { _ = a.Orders.Place(r.Context()) }
func (a *area) pay() func(context.Context) error              { return a.Deps.Orders.Pay }
func (a *area) list(ctx context.Context) error                { return a.Orders.List(ctx) }
func (a *area) cancel(ctx context.Context) error              { return a.narrow.Cancel(ctx) }
func (a *area) deliver(ctx context.Context) error {
	d := a.Delivery
	return func() error { return d.Deliver(ctx) }()
}
func (a *area) look(ctx context.Context) error { return a.Delivery.Look(ctx) }
`
	apiBegin = `package api

import (
	"context"

	"` + module + `/internal/delivery"
	"` + module + `/internal/order"
)

type server struct {
	orders   *order.Service
	delivery *delivery.Service
}

func (s *server) all(ctx context.Context) {
	_, _, _, _ = s.orders.Place(ctx), s.orders.Pay(ctx), s.orders.Cancel(ctx), s.delivery.Deliver(ctx)
}
`
)

func smallHouse(api string) fstest.MapFS {
	return fstest.MapFS{"internal/order/a.go": {Data: []byte(roomOrder)}, "internal/delivery/a.go": {Data: []byte(roomDelivery)},
		"internal/web/buyer/a.go": {Data: []byte(page)}, "internal/api/a.go": {Data: []byte(api)}}
}

func TestTheAnalyserSeesEveryWayToAChange(t *testing.T) {
	t.Parallel()
	c := newChanges(load(t, smallHouse(apiBegin), "internal/web", "internal/api"))
	var got []string
	for method := range c.uses("internal/web") {
		got = append(got, method)
	}
	slices.Sort(got)
	want := []string{"delivery.Deliver", "order.Cancel", "order.Pay", "order.Place"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if left := uncovered(c.uses("internal/web"), c.uses("internal/api"), nil); len(left) > 0 {
		t.Errorf("uncovered: %v", left)
	}
}

func TestTheProofFailsWhenAnOperationIsTakenOut(t *testing.T) {
	t.Parallel()
	for method, call := range map[string]string{"order.Place": "s.orders.Place(ctx)", "order.Pay": "s.orders.Pay(ctx)",
		"order.Cancel": "s.orders.Cancel(ctx)", "delivery.Deliver": "s.delivery.Deliver(ctx)"} {
		c := newChanges(load(t, smallHouse(strings.Replace(apiBegin, call, "ctx.Err()", 1)), "internal/web", "internal/api"))
		if diff := cmp.Diff([]string{method}, uncovered(c.uses("internal/web"), c.uses("internal/api"), nil)); diff != "" {
			t.Errorf("without %s: (-want +got)\n%s", method, diff)
		}
	}
}
