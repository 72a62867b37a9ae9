package menu_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
	"github.com/souk-market/souk/internal/web/ui/uitest"
)

func TestTextsAreCompleteAndAllAreUsed(t *testing.T) {
	t.Parallel()
	uitest.Catalogs(t, menu.LocaleFS(), "menu.")
	uitest.Keys(t, uitest.Load(t, menu.LocaleFS()), ".")
	uitest.Unused(t, menu.LocaleFS(), "menu.", ".")
	uitest.Icons(t, ".")
}

func centre() []menu.Group {
	return []menu.Group{
		{Items: []menu.Item{{Needs: account.SellerOverview, Href: "/seller"}}},
		{Title: "goods", Items: []menu.Item{{Needs: account.SellerProducts, Href: "/seller/products"}, {Needs: account.SellerKeys, Href: "/seller/keys"}}},
		{Title: "mine", Items: []menu.Item{{Needs: account.SignedIn, Href: "/account", Badge: 3}}},
	}
}

func TestARoleThatLacksTheOverviewBeginsElsewhere(t *testing.T) {
	t.Parallel()
	points := []menu.Group{{Items: []menu.Item{{Needs: account.OperatorStaff, Href: "/operator/staff"}, {Needs: account.OperatorTransfers, Href: "/operator/transfers"}}}}
	who := account.Account{ID: "acc_3", Kind: account.Operator, SecondFactor: true, Roles: []account.Role{account.RoleFinance}}.Actor()
	if got := menu.First(points, who, account.Operator); got != "/operator/transfers" {
		t.Errorf("home %q", got)
	}
	want := []ui.MenuGroup{{Items: []ui.MenuItem{{Href: "/operator/transfers"}}}}
	if diff := cmp.Diff(want, menu.Permitted(account.WithActor(context.Background(), who), points)); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyWhatThePersonMayDoIsDrawn(t *testing.T) {
	t.Parallel()
	mine := ui.MenuGroup{Title: "mine", Items: []ui.MenuItem{{Href: "/account", Badge: 3}}}
	for name, tc := range map[string]struct {
		who  account.Actor
		want []ui.MenuGroup
		home string
	}{
		"nobody":  {account.Actor{}, nil, ""},
		"a buyer": {account.Account{ID: "acc_1", Kind: account.Buyer}.Actor(), []ui.MenuGroup{mine}, ""},
		"a seller": {account.Account{ID: "acc_1", Kind: account.Seller}.Actor(), []ui.MenuGroup{{Items: []ui.MenuItem{{Href: "/seller"}}},
			{Title: "goods", Items: []ui.MenuItem{{Href: "/seller/products"}, {Href: "/seller/keys"}}}, mine}, "/seller"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, menu.Permitted(account.WithActor(context.Background(), tc.who), centre())); diff != "" {
				t.Error(diff)
			}
			if got := menu.First(centre(), tc.who, account.Seller); got != tc.home {
				t.Errorf("home %q, want %q", got, tc.home)
			}
		})
	}
}
