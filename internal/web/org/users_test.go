package org_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// business-rules 2.9: created, given a group, at work, switched off, removed: all through pages.
func TestASubUserLivesThroughPages(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	boss := w.Browse(w.Seller)
	for _, lang := range []string{i18n.ZH, i18n.EN} {
		boss.Lang = lang
		for _, path := range []string{"/account/users", "/account/users/new", "/account/groups", "/account/groups/new"} {
			page(t, boss.Get(path), http.StatusOK)
		}
	}
	if got := leads(t, boss.Post("/account/groups/new", "name", "Keys", "give_seller", "seller.keys", "give_seller", "seller.calls")); got != "/account/groups" {
		t.Fatal(got)
	}
	list := page(t, boss.Get("/account/groups"), http.StatusOK)
	group, _ := list.Find("#groups a").First().Attr("href")

	refused := page(t, boss.Post("/account/users/new", "user_name", "li lei", "password", "short", "email", "nobody", "groups", strings.TrimPrefix(group, "/account/groups/")), http.StatusUnprocessableEntity)
	if refused.Find(".field-bad").Length() != 3 || refused.Find(`input[name="user_name"]`).AttrOr("value", "") != "li lei" ||
		refused.Find(`input[name="groups"][checked]`).Length() != 1 || refused.Find(`input[name="password"]`).AttrOr("value", "") != "" {
		t.Error("a refused form lost what was typed, showed the password, or hid an error")
	}
	user := leads(t, boss.Post("/account/users/new", "user_name", "li.lei", "password", "pass-word-9", "phone", "13800138001", "email", "li@example.com",
		"groups", strings.TrimPrefix(group, "/account/groups/")))
	id := strings.TrimPrefix(user, "/account/users/")
	reachable := func(phone, email string) {
		t.Helper()
		if got, err := w.Accounts.User(t.Context(), w.Seller, id); err != nil || got.Phone != phone || got.Email != email {
			t.Errorf("phone %q, e-mail %q, %v; want %q, %q", got.Phone, got.Email, err, phone, email)
		}
	}
	reachable("13800138001", "li@example.com")
	page(t, boss.Get(user), http.StatusOK)
	if got := text(page(t, boss.Get("/account/users"), http.StatusOK).Find("#login-address")); !strings.Contains(got, "/login/"+w.Seller.ID) {
		t.Errorf("login address %q", got)
	}

	// 12.2: its menu and its centre are what the group gives.
	lei := w.Browse(account.Actor{UserID: id})
	if got := leads(t, lei.Get("/seller")); got != "/seller/calls" {
		t.Errorf("the centre begins at %q", got)
	}
	menu := links(page(t, lei.Get("/seller/keys"), http.StatusOK))
	if slices.Contains(menu, "/seller/products") || slices.Contains(menu, "/seller") || !slices.Contains(menu, "/seller/calls") {
		t.Errorf("menu %v", menu)
	}
	own := links(page(t, lei.Get("/account/tokens"), http.StatusOK))
	if slices.Contains(own, "/account/users") || !slices.Contains(own, "/account/password") {
		t.Errorf("account menu %v", own)
	}
	for _, path := range []string{"/seller/products", "/seller/orders", "/buyer", "/buyer/wallet", "/account/users", "/account/groups", user, group, "/operator"} {
		page(t, lei.Get(path), http.StatusForbidden)
	}

	leads(t, boss.Post(group, "name", "Keys", "members", id, "give_seller", "seller.calls"))
	page(t, lei.Get("/seller/keys"), http.StatusForbidden) // at once on this node
	page(t, lei.Get("/seller/calls"), http.StatusOK)
	leads(t, boss.Post(user+"/disable"))
	if got := leads(t, lei.Get("/seller/calls")); !strings.HasPrefix(got, "/login") {
		t.Errorf("a sub-user that was switched off is led to %q", got)
	}
	leads(t, boss.Post(user+"/enable"))
	page(t, boss.Post(user+"/password", "password", "x"), http.StatusUnprocessableEntity)
	leads(t, boss.Post(user+"/password", "password", "another-word-9"))
	for word, want := range map[secret.Text]bool{"pass-word-9": false, "another-word-9": true} {
		_, err := w.Accounts.Login(t.Context(), account.LoginInput{Login: "li.lei", Owner: w.Seller.ID, Password: word, Address: "192.0.2.1"})
		if (err == nil) != want {
			t.Errorf("signing in with %q: %v", word.Reveal(), err)
		}
	}
	leads(t, boss.Post(user, "name", "李雷", "phone", "13800138000", "email", "lei@example.com", "programmatic", "1"))
	reachable("13800138000", "lei@example.com")
	if got := page(t, boss.Get(user), http.StatusOK); !strings.Contains(text(got.Find("h1")), "李雷") || got.Find(`input[name="groups"][checked]`).Length() != 0 {
		t.Error("not saved")
	}
	if got := leads(t, boss.Post(user+"/remove")); got != "/account/users" {
		t.Error(got)
	}
	page(t, boss.Get(user), http.StatusNotFound)
	leads(t, boss.Post(group+"/delete"))
	page(t, boss.Get(group), http.StatusNotFound)
}

// issue 3, part 3: a sub-user or a neighbour who edits the address.
func TestAnotherTenantsPagesAreNotThere(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	u, err := w.Accounts.CreateUser(t.Context(), account.CreateUserInput{Actor: w.Seller, UserName: "li.lei", Password: "pass-word-9"})
	if err != nil {
		t.Fatal(err)
	}
	g, err := w.Accounts.CreateGroup(t.Context(), account.GroupInput{Actor: w.Seller, Name: "Keys"})
	if err != nil {
		t.Fatal(err)
	}
	other := w.Browse(w.Buyer)
	for _, path := range []string{"/account/users/" + u.ID, "/account/groups/" + g.ID, "/account/users/" + w.Buyer.ID, "/account/users/%00", "/account/groups/%ff"} {
		page(t, other.Get(path), http.StatusNotFound)
	}
	for path, v := range map[string][]string{"/account/users/" + u.ID: {"name", "x"}, "/account/users/" + u.ID + "/password": {"password", "pass-word-9"},
		"/account/users/" + u.ID + "/disable": nil, "/account/users/" + u.ID + "/enable": nil, "/account/users/" + u.ID + "/remove": nil,
		"/account/users/" + u.ID + "/products": {"products", "prd_x"},
		"/account/groups/" + g.ID:              {"name", "x"}, "/account/groups/" + g.ID + "/delete": nil} {
		page(t, other.Post(path, v...), http.StatusNotFound)
	}
	if got, err := w.Accounts.User(t.Context(), w.Seller, u.ID); err != nil || got.Name != "li.lei" || got.State != account.StateActive {
		t.Errorf("%+v, %v", got, err)
	}
}
