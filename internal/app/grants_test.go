package app_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/order"
)

// business-rules 2.9: a sub-user works with the products that it was granted; of the others there is nothing for it, in no
// list and by no address, whatever its groups permit.
func TestASubUserWorksWithGrantedProductsOnly(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		g, err := m.Accounts.CreateGroup(ctx, account.GroupInput{Actor: m.Seller, Name: "All", Permissions: []string{"seller.products", "seller.applications",
			"seller.stock", "seller.orders", "seller.calls"}})
		must(err)
		u, err := m.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: m.Seller, UserName: "li.lei", Password: "pass-word-9", Groups: []string{g.ID}})
		must(err)
		lei, err := m.Accounts.Actor(ctx, u.ID)
		must(err)
		a, b := m.Publish(m.Server.Address(misseller.Behaviour{}), nil), m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		orders := map[string]order.Order{a: m.Buy(a), b: m.Buy(b)}
		calls := map[string]string{}
		all, err := m.Calls.List(ctx, m.Seller, call.Filter{}, page.Request{})
		must(err)
		for _, c := range all.Items {
			calls[c.ProductID] = c.ID
		}
		apps := map[string]string{}
		list, err := m.Catalog.Applications(ctx, m.Seller, catalog.ApplicationFilter{}, page.Request{})
		must(err)
		for _, x := range list.Items {
			apps[x.ProductID] = x.ID
		}
		if len(calls) < 2 || len(apps) < 2 {
			t.Fatalf("%d products with calls, %d with applications", len(calls), len(apps))
		}

		// sees checks that lists and addresses of both products show exactly those of want.
		sees := func(want ...string) {
			t.Helper()
			seen := map[string][]string{}
			products, err := m.Catalog.MyProducts(ctx, lei, catalog.ProductFilter{}, page.Request{})
			must(err)
			for _, x := range products.Items {
				seen["products"] = append(seen["products"], x.ID)
			}
			applications, err := m.Catalog.Applications(ctx, lei, catalog.ApplicationFilter{}, page.Request{})
			must(err)
			for _, x := range applications.Items {
				seen["applications"] = append(seen["applications"], x.ProductID)
			}
			bought, err := m.Orders.List(ctx, lei, order.Filter{}, page.Request{})
			must(err)
			for _, x := range bought.Items {
				seen["orders"] = append(seen["orders"], x.ProductID)
			}
			made, err := m.Calls.List(ctx, lei, call.Filter{}, page.Request{})
			must(err)
			for _, x := range made.Items {
				seen["calls"] = append(seen["calls"], x.ProductID)
			}
			for _, kind := range []string{"products", "applications", "orders", "calls"} {
				if diff := cmp.Diff(want, slices.Compact(seen[kind])); diff != "" {
					t.Errorf("%s (-want +got):\n%s", kind, diff)
				}
			}
		}
		// hidden asks for each thing of a product by its id, as somebody who edits the address does.
		hidden := func(p string) map[string]error {
			out := map[string]error{}
			_, out["product"] = m.Catalog.Get(ctx, lei, p)
			_, out["stock history"] = m.Catalog.StockHistory(ctx, lei, p, page.Request{})
			_, out["stock"] = m.Catalog.SetStock(ctx, catalog.SetStockInput{Actor: lei, ProductID: p, SpecID: "spc_x", Delta: 1})
			_, out["application"] = m.Catalog.ApplicationDetail(ctx, lei, apps[p])
			_, out["draft"] = m.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: lei, ApplicationID: apps[p], Rev: 1})
			_, out["order"] = m.Orders.Get(ctx, lei, orders[p].ID)
			_, _, out["call"] = m.Calls.Get(ctx, lei, calls[p])
			_, out["curl"] = m.Calls.Curl(ctx, lei, calls[p])
			out["restart"] = m.Calls.Restart(ctx, call.RestartInput{Actor: lei, CallID: calls[p]})
			return out
		}
		wantHidden := func(p string) {
			t.Helper()
			_, err := m.Catalog.OpenModification(ctx, catalog.OpenModificationInput{Actor: lei, ProductID: p})
			errs := hidden(p)
			errs["modification"] = err
			for name, err := range errs {
				if err == nil || apperr.Of(err).Kind != apperr.NotFound {
					t.Errorf("%s of a product without a grant: %v", name, err)
				}
			}
		}
		sees()
		wantHidden(a)
		wantHidden(b)

		must(m.Catalog.SetGrants(ctx, catalog.SetGrantsInput{Actor: m.Seller, ProductID: a, Users: []string{u.ID, u.ID}}))
		sees(a)
		wantHidden(b)
		for _, name := range []string{"product", "application", "order", "call", "stock history"} {
			if err := hidden(a)[name]; err != nil {
				t.Errorf("%s of a granted product: %v", name, err)
			}
		}

		// Who makes a product works with it; the main account works with all.
		d, err := m.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: lei})
		must(err)
		_, err = m.Catalog.Get(ctx, lei, d.ProductID)
		must(err)
		_, err = m.Catalog.Get(ctx, m.Seller, d.ProductID)
		must(err)
		must(m.Catalog.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: lei, ApplicationID: d.ID, Rev: d.Rev}))

		must(m.Catalog.SetGrants(ctx, catalog.SetGrantsInput{Actor: m.Seller, ProductID: a}))
		sees()
		wantHidden(a)
	})
}

func TestOnlyTheMainAccountGrantsAndOnlyToItsOwn(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx := t.Context()
		u, err := m.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: m.Seller, UserName: "li.lei", Password: "pass-word-9"})
		if err != nil {
			t.Fatal(err)
		}
		lei, err := m.Accounts.Actor(ctx, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		foreign, err := m.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: m.Buyer, UserName: "han.mei", Password: "pass-word-9"})
		if err != nil {
			t.Fatal(err)
		}
		p := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		for name, tc := range map[string]struct {
			who  account.Actor
			want error
		}{"a sub-user": {lei, account.ErrForbidden}, "a buyer": {m.Buyer, catalog.ErrProductNotFound}, "nobody": {account.Actor{}, account.ErrUnauthenticated}} {
			if err := m.Catalog.SetGrants(ctx, catalog.SetGrantsInput{Actor: tc.who, ProductID: p, Users: []string{u.ID}}); !errors.Is(err, tc.want) {
				t.Errorf("%s grants: %v", name, err)
			}
			if _, err := m.Catalog.Grants(ctx, tc.who, p); !errors.Is(err, tc.want) {
				t.Errorf("%s reads grants: %v", name, err)
			}
		}
		for _, id := range []string{foreign.ID, m.Seller.ID, "acc_x", ""} {
			err := m.Catalog.SetGrants(ctx, catalog.SetGrantsInput{Actor: m.Seller, ProductID: p, Users: []string{id}})
			if got := apperr.FieldsOf(err)["users"]; got == nil || got.Code != "user_not_found" {
				t.Errorf("granted to %q: %v", id, err)
			}
		}
		if got, err := m.Catalog.Grants(ctx, m.Seller, p); err != nil || len(got) != 0 {
			t.Errorf("%v, %v", got, err)
		}
	})
}

// business-rules 2.9: the grants of a product, and of a sub-user, are one thing from two sides; who is removed leaves both.
func TestGrantsReadTheSameFromBothSidesAndCanBeGivenBack(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		var users []string
		for _, name := range []string{"li.lei", "han.mei"} {
			u, err := m.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: m.Seller, UserName: name, Password: "pass-word-9"})
			must(err)
			users = append(users, u.ID)
		}
		slices.Sort(users)
		products := []string{m.Publish(m.Server.Address(misseller.Behaviour{}), nil), m.Publish(m.Server.Address(misseller.Behaviour{}), nil)}
		slices.Sort(products)
		holds := func(user string, want ...string) {
			t.Helper()
			got, err := m.Catalog.UserGrants(ctx, m.Seller, user)
			must(err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("products of a sub-user (-want +got):\n%s", diff)
			}
		}
		granted := func(product string, want ...string) {
			t.Helper()
			got, err := m.Catalog.Grants(ctx, m.Seller, product)
			must(err)
			if !slices.Equal(want, got) {
				t.Errorf("sub-users of a product: %v, want %v", got, want)
			}
		}
		must(m.Catalog.SetGrants(ctx, catalog.SetGrantsInput{Actor: m.Seller, ProductID: products[0], Users: users}))
		holds(users[0], products[0])
		must(m.Catalog.SetUserGrants(ctx, catalog.SetUserGrantsInput{Actor: m.Seller, UserID: users[0], Products: []string{products[1], products[1]}}))
		holds(users[0], products[1])
		holds(users[1], products[0])
		granted(products[0], users[1])
		granted(products[1], users[0])
		must(m.Catalog.SetUserGrants(ctx, catalog.SetUserGrantsInput{Actor: m.Seller, UserID: users[0], Products: products}))
		must(m.Catalog.SetUserGrants(ctx, catalog.SetUserGrantsInput{Actor: m.Seller, UserID: users[0], Products: products})) // nothing to do
		holds(users[0], products...)
		if got := recorded(t, m, m.Seller.ID, "catalog.user_grants_changed"); len(got) != 2 {
			t.Errorf("%d entries for two changes", len(got))
		}

		must(m.Accounts.RemoveUser(ctx, m.Seller, users[0]))
		granted(products[0], users[1])
		list, err := m.Catalog.Grants(ctx, m.Seller, products[0])
		must(err)
		must(m.Catalog.SetGrants(ctx, catalog.SetGrantsInput{Actor: m.Seller, ProductID: products[0], Users: list}))
		if _, err := m.Catalog.UserGrants(ctx, m.Seller, users[0]); !errors.Is(err, account.ErrUserNotFound) {
			t.Errorf("grants of a removed sub-user: %v", err)
		}

		// A draft that is deleted is nobody's any more, and the list can still be given back.
		d, err := m.Catalog.SaveDraft(ctx, catalog.SaveDraftInput{Actor: m.Seller})
		must(err)
		must(m.Catalog.SetUserGrants(ctx, catalog.SetUserGrantsInput{Actor: m.Seller, UserID: users[1], Products: []string{d.ProductID}}))
		must(m.Catalog.DeleteDraft(ctx, catalog.DeleteDraftInput{Actor: m.Seller, ApplicationID: d.ID, Rev: d.Rev}))
		holds(users[1])
	})
}

func TestASubUserIsGrantedOnlyProductsOfItsSellerAndOnlyByTheMainAccount(t *testing.T) {
	t.Parallel()
	apptest.Run(t, func(t *testing.T, m *apptest.Market) {
		ctx := t.Context()
		u, err := m.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: m.Seller, UserName: "li.lei", Password: "pass-word-9"})
		if err != nil {
			t.Fatal(err)
		}
		lei, err := m.Accounts.Actor(ctx, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		p := m.Publish(m.Server.Address(misseller.Behaviour{}), nil)
		other := m.Other()
		hers, err := m.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: other, UserName: "han.mei", Password: "pass-word-9"})
		if err != nil {
			t.Fatal(err)
		}
		for name, tc := range map[string]struct {
			who  account.Actor
			want error
		}{"a sub-user": {lei, account.ErrForbidden}, "another seller": {other, account.ErrUserNotFound}, "a buyer": {m.Buyer, account.ErrUserNotFound},
			"nobody": {account.Actor{}, account.ErrUnauthenticated}} {
			if err := m.Catalog.SetUserGrants(ctx, catalog.SetUserGrantsInput{Actor: tc.who, UserID: u.ID, Products: []string{p}}); !errors.Is(err, tc.want) {
				t.Errorf("%s grants: %v", name, err)
			}
			if _, err := m.Catalog.UserGrants(ctx, tc.who, u.ID); !errors.Is(err, tc.want) {
				t.Errorf("%s reads grants: %v", name, err)
			}
		}
		for _, in := range []catalog.SetUserGrantsInput{{Actor: other, UserID: hers.ID, Products: []string{p}}, {Actor: m.Seller, UserID: u.ID, Products: []string{p, "prd_x"}}} {
			if got := apperr.FieldsOf(m.Catalog.SetUserGrants(ctx, in))["products"]; got == nil || got.Code != catalog.ErrProductNotFound.Code {
				t.Errorf("granted %v: %v", in.Products, got)
			}
		}
		if got, err := m.Catalog.UserGrants(ctx, m.Seller, u.ID); err != nil || len(got) != 0 {
			t.Errorf("%v, %v", got, err)
		}
	})
}
