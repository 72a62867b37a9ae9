package e2e_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/demo/content"
)

// formCase is one form of the slice.
type formCase struct {
	name   string
	who    string                             // "" is a visitor
	page   func(m *market, again bool) string // where it is; again: the last one was taken, make another
	action string                             // end of its address
	fill   url.Values                         // what a person would fill in
	skip   []string                           // controls whose values cannot be wrong, with the reason in the table
}

func at(path string) func(*market, bool) string { return func(*market, bool) string { return path } }

// Every field's bad value gives an error beside the field, keeps the rest, and is a 4xx, never a 500.
func TestEveryFieldOfEveryFormRefusesBadValuesBesideTheField(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, db string) {
		m := open(t, settings{db: db})
		for _, c := range slices.Concat(formCases(m), personForms(m), organisationForms(m), sellerForms(m), operatorForms(m), opinionForms(m)) {
			if c.name == productForm && db != "" {
				continue // its hundred fields are refused before anything is stored, whatever the engine; it takes minutes
			}
			t.Run(c.name, func(t *testing.T) { m.probe(t, c) })
		}
	})
}

const productForm = "product form"

func formCases(m *market) []formCase {
	sample, product := "", ""
	return []formCase{
		{name: "login", page: at("/login"), action: "/login", fill: url.Values{"login": {"nobody@example.com"}, "password": {"wrong password"}}},
		{name: productForm, who: seller, action: "", fill: productFill(), skip: notAsked(), page: func(m *market, again bool) string {
			if sample == "" {
				sample = m.modification()
			} else if again {
				m.as(seller).send("POST", "/applications/"+sample+"/withdraw", nil)
			}
			return "/seller/applications/" + sample
		}},
		{name: "order form", who: buyer, action: "/order", fill: nil, page: func(m *market, _ bool) string {
			if product == "" {
				product = m.publish("form", m.server.Address(misseller.Behaviour{}), withEverything)
			}
			return "/products/" + product + "/order"
		}},
		{name: "top-up", who: buyer, page: at("/buyer/wallet/topup"), action: "/buyer/wallet/topup", fill: url.Values{"amount": {"100.00"}, "method": {"transfer"}}},
		{name: "transfer made", who: buyer, action: "/transferred", fill: url.Values{"bank_reference": {"20261122000001"}}, page: func(m *market, _ bool) string {
			return "/buyer/wallet/topups/" + m.transfer(false)
		}},
		{name: "transfer confirmed", who: operator, action: "/confirm", fill: url.Values{"received": {"100.00"}}, page: func(m *market, _ bool) string {
			return "/operator/transfers/" + m.transfer(true)
		}},
		{name: "transfer rejected", who: operator, action: "/reject", fill: url.Values{"reason": {"没有收到款项。"}}, page: func(m *market, _ bool) string {
			return "/operator/transfers/" + m.transfer(true)
		}},
		{name: "application rejected", who: operator, action: "/reject", fill: url.Values{"reason": {"请更换图标。"}}, page: func(m *market, _ bool) string {
			return "/operator/applications/" + m.submitted()
		}},
		{name: "sandbox clock", who: buyer, page: at("/sandbox"), action: "/sandbox/clock", fill: url.Values{"advance": {"1m"}}},
		{name: "profile", who: buyer, page: at("/account"), action: "/account", skip: []string{"lang"}},
		{name: "password", who: thirdBuyer, page: at("/account/password"), action: "/account/password",
			fill: url.Values{"current": {"not the password"}, "new": {"a new password 1"}, "repeat": {"a new password 1"}}},
		{name: "API token", who: buyer, page: at("/account/tokens"), action: "/account/tokens", fill: url.Values{"name": {"A token"}}},
	}
}

// productFill presses Submit, and fills in all rows of parameters: an empty row is nobody's mistake, and a gap is closed.
func productFill() url.Values {
	fill := url.Values{"do": {"submit"}}
	for i, code := range []string{"domain", "second", "third"} {
		row := fmt.Sprintf("param_%d_", i)
		fill[row+"code"], fill[row+"label_zh"], fill[row+"label_en"], fill[row+"max_len"] = []string{code}, []string{"参数"}, []string{"Parameter"}, []string{"10"}
	}
	return fill
}

// notAsked are the fields of the product form that an instant SaaS is not asked for: they are emptied, whatever stands there, and
// empty rows are closed up.
func notAsked() []string {
	out := []string{"saas_days"}
	for i := range 6 {
		for _, name := range []string{"item_zh", "item_en", "accept_zh", "accept_en"} {
			out = append(out, fmt.Sprintf("standard_%d_%s", i, name))
		}
	}
	return out
}

// withEverything makes a product whose order form has all kinds of fields.
func withEverything(p *content.Product) {
	p.Spec.Quantity = &content.Quantity{Code: "users", Min: 5, Max: 50, Step: 5}
	p.Spec.Quantity.Name.ZH, p.Spec.Quantity.Name.EN = "用户数", "Users"
	x := content.Extension{Code: "domain", Required: true, MaxLength: 20, Pattern: "[a-z]{3,20}"}
	x.Label.ZH, x.Label.EN = "域名", "Domain"
	p.Extensions = []content.Extension{x}
}

// modification opens a modification of a product on sale: a form that is filled in and could be submitted.
func (m *market) modification() string {
	m.t.Helper()
	product := m.publish("changed", m.server.Address(misseller.Behaviour{}), withEverything)
	var app struct{ ID string }
	m.as(seller).post("/seller/products/"+product+"/modification", nil, &app)
	return app.ID
}

// submitted is an application that waits for an operator.
func (m *market) submitted() string {
	m.t.Helper()
	id := m.modification()
	var app struct{ Rev int64 }
	m.as(seller).get("/applications/"+id, &app)
	m.as(seller).post("/applications/"+id+"/submit", map[string]any{"rev": app.Rev}, nil)
	return id
}

// transfer is a top-up by bank transfer.
func (m *market) transfer(made bool) string {
	m.t.Helper()
	var top struct{ ID string }
	m.as(buyer).post("/wallet/top-ups", map[string]any{"method": "transfer", "amount": amount{"100.00", "CNY"}}, &top)
	if made {
		m.as(buyer).post("/wallet/top-ups/"+top.ID+"/submit", map[string]any{"bank_reference": fmt.Sprint(time.Now().UnixNano())}, nil)
	}
	return top.ID
}

// probe sends each bad value in each field of a form.
func (m *market) probe(t *testing.T, c formCase) {
	v := m.visit(c.who)
	v.t = t
	path := c.page(m, false)
	suffix := c.action
	if suffix == "" {
		suffix = path
	}
	first, ok := formOf(v.get(path), suffix)
	if !ok || len(first.controls) == 0 {
		t.Fatalf("no form %s on %s", suffix, path)
	}
	f := first
	for _, field := range first.controls {
		if slices.Contains(c.skip, field.name) || field.kind == "file" {
			continue
		}
		for _, bad := range probes() {
			if field.kind == "checkbox" && bad.value != "" {
				continue
			}
			values := maps.Clone(f.values)
			maps.Copy(values, c.fill)
			values[field.name] = []string{bad.value}
			if field.kind == "checkbox" {
				delete(values, field.name)
			}
			contentType, body, err := f.body(values)
			if err != nil {
				t.Fatal(err)
			}
			got := v.send(f.action, contentType, body)
			judge(t, field, bad, values, f, got)
			if again, ok := formOf(got, f.action); ok { // a browser would go on from here
				for _, c := range again.controls {
					// A bad value in a hidden row may stand in another row now: of such an answer only what counts is taken.
					if c.kind == "hidden" && c.name != field.name && (field.kind != "hidden" || c.name == "rev" || c.name == "key") {
						f.values[c.name] = again.values[c.name]
					}
				}
			}
			if got.status < 400 { // taken: go on with a fresh form
				path = c.page(m, true)
				if f, ok = formOf(v.get(path), suffix); !ok {
					t.Fatalf("no form on %s after %s in %s was taken", path, bad.name, field.name)
				}
			}
		}
	}
}

// judge looks at the answer to a bad value.
func judge(t *testing.T, field control, bad probe, values url.Values, f form, got page) {
	t.Helper()
	what := fmt.Sprintf("%s in %s", bad.name, field.name)
	must := field.kind != "hidden" && field.mustRefuse(bad)
	switch {
	case got.status >= 500:
		t.Errorf("%s: %d", what, got.status)
		return
	case got.status < 400:
		if must {
			t.Errorf("%s: taken with %d to %s", what, got.status, got.location)
		}
		return
	case field.kind == "hidden" || got.status == 429:
		return
	}
	suffix := f.action
	again, ok := formOf(got, suffix)
	if !ok {
		if must {
			t.Errorf("%s: refused with %d, but the form is gone", what, got.status)
		}
		return
	}
	if must && !marked(got, field.name) {
		t.Errorf("%s: refused with %d, but nothing beside the field", what, got.status)
	}
	for _, other := range f.controls {
		if other.name == field.name || other.kind == "hidden" || other.kind == "password" || other.kind == "file" {
			continue
		}
		if was, is := plain(values[other.name]), plain(again.values[other.name]); was != is {
			t.Errorf("%s: %s was %.80q and is %.80q", what, other.name, was, is)
		}
	}
}

func plain(values []string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.Join(values, "\x1f"), "\r\n", "\n"))
}

// marked reports whether a field is marked as wrong for eyes and for screen readers.
func marked(p page, name string) bool {
	found := false
	p.doc.Find(`[name="` + name + `"]`).Each(func(_ int, s *goquery.Selection) {
		group := s.Closest("fieldset, .field, [role=group], [role=radiogroup]")
		invalid := s.AttrOr("aria-invalid", "") == "true" || group.AttrOr("aria-invalid", "") == "true" || group.Find(`[aria-invalid="true"]`).Length() > 0
		for _, id := range strings.Fields(s.AttrOr("aria-describedby", "") + " " + group.AttrOr("aria-describedby", "") + " " + s.AttrOr("aria-errormessage", "")) {
			if strings.TrimSpace(p.doc.Find("#"+id).Text()) != "" && invalid {
				found = true
			}
		}
	})
	return found
}
