package operator

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/call"
	"github.com/souk-market/souk/internal/catalog"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/order"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/wallet"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

// waiting is how much wants an operator, each as far as one page of its list reaches: the menu shows more as "99+".
// What the operator may not decide is 0.
type waiting struct {
	Applications  int
	Verifications int
	Transfers     int
	Calls         int
	Reports       int
	Sellers       seller.Waiting
	Promo         promo.Waiting
	Joint         joint.Waiting
	Jobs          job.Counts
}

func (c *console) waiting(ctx context.Context, actor account.Actor) (out waiting, err error) {
	counts := []struct {
		needs account.Permission
		count func(context.Context, account.Actor) (int, error)
		into  *int
	}{{account.OperatorApplications, c.d.Catalog.CountPending, &out.Applications}, {account.OperatorTransfers, c.d.Wallet.CountTransfers, &out.Transfers},
		{account.OperatorVerifications, c.d.RealName.CountWaiting, &out.Verifications}, {account.OperatorCalls, c.d.Calls.CountFailing, &out.Calls},
		{account.OperatorFeedback, c.d.Feedback.CountReports, &out.Reports}}
	for _, x := range counts {
		if !actor.Can(x.needs) {
			continue
		}
		if *x.into, err = x.count(ctx, actor); err != nil {
			return out, err
		}
	}
	if actor.Can(account.OperatorSellerReviews) || actor.Can(account.OperatorCertifications) {
		if out.Sellers, err = c.d.Sellers.Waiting(ctx, actor); err != nil {
			return out, err
		}
	}
	if actor.Can(account.OperatorPromotions) {
		if out.Promo, err = c.d.Promo.Waiting(ctx, actor); err != nil {
			return out, err
		}
	}
	if actor.Can(account.OperatorJoint) {
		if out.Joint, err = c.d.Joint.Waiting(ctx, actor); err != nil {
			return out, err
		}
	}
	out.Jobs, err = c.d.Queue.Counts(ctx)
	return out, err
}

// points are the console's left menu, with the permission that each needs.
func (w waiting) points(ctx context.Context) []menu.Group {
	links := ui.ViewOf(ctx).Links
	return []menu.Group{
		{Items: []menu.Item{{Needs: account.OperatorOverview, Label: ui.T(ctx, "operator.menu.overview"), Href: "/operator", Icon: "dashboard"}}},
		{Title: ui.T(ctx, "operator.menu.decide"), Items: []menu.Item{
			{Needs: account.OperatorApplications, Label: ui.T(ctx, "operator.menu.applications"), Href: "/operator/applications?state=" + catalog.StatePending, Icon: "review", Badge: w.Applications},
			{Needs: account.OperatorSellerReviews, Label: ui.T(ctx, "operator.entries"), Href: "/operator/seller-applications?state=" + waits, Icon: "store", Badge: w.Sellers.Applications},
			{Needs: account.OperatorSellerReviews, Label: ui.T(ctx, "operator.seller-changes"), Href: changesURL + "?state=" + waits, Icon: "refresh", Badge: w.Sellers.Changes},
			{Needs: account.OperatorCertifications, Label: ui.T(ctx, "operator.certifications"), Href: "/operator/certifications?state=" + waits, Icon: "shield-check", Badge: w.Sellers.Certifications},
			{Needs: account.OperatorVerifications, Label: ui.T(ctx, "operator.verifications"), Href: "/operator/verifications", Icon: "id-card", Badge: w.Verifications},
			{Needs: account.OperatorTransfers, Label: ui.T(ctx, "operator.menu.transfers"), Href: "/operator/transfers?state=" + string(wallet.StateSubmitted), Icon: "bank", Badge: w.Transfers},
			{Needs: account.OperatorFeedback, Label: ui.T(ctx, "operator.reports"), Href: reportsURL + "?state=" + feedback.ReportOpen, Icon: "flag", Badge: w.Reports},
			{Needs: account.OperatorPromotions, Label: ui.T(ctx, "operator.coupons"), Href: couponsURL + "?state=" + waits, Icon: "ticket", Badge: w.Promo.Coupons},
			{Needs: account.OperatorPromotions, Label: ui.T(ctx, "operator.offers"), Href: offersURL + "?state=" + waits, Icon: "tag", Badge: w.Promo.Offers},
			{Needs: account.OperatorPromotions, Label: ui.T(ctx, "operator.resales"), Href: resalesURL, Icon: "briefcase", Badge: w.Promo.Resales},
			{Needs: account.OperatorJoint, Label: ui.T(ctx, "operator.joint"), Href: jointURL + "?state=" + waits, Icon: "award", Badge: w.Joint.Certifications},
			{Needs: account.OperatorJoint, Label: ui.T(ctx, "operator.plans"), Href: plansURL + "?state=" + waits, Icon: "chart-column", Badge: w.Joint.Plans},
		}},
		{Title: ui.T(ctx, "operator.menu.watch"), Items: []menu.Item{
			{Needs: account.OperatorApplications, Label: ui.T(ctx, "operator.products"), Href: "/operator/products", Icon: "box"},
			{Needs: account.OperatorSellers, Label: ui.T(ctx, "operator.menu.sellers"), Href: "/operator/sellers", Icon: "store", Badge: w.Sellers.Exits},
			{Needs: account.OperatorAccounts, Label: ui.T(ctx, "operator.accounts"), Href: "/operator/accounts", Icon: "users"},
			{Needs: account.OperatorOrders, Label: ui.T(ctx, "operator.menu.orders"), Href: "/operator/orders", Icon: "orders"},
			{Needs: account.OperatorFeedback, Label: ui.T(ctx, "operator.ratings"), Href: "/operator/ratings", Icon: "star"},
			{Needs: account.OperatorFeedback, Label: ui.T(ctx, "operator.questions"), Href: "/operator/questions", Icon: "help"},
			{Needs: account.OperatorCalls, Label: ui.T(ctx, "operator.menu.calls"), Href: "/operator/calls", Icon: "plug", Badge: w.Calls},
			{Needs: account.OperatorHealth, Label: ui.T(ctx, "operator.menu.health"), Href: "/operator/health", Icon: "activity", Badge: int(w.Jobs.Dead)},
		}},
		{Title: ui.T(ctx, "operator.menu.settings"), Items: []menu.Item{
			{Needs: account.OperatorHome, Label: ui.T(ctx, "operator.home"), Href: homeURL, Icon: "layout"},
			{Needs: account.OperatorPromotions, Label: ui.T(ctx, "operator.promotions"), Href: promotionsURL, Icon: "scale"},
			{Needs: account.OperatorCash, Label: ui.T(ctx, "operator.cash"), Href: cashURL, Icon: "wallet"},
			{Needs: account.OperatorTemplates, Label: ui.T(ctx, "operator.menu.texts"), Href: "/operator/texts", Icon: "edit"},
			{Needs: account.OperatorAgreements, Label: ui.T(ctx, "operator.agreements"), Href: "/operator/agreements", Icon: "file-text"},
			{Needs: account.OperatorAudit, Label: ui.T(ctx, "auditview.title"), Href: auditURL, Icon: "scroll-text"},
			{Needs: account.OperatorStaff, Label: ui.T(ctx, "operator.staff"), Href: "/operator/staff", Icon: "shield"},
		}},
		{Title: ui.T(ctx, "operator.menu.own"), Items: []menu.Item{
			{Needs: account.SignedIn, Label: ui.T(ctx, "operator.menu.messages"), Href: links.Messages, Icon: "message", Badge: ui.ViewOf(ctx).Unread},
			{Needs: account.SignedIn, Label: ui.T(ctx, "operator.menu.account"), Href: links.Account, Icon: "settings"},
		}},
	}
}

// frame is the shell around a page.
func (w waiting) frame(ctx context.Context, title string, crumbs ...ui.Crumb) ui.ConsolePage {
	if len(crumbs) > 0 || title != ui.T(ctx, "operator.menu.overview") {
		crumbs = append(crumbs, ui.Crumb{Label: title})
	}
	return ui.ConsolePage{Area: ui.T(ctx, "ui.area.operator"), AreaURL: "/operator", Menu: menu.Permitted(ctx, w.points(ctx)), Title: title, Crumbs: crumbs}
}

// applicationState, orderState, callState and transferState name states in the page's language.
func applicationState(ctx context.Context, s string) string { return ui.T(ctx, "catalog.state."+s) }

func orderState(ctx context.Context, s string) string {
	switch s {
	case order.StatePendingPayment, order.StateProcessing, order.StateCompleted, order.StateCancelled:
		return ui.T(ctx, "operator.order.state."+s)
	}
	return s
}

func callState(ctx context.Context, s string) string {
	switch s {
	case call.StatePending, call.StateOK, call.StateFailed:
		return ui.T(ctx, "operator.call.state."+s)
	}
	return s
}

func transferState(ctx context.Context, s wallet.State) string {
	return ui.T(ctx, "operator.transfer.state."+string(s))
}

// queueTabs lead from one queue of sellers' applications to the others (business-rules 4.1: each kind is in one of them), as far as
// the operator may decide on them.
func (w waiting) queueTabs(ctx context.Context) []ui.Tab {
	who, _ := account.ActorFrom(ctx)
	var out []ui.Tab
	for _, t := range []struct {
		needs account.Permission
		ui.Tab
	}{
		{account.OperatorApplications, ui.Tab{Label: ui.T(ctx, "operator.menu.applications"), Href: "/operator/applications?state=" + catalog.StatePending, Count: w.Applications}},
		{account.OperatorSellerReviews, ui.Tab{Label: ui.T(ctx, "operator.seller-changes"), Href: changesURL + "?state=" + waits, Count: w.Sellers.Changes}},
		{account.OperatorJoint, ui.Tab{Label: ui.T(ctx, "operator.plans"), Href: plansURL + "?state=" + waits, Count: w.Joint.Plans}},
	} {
		if who.Can(t.needs) {
			out = append(out, t.Tab)
		}
	}
	return out
}
