package e2e_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/souk-market/souk/e2e/misseller"
)

// Another account learns nothing, not even that a thing exists: everything is "not found".
func TestTheOrderInstanceCallOrTokenOfAnotherAccountIsNotFound(t *testing.T) {
	t.Parallel()
	onBothEngines(t, func(t *testing.T, db string) {
		m := open(t, settings{db: db})
		b := m.as(buyer)
		product := m.publish("private", m.server.Address(misseller.Behaviour{}), nil)
		unpaid := b.place(product, "unpaid")
		o := b.pay(b.place(product, "paid").ID)
		await(t, "the order to be completed", time.Minute, func() bool { return b.order(o.ID).State == completed })
		o = b.order(o.ID)
		var topUp, token, key struct{ ID string }
		b.post("/wallet/top-ups", map[string]any{"method": "gateway", "amount": amount{"10.00", "CNY"}}, &topUp)
		b.post("/me/tokens", map[string]any{"name": "mine"}, &token)
		m.as(seller).post("/keys", nil, &key)
		call := m.calls(o.ID, "newInstance")[0].ID
		var app struct{ ID string }
		m.as(seller).post("/applications", map[string]any{"content": map[string]any{"name": text{"草稿", "Draft"}}}, &app)

		rows := []struct {
			who          string
			method, path string
			body         any
		}{
			{otherBuyer, "GET", "/orders/" + o.ID, nil},
			{otherBuyer, "POST", "/orders/" + unpaid.ID + "/pay", nil},
			{otherBuyer, "POST", "/orders/" + unpaid.ID + "/cancel", nil},
			{otherSeller, "GET", "/orders/" + o.ID, nil},
			{otherBuyer, "GET", "/instances/" + o.Line.InstanceID, nil},
			{otherBuyer, "GET", "/instances/" + o.Line.InstanceID + "/access?password=true", nil},
			{otherSeller, "GET", "/calls/" + call, nil},
			{otherSeller, "POST", "/calls/" + call + "/restart", nil},
			{otherSeller, "POST", "/calls/" + call + "/curl", nil},
			{otherBuyer, "GET", "/wallet/top-ups/" + topUp.ID, nil},
			{otherBuyer, "POST", "/wallet/top-ups/" + topUp.ID + "/pay", nil},
			{otherBuyer, "POST", "/wallet/top-ups/" + topUp.ID + "/cancel", nil},
			{otherBuyer, "POST", "/wallet/top-ups/" + topUp.ID + "/submit", map[string]any{"bank_reference": "123456"}},
			{otherBuyer, "DELETE", "/me/tokens/" + token.ID, nil},
			{otherSeller, "POST", "/keys/" + key.ID + "/activate", nil},
			{otherSeller, "POST", "/keys/" + key.ID + "/discard", nil},
			{otherSeller, "GET", "/seller/products/" + product, nil},
			{otherSeller, "POST", "/seller/products/" + product + "/modification", nil},
			{otherSeller, "GET", "/applications/" + app.ID, nil},
			{otherSeller, "POST", "/applications/" + app.ID + "/submit", map[string]any{"rev": 1}},
			{otherSeller, "DELETE", "/applications/" + app.ID + "?rev=1", nil},
		}
		for _, row := range rows {
			if r := m.as(row.who).send(row.method, row.path, row.body); r.status != http.StatusNotFound || r.problem() == "" {
				t.Errorf("%s: %s %s: %s", row.who, row.method, row.path, r)
			}
			if r := (&caller{t, m.URL, ""}).send(row.method, row.path, row.body); r.status != http.StatusUnauthorized {
				t.Errorf("nobody: %s %s: %s", row.method, row.path, r)
			}
		}
		if got := b.order(unpaid.ID).State; got != "pending_payment" {
			t.Errorf("somebody else moved the order to %s", got)
		}
		for who, pages := range map[string][]string{
			otherBuyer: {"/buyer/orders/" + o.ID, "/buyer/orders/" + unpaid.ID + "/pay", "/buyer/services/" + o.Line.InstanceID,
				"/buyer/services/" + o.Line.InstanceID + "/access", "/buyer/wallet/topups/" + topUp.ID},
			otherSeller: {"/seller/orders/" + o.ID, "/seller/calls/" + call, "/seller/products/" + product, "/seller/applications/" + app.ID},
		} {
			visitor := m.visit(who)
			for _, path := range pages {
				if p := visitor.get(path); p.status != http.StatusNotFound {
					t.Errorf("%s: page %s: %d", who, path, p.status)
				}
			}
		}
	})
}
