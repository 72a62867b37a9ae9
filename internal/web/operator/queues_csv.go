package operator

import (
	"net/http"
	"strconv"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/sheet"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/ui"
)

// entriesCSV is the list of applications to become a seller as a file; what was typed into them is not in it.
func (c *console) entriesCSV(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	row := func(s seller.Submission) []string {
		return []string{s.ID, s.LegalName, verifiedKind(ctx, s.Verified), strconv.FormatInt(s.Number, 10), outcomeText(ctx, s.Outcome), s.AssigneeName,
			sheet.Time(s.SubmittedAt), sheet.Time(s.DecidedAt), s.DecidedName, s.Reason}
	}
	header := columns(ctx, "application", "company", "kind", "round", "state", "assignee", "submitted", "decided", "decider", "reason")
	return ui.Export(w, r, ui.Sheet[seller.Submission]{Name: c.fileName("seller-applications"), Header: header, Row: row, Log: c.d.Log},
		func(req page.Request) (page.Of[seller.Submission], error) {
			return c.d.Sellers.Applications(ctx, actor, entryFilter(r, actor), req)
		})
}

// changesCSV is the list of changes as a file; what they say is not in it.
func (c *console) changesCSV(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	row := func(x seller.Change) []string {
		return []string{x.ID, ui.In(ctx, x.SellerName), ui.In(ctx, x.Kind.Name()), changeText(ctx, x.State), x.AssigneeName,
			sheet.Time(x.SubmittedAt), sheet.Time(x.DecidedAt), x.DecidedName, x.Reason}
	}
	header := columns(ctx, "change", "seller", "kind", "state", "assignee", "submitted", "decided", "decider", "reason")
	return ui.Export(w, r, ui.Sheet[seller.Change]{Name: c.fileName("seller-changes"), Header: header, Row: row, Log: c.d.Log},
		func(req page.Request) (page.Of[seller.Change], error) {
			return c.d.Sellers.Changes(ctx, actor, changeFilter(r, actor), req)
		})
}

// certificationsCSV is the list of business certifications as a file; bank and tax data are not in it.
func (c *console) certificationsCSV(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	var names map[string]account.Account // of the page being written
	row := func(x seller.Certification) []string {
		return []string{x.AccountID, names[x.AccountID].LegalName, ui.T(ctx, "operator.certification.state."+x.State),
			ui.T(ctx, "operator.certification.todo."+todo(x)), strconv.Itoa(x.Failures), x.AssigneeName, sheet.Time(x.WaitingSince),
			sheet.Time(x.SubmittedAt), sheet.Time(x.DecidedAt), x.DecidedName, x.Reason}
	}
	header := columns(ctx, "account", "company", "state", "todo", "failures", "assignee", "since", "submitted", "decided", "decider", "reason")
	return ui.Export(w, r, ui.Sheet[seller.Certification]{Name: c.fileName("certifications"), Header: header, Row: row, Log: c.d.Log},
		func(req page.Request) (list page.Of[seller.Certification], err error) {
			list, names, err = c.listCertifications(r, actor, req)
			return list, err
		})
}
