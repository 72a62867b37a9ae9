package auditview

import (
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/web/ui"
)

// chainPage checks that no entry was changed or removed.
type chainPage struct {
	View
	frame  ui.ConsolePage
	report *audit.Report // nil until somebody asks
	took   time.Duration
}

func (v View) chain(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return v.showChain(w, r, who, chainPage{})
}

// check reads the whole log. It changes nothing; it is a POST because it is work.
func (v View) check(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	start := clock.Wall()
	report, err := v.Audit.Verify(r.Context(), v.Scope(who))
	if err != nil {
		return err
	}
	for _, f := range report.Faults {
		v.Log.ErrorContext(r.Context(), "audit log is broken", "account", f.Log, "entry", f.EntryID, "seq", f.Seq, "flaw", string(f.Flaw))
	}
	return v.showChain(w, r, who, chainPage{report: &report, took: clock.Wall().Sub(start)})
}

func (v View) showChain(w http.ResponseWriter, r *http.Request, who account.Actor, p chainPage) error {
	ctx := r.Context()
	p.View = v
	title := ui.T(ctx, "auditview.chain")
	var err error
	p.frame, err = v.Frame(r, who, ui.ConsolePage{Title: title, Lead: ui.T(ctx, "auditview.chain.lead"), Crumbs: v.crumbs(ctx, title), Narrow: true})
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, chainView(p))
	return nil
}
