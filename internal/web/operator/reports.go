package operator

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/feedback"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/opinion"
	"github.com/souk-market/souk/internal/web/ui"
)

const reportsURL = "/operator/reports"

func (c *console) feedbackRoutes() []door.Route {
	const needs = account.OperatorFeedback
	return []door.Route{
		{Pattern: "GET " + reportsURL, Needs: needs, Do: c.reports},
		{Pattern: "GET " + reportsURL + "/{id}", Needs: needs, Do: c.report},
		{Pattern: "POST " + reportsURL + "/{id}", Needs: needs, Do: door.Posted(c.decideReport)},
		{Pattern: "GET /operator/ratings", Needs: needs, Do: c.ratings},
		{Pattern: "GET /operator/ratings/{id}", Needs: needs, Do: c.rating},
		{Pattern: "POST /operator/ratings/{id}/hide", Needs: needs, Do: door.Posted(c.hideRating)},
		{Pattern: "POST /operator/ratings/{id}/show", Needs: needs, Do: door.Posted(c.showRatingAgain)},
		{Pattern: "GET /operator/questions", Needs: needs, Do: c.questions},
		{Pattern: "GET /operator/questions/{id}", Needs: needs, Do: c.question},
		{Pattern: "POST /operator/questions/{id}/hide", Needs: needs, Do: door.Posted(c.hideQuestion)},
		{Pattern: "POST /operator/questions/{id}/show", Needs: needs, Do: door.Posted(c.showQuestionAgain)},
	}
}

// reportsPage is the queue of reports.
type reportsPage struct {
	waiting
	List page.Of[feedback.Report]
}

func (c *console) reports(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	q := r.URL.Query()
	var p reportsPage
	var err error
	p.List, err = c.d.Feedback.Reports(r.Context(), actor, feedback.ReportFilter{State: q.Get("state"), Kind: q.Get("kind"), Text: q.Get("q")}, asked(r))
	if err != nil {
		return err
	}
	if p.waiting, err = c.waiting(r.Context(), actor); err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, reportsView(p))
	return nil
}

func reportRows(ctx context.Context, list []feedback.Report) []ui.Row {
	rows := make([]ui.Row, len(list))
	for i, x := range list {
		reason, _ := feedback.ReasonOf(x.Reason)
		rows[i] = ui.Row{Href: reportsURL + "/" + x.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, x.ProductName), reportKind(ctx, x.Kind)), ui.Text(ui.In(ctx, reason.Name)),
			ui.Text(x.ReporterName), reportBadge(ctx, x), ui.Time(x.CreatedAt)}}
	}
	return rows
}

func reportKind(ctx context.Context, kind string) string {
	return ui.T(ctx, "operator.report.kind."+kind)
}

func reportBadge(ctx context.Context, x feedback.Report) templ.Component {
	tone := map[string]ui.Tone{feedback.ReportOpen: ui.Warning, feedback.ReportAccepted: ui.Success, feedback.ReportActed: ui.Success}[x.State]
	if x.Malicious {
		return ui.Badge(ui.Danger, ui.T(ctx, "operator.report.malicious"))
	}
	return ui.Badge(tone, ui.T(ctx, "operator.report.state."+x.State))
}

func reportStates(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range feedback.ReportMachine.States() {
		out = append(out, ui.Option{Value: s, Label: ui.T(ctx, "operator.report.state."+s)})
	}
	return out
}

func reportKinds(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range []string{feedback.KindProduct, feedback.KindRating, feedback.KindQuestion} {
		out = append(out, ui.Option{Value: k, Label: reportKind(ctx, k)})
	}
	return out
}

// reportPage is one report with what it is about and the form to decide.
type reportPage struct {
	waiting
	feedback.Report
	Rating   *feedback.Rating   // nil when it is about something else, or gone
	Question *feedback.Question // as well
	Reporter *seller.Dossier    // who reported, when it is a seller and the operator may punish
	Form     url.Values
	Err      error
}

// outcomes are what may become of the report.
func (p reportPage) outcomes(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []string{feedback.ReportAccepted, feedback.ReportActed, feedback.ReportDismissed} {
		out = append(out, ui.Option{Value: s, Label: ui.T(ctx, "operator.report.state."+s), Help: ui.T(ctx, "operator.report.outcome."+s)})
	}
	return out
}

func (c *console) report(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showReport(w, r, actor, nil)
}

func (c *console) showReport(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	ctx := r.Context()
	p := reportPage{Form: r.PostForm, Err: refused}
	var err error
	if p.Report, err = c.d.Feedback.ReportByID(ctx, actor, r.PathValue("id")); err != nil {
		return err
	}
	if err := c.subject(ctx, actor, &p); err != nil {
		return err
	}
	if p.Reporter, err = c.reporter(ctx, actor, p.ReporterID); err != nil {
		return err
	}
	if p.waiting, err = c.waiting(ctx, actor); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(refused), reportView(p))
	return nil
}

// subject loads what a report is about; something may be gone with the account of who said it.
func (c *console) subject(ctx context.Context, actor account.Actor, p *reportPage) error {
	switch p.Kind {
	case feedback.KindRating:
		x, err := c.d.Feedback.Rating(ctx, actor, p.SubjectID)
		if err == nil {
			p.Rating = &x
		} else if !errors.Is(err, feedback.ErrRatingNotFound) {
			return err
		}
	case feedback.KindQuestion:
		x, err := c.d.Feedback.Question(ctx, actor, p.SubjectID)
		if err == nil {
			p.Question = &x
		} else if !errors.Is(err, feedback.ErrQuestionNotFound) {
			return err
		}
	}
	return nil
}

// reporter is the seller who reported, for an operator who may take points; nil otherwise.
func (c *console) reporter(ctx context.Context, actor account.Actor, accountID string) (*seller.Dossier, error) {
	if !actor.Can(account.OperatorPenalties) || !actor.Can(account.OperatorSellers) {
		return nil, nil
	}
	own, err := c.d.Sellers.ByAccount(ctx, accountID)
	if errors.Is(err, seller.ErrSellerNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	d, err := c.d.Sellers.Dossier(ctx, actor, own.ID)
	return &d, err
}

func (c *console) decideReport(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	f := r.PostForm
	_, err := c.d.Feedback.Decide(r.Context(), feedback.DecideInput{Actor: actor, ReportID: r.PathValue("id"), Outcome: f.Get("outcome"), Note: f.Get("note"),
		Malicious: f.Get("malicious") != "" || f.Get("points") != "", Points: f.Get("points") != "", Rev: door.Rev(f.Get("rev")), Confirm: f.Get("confirm")})
	switch {
	case err == nil:
		return door.Done(w, r, "operator.report.done", reportsURL+"?state="+feedback.ReportOpen)
	case !door.Showable(err):
		return err
	}
	return c.showReport(w, r, actor, err)
}

func (p reportPage) rev() []ui.Hidden {
	if p.Reporter == nil {
		return nil
	}
	return []ui.Hidden{{Name: "rev", Value: strconv.FormatInt(p.Reporter.Standing.Rev, 10)}}
}

// reportedRating is the subject as a card shows it.
func reportedRating(x feedback.Rating) opinion.Rated {
	return opinion.Rated{Rating: x, Full: true, Actions: ui.Link("/operator/ratings/"+x.ID, x.ID)}
}

func reportedQuestion(x feedback.Question) opinion.Asked {
	return opinion.Asked{Question: x, Full: true, Actions: ui.Link("/operator/questions/"+x.ID, x.ID)}
}
