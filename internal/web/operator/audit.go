package operator

import (
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/web/auditview"
	"github.com/souk-market/souk/internal/web/ui"
)

// auditLog is the audit log of all.
func (c *console) auditLog() auditview.View {
	return auditview.View{Audit: c.d.Audit, Base: auditURL, Needs: account.OperatorAudit, Now: c.d.Clock.Now, Log: c.d.Log, People: c.d.Accounts,
		Scope: func(account.Actor) audit.Scope { return audit.Everything() },
		Frame: func(r *http.Request, who account.Actor, page ui.ConsolePage) (ui.ConsolePage, error) {
			w, err := c.waiting(r.Context(), who)
			page.Area, page.AreaURL = ui.T(r.Context(), "ui.area.operator"), "/operator"
			page.Menu = w.frame(r.Context(), page.Title).Menu
			if len(page.Crumbs) == 0 {
				page.Crumbs = []ui.Crumb{{Label: page.Title}}
			}
			return page, err
		}}
}

// auditURL is where the log of all is; with ?account= that of one.
const auditURL = "/operator/audit"
