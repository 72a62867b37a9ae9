package menu

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/web/ui"
)

// upgradeRules are the applications for upgrade rules, in the list of all about products.
const upgradeRules = "/seller/applications?kind=upgrade_rule"

// ApplicationTabs are the parts of 我的申请, as far as the person may follow them: a seller finds each of its applications, of
// whatever kind (business-rules 4.1), in one of them. A kind with a list of its own gets a line here.
func ApplicationTabs(ctx context.Context) []ui.Tab {
	who, _ := account.ActorFrom(ctx)
	v := ui.ViewOf(ctx)
	upgrades := v.Path == "/seller/applications" && v.Query.Get("kind") == "upgrade_rule"
	var out []ui.Tab
	for _, t := range []struct {
		needs account.Permission
		ui.Tab
	}{
		{account.SellerApplications, ui.Tab{Label: ui.T(ctx, "menu.applications.products"), Href: "/seller/applications"}},
		{account.SellerApplications, ui.Tab{Label: ui.T(ctx, "menu.applications.upgrades"), Href: upgradeRules, Active: upgrades}},
		{account.SellerStorefront, ui.Tab{Label: ui.T(ctx, "menu.applications.company"), Href: "/seller/applications/changes"}},
		{account.SellerBusinessPlan, ui.Tab{Label: ui.T(ctx, "menu.applications.plans"), Href: "/seller/business-plans/applications"}},
	} {
		if who.Can(t.needs) {
			out = append(out, t.Tab)
		}
	}
	return out
}
