package app_test

import (
	"strings"
	"testing"

	"github.com/souk-market/souk/e2e/misseller"
	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/app"
	"github.com/souk-market/souk/internal/app/apptest"
	"github.com/souk-market/souk/internal/kernel/money"
)

// business-rules 2.9, 12.1, 12.2: the overview of a centre is no way around the permissions of the pages behind it.
func TestAnOverviewShowsASubUserWhatItMaySeeElsewhere(t *testing.T) {
	t.Parallel()
	m := apptest.New(t, app.Settings{})
	m.Grant(m.Buyer, money.CNY(123_456_00))
	m.Buy(m.Publish(m.Server.Address(misseller.Behaviour{}), nil))
	for _, x := range []struct {
		main   account.Actor
		page   string
		alone  account.Permission
		hidden []string // what the main account sees there and a sub-user with the overview alone does not
	}{
		{m.Buyer, "/buyer", account.BuyerOverview, []string{`a[href="/buyer/wallet"]`, `a[href^="/buyer/orders"]`, `a[href^="/buyer/services"]`}},
		{m.Seller, "/seller", account.SellerOverview, []string{`a[href^="/seller/products"]`, `a[href="/seller/orders"]`, `a[href="/seller/applications/new"]`}},
	} {
		ctx := t.Context()
		u, err := m.Accounts.CreateUser(ctx, account.CreateUserInput{Actor: x.main, UserName: "only.one", Password: "correct-horse-1"})
		if err == nil {
			_, err = m.Accounts.CreateGroup(ctx, account.GroupInput{Actor: x.main, Name: "overview", Permissions: []string{x.alone.String()}, Members: []string{u.ID}})
		}
		if err != nil {
			t.Fatal(err)
		}
		sub, err := m.Accounts.Actor(ctx, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		main, a := m.Browse(x.main).Get(x.page), m.Browse(sub).Get(x.page)
		if a.Code != 200 || strings.Contains(a.Body, "123,4") {
			t.Errorf("%s: %d %s", x.page, a.Code, a.Main())
		}
		for _, what := range x.hidden {
			if main.Doc.Find("main "+what).Length() == 0 || a.Doc.Find("main "+what).Length() != 0 {
				t.Errorf("%s: %s stands %d times for the main account and %d times for the sub-user", x.page, what, main.Doc.Find("main "+what).Length(), a.Doc.Find("main "+what).Length())
			}
		}
	}
}
