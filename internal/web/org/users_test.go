package org_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/i18n"
)

func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// business-rules 2.9: created, given a group, at work, switched off, removed: all through pages.
func TestASubUserLivesThroughPages(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	boss := w.signIn(w.Seller.UserID)
	for _, lang := range []string{i18n.ZH, i18n.EN} {
		boss.lang = lang
		for _, path := range []string{"/account/users", "/account/users/new", "/account/groups", "/account/groups/new"} {
			boss.page(boss.get(path), http.StatusOK)
		}
	}
	if got := boss.leads(boss.post("/account/groups/new", form("name", "Keys", "give_seller", "seller.keys", "give_seller", "seller.calls"))); got != "/account/groups" {
		t.Fatal(got)
	}
	list := boss.page(boss.get("/account/groups"), http.StatusOK)
	group, _ := list.Find("#groups a").First().Attr("href")

	refused := boss.page(boss.post("/account/users/new", form("user_name", "li lei", "password", "short", "email", "nobody", "groups", strings.TrimPrefix(group, "/account/groups/"))), http.StatusUnprocessableEntity)
	if refused.Find(".field-bad").Length() != 3 || refused.Find(`input[name="user_name"]`).AttrOr("value", "") != "li lei" ||
		refused.Find(`input[name="groups"][checked]`).Length() != 1 || refused.Find(`input[name="password"]`).AttrOr("value", "") != "" {
		t.Error("a refused form lost what was typed, showed the password, or hid an error")
	}
	user := boss.leads(boss.post("/account/users/new", form("user_name", "li.lei", "password", "pass-word-9", "groups", strings.TrimPrefix(group, "/account/groups/"))))
	id := strings.TrimPrefix(user, "/account/users/")
	boss.page(boss.get(user), http.StatusOK)
	if got := text(boss.page(boss.get("/account/users"), http.StatusOK).Find("#login-address")); !strings.Contains(got, "/login/"+w.Seller.ID) {
		t.Errorf("login address %q", got)
	}

	// 12.2: its menu and its centre are what the group gives.
	lei := w.signIn(id)
	if got := lei.leads(lei.get("/seller")); got != "/seller/calls" {
		t.Errorf("the centre begins at %q", got)
	}
	menu := links(lei.page(lei.get("/seller/keys"), http.StatusOK))
	if slices.Contains(menu, "/seller/products") || slices.Contains(menu, "/seller") || !slices.Contains(menu, "/seller/calls") {
		t.Errorf("menu %v", menu)
	}
	own := links(lei.page(lei.get("/account/tokens"), http.StatusOK))
	if slices.Contains(own, "/account/users") || !slices.Contains(own, "/account/password") {
		t.Errorf("account menu %v", own)
	}
	for _, path := range []string{"/seller/products", "/seller/orders", "/buyer", "/buyer/wallet", "/account/users", "/account/groups", user, group, "/operator"} {
		lei.page(lei.get(path), http.StatusForbidden)
	}

	boss.leads(boss.post(group, form("name", "Keys", "members", id, "give_seller", "seller.calls")))
	lei.page(lei.get("/seller/keys"), http.StatusForbidden) // at once on this node
	lei.page(lei.get("/seller/calls"), http.StatusOK)
	boss.leads(boss.post(user+"/disable", nil))
	if got := lei.leads(lei.get("/seller/calls")); !strings.HasPrefix(got, "/login") {
		t.Errorf("a sub-user that was switched off is led to %q", got)
	}
	boss.leads(boss.post(user+"/enable", nil))
	boss.page(boss.post(user+"/password", form("password", "x")), http.StatusUnprocessableEntity)
	boss.leads(boss.post(user+"/password", form("password", "another-word-9")))
	boss.leads(boss.post(user, form("name", "李雷", "phone", "13800138000", "programmatic", "1")))
	if got := boss.page(boss.get(user), http.StatusOK); !strings.Contains(text(got.Find("h1")), "李雷") || got.Find(`input[name="groups"][checked]`).Length() != 0 {
		t.Error("not saved")
	}
	if got := boss.leads(boss.post(user+"/remove", nil)); got != "/account/users" {
		t.Error(got)
	}
	boss.page(boss.get(user), http.StatusNotFound)
	boss.leads(boss.post(group+"/delete", nil))
	boss.page(boss.get(group), http.StatusNotFound)
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
	other := w.signIn(w.Buyer.UserID)
	for _, path := range []string{"/account/users/" + u.ID, "/account/groups/" + g.ID, "/account/users/" + w.Buyer.ID, "/account/users/%00", "/account/groups/%ff"} {
		other.page(other.get(path), http.StatusNotFound)
	}
	for path, v := range map[string]url.Values{"/account/users/" + u.ID: form("name", "x"), "/account/users/" + u.ID + "/password": form("password", "pass-word-9"),
		"/account/users/" + u.ID + "/disable": nil, "/account/users/" + u.ID + "/enable": nil, "/account/users/" + u.ID + "/remove": nil,
		"/account/groups/" + g.ID: form("name", "x"), "/account/groups/" + g.ID + "/delete": nil} {
		other.page(other.post(path, v), http.StatusNotFound)
	}
	if got, err := w.Accounts.User(t.Context(), w.Seller, u.ID); err != nil || got.Name != "li.lei" || got.State != account.StateActive {
		t.Errorf("%+v, %v", got, err)
	}
}
