package org

import (
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/web/auditview"
	"github.com/souk-market/souk/internal/web/menu"
	"github.com/souk-market/souk/internal/web/ui"
)

// auditLog is the organisation's audit log, for the main account and the sub-users whom it lets read it.
func (p *pages) auditLog() auditview.View {
	return auditview.View{Audit: p.Audit, Base: "/account/audit", Needs: account.OrgAudit, Now: p.Clock.Now, Log: p.Log,
		Scope: func(who account.Actor) audit.Scope { return audit.Of(who.ID) },
		Frame: func(r *http.Request, _ account.Actor, page ui.ConsolePage) (ui.ConsolePage, error) {
			return menu.Account(r.Context(), page), nil
		}}
}
