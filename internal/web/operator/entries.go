package operator

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// entriesPage is the list of applications to become a seller.
type entriesPage struct {
	waiting
	List page.Of[seller.Submission]
}

// entryFilter reads the filter of the list. Without a state it is everything that was ever handed in.
func entryFilter(r *http.Request, actor account.Actor) seller.SubmissionFilter {
	q := r.URL.Query()
	f := seller.SubmissionFilter{Outcome: q.Get("state"), Text: q.Get("q")}
	switch f.Outcome {
	case "":
		f.Outcome = seller.AnyOutcome
	case waits:
		f.Outcome = seller.OutcomeWaiting
	}
	if q.Get("mine") != "" {
		f.AssigneeID = actor.UserID
	}
	return f
}

func (c *console) entries(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	var p entriesPage
	var err error
	if p.List, err = c.d.Sellers.Applications(r.Context(), actor, entryFilter(r, actor), asked(r)); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, entriesView(p))
	return nil
}

func entryRows(ctx context.Context, list []seller.Submission) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, s := range list {
		when := ui.Time(s.DecidedAt)
		if s.Outcome == seller.OutcomeWaiting {
			when = sinceBadge(s.SubmittedAt)
		}
		rows[i] = ui.Row{Href: "/operator/seller-applications/" + s.ID, Cells: []templ.Component{ui.TwoLines(s.LegalName, verifiedKind(ctx, s.Verified)),
			ui.Text(strconv.FormatInt(s.Number, 10)), outcomeBadge(ctx, s.Outcome), ui.Text(cmp.Or(s.DecidedName, s.AssigneeName)), ui.Time(s.SubmittedAt), when}}
	}
	return rows
}

func outcomeBadge(ctx context.Context, outcome string) templ.Component {
	if outcome == seller.OutcomeWaiting {
		outcome = waits
	}
	return ui.StatusBadge(outcome, outcomeText(ctx, outcome))
}

func outcomeText(ctx context.Context, outcome string) string {
	if outcome == seller.OutcomeWaiting {
		outcome = waits
	}
	return ui.T(ctx, "operator.entry.outcome."+outcome)
}

func entryOutcomes(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, o := range []string{waits, seller.OutcomeApproved, seller.OutcomeRejected, seller.OutcomeWithdrawn} {
		out = append(out, ui.Option{Value: o, Label: ui.T(ctx, "operator.entry.outcome."+o)})
	}
	return out
}

// nothingWaiting praises an empty queue; any other filter that leaves nothing keeps the usual text.
func nothingWaiting(ctx context.Context, all string) ui.Empty {
	q := ui.ViewOf(ctx).Query
	if q.Get("state") != waits || q.Get("q") != "" || q.Get("mine") != "" {
		return ui.Empty{}
	}
	return ui.Empty{Icon: "check-circle", Title: ui.T(ctx, "operator.admission.none"), Text: ui.T(ctx, "operator.admission.none.text"),
		Action: ui.Button(ui.Btn{Label: ui.T(ctx, "operator.admission.all"), Href: all})}
}

// entryPage is one application with the forms to decide on it.
type entryPage struct {
	waiting
	seller.Review
	decisionForm
	SellerID string // "" before it was ever admitted
}

func (c *console) entry(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showEntry(w, r, actor, nil)
}

func (c *console) showEntry(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	ctx, id := r.Context(), r.PathValue("id")
	p := entryPage{decisionForm: decisionForm{Action: "/operator/seller-applications/" + id, Form: r.PostForm, Err: refused}}
	var err error
	if p.Review, err = c.d.Sellers.Application(ctx, actor, id); err != nil {
		return err
	}
	p.decisionForm.Rev, p.Mine = p.Submission.Rev, p.AssigneeID == actor.UserID
	own, err := c.d.Sellers.ByAccount(ctx, p.Submission.AccountID)
	if err != nil && !errors.Is(err, seller.ErrSellerNotFound) {
		return err
	}
	p.SellerID = own.ID
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), entryView(p))
	return nil
}

// decideEntry does what a button of the page says. After a decision comes the queue, otherwise the page again.
func (c *console) decideEntry(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx, do, s := r.Context(), r.PostForm.Get("do"), c.d.Sellers
	in := seller.ReviewInput{Actor: actor, ID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev")), Checklist: r.PostForm["checklist"], Reason: r.PostForm.Get("reason"),
		Release: do == "release"}
	var err error
	next := "/operator/seller-applications/" + in.ID
	switch do {
	case "assign", "release":
		_, err = s.AssignApplication(ctx, in)
	case "check":
		_, err = s.CheckApplication(ctx, in)
	case "approve":
		_, err = s.ApproveApplication(ctx, in)
		next = "/operator/seller-applications?state=" + waits
	case "reject":
		_, err = s.RejectApplication(ctx, in)
		next = "/operator/seller-applications?state=" + waits
	default:
		ui.NotFound(w, r)
		return nil
	}
	if shown, failed := answered(w, r, err, next); shown {
		return failed
	}
	return c.showEntry(w, r, actor, err)
}

// entryDocument shows a document of an application; the room records the look.
func (c *console) entryDocument(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	id, err := c.d.Sellers.ApplicationFile(r.Context(), actor, r.PathValue("id"), r.PathValue("field"))
	if err != nil {
		return err
	}
	return c.d.Files.Serve(w, r, id, blob.Inline)
}
