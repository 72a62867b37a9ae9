package org_test

import (
	"net/http"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

// business-rules 2.9: the sub-user's own page shows and changes which products it works with.
func TestTheProductsOfASubUserAreGrantedOnItsPage(t *testing.T) {
	t.Parallel()
	m := newTown(t)
	u, err := m.Accounts.CreateUser(t.Context(), account.CreateUserInput{Actor: m.Seller, UserName: "li.lei", Password: "pass-word-9"})
	if err != nil {
		t.Fatal(err)
	}
	boss, at := m.Browse(m.Seller), "/account/users/"+u.ID
	if got := page(t, boss.Get(at), http.StatusOK); got.Find(`form#grants`).Length() != 0 {
		t.Error("products to choose where there are none")
	}
	one, two := m.Publish(m.Server.Address(misseller.Behaviour{}), nil), m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
	if got := leads(t, boss.Post(at+"/products", "products", one, "products", "prd_gone")); got != at {
		t.Errorf("led to %q", got)
	}
	for _, lang := range []string{i18n.ZH, i18n.EN} {
		boss.Lang = lang
		doc := page(t, boss.Get(at), http.StatusOK)
		if doc.Find(`input[name="products"]`).Length() != 2 || doc.Find(`input[name="products"][checked]`).AttrOr("value", "") != one {
			t.Errorf("%s: the granted product is not the ticked one", lang)
		}
	}
	leads(t, boss.Post(at+"/products", "products", two))
	if got, err := m.Catalog.UserGrants(t.Context(), m.Seller, u.ID); err != nil || len(got) != 1 || got[0] != two {
		t.Errorf("granted %v, %v", got, err)
	}
	leads(t, boss.Post(at+"/products"))
	if got, err := m.Catalog.UserGrants(t.Context(), m.Seller, u.ID); err != nil || len(got) != 0 {
		t.Errorf("after taking all back: %v, %v", got, err)
	}
}

func TestABuyersSubUserHasNoProducts(t *testing.T) {
	t.Parallel()
	m := newTown(t)
	u, err := m.Accounts.CreateUser(t.Context(), account.CreateUserInput{Actor: m.Buyer, UserName: "li.lei", Password: "pass-word-9"})
	if err != nil {
		t.Fatal(err)
	}
	boss, at := m.Browse(m.Buyer), "/account/users/"+u.ID
	if doc := page(t, boss.Get(at), http.StatusOK); doc.Find(`form[action$="/products"]`).Length() != 0 {
		t.Error("a form of products on a buyer's sub-user")
	}
	page(t, boss.Post(at+"/products", "products", "prd_x"), http.StatusForbidden)
}
