package operator

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// plansURL is the queue of business plans (business-rules 3.4, 12.8).
const plansURL = "/operator/business-plans"

func (c *console) jointRoutes() []door.Route {
	return []door.Route{
		{Pattern: "GET " + jointURL, Needs: account.OperatorJoint, Do: c.jointCertifications},
		{Pattern: "GET " + jointURL + "/{id}", Needs: account.OperatorJoint, Do: c.jointCertification},
		{Pattern: "POST " + jointURL + "/{id}", Needs: account.OperatorJoint, Do: door.Posted(c.decideJoint)},
		{Pattern: "GET " + jointURL + "/{id}/files/{field}", Needs: account.OperatorJoint, Do: c.jointFile},
		{Pattern: "GET " + plansURL, Needs: account.OperatorJoint, Do: c.plans},
		{Pattern: "GET " + plansURL + "/{id}", Needs: account.OperatorJoint, Do: c.plan},
		{Pattern: "POST " + plansURL + "/{id}", Needs: account.OperatorJoint, Do: door.Posted(c.decidePlan)},
	}
}

// planFilter reads the filter of the queue. Without a state it is everything that was ever handed in.
func planFilter(r *http.Request) joint.PlanFilter {
	f := reviewFilter(r)
	return joint.PlanFilter{State: f.State, Text: f.Text}
}

func planBadge(ctx context.Context, state string) templ.Component {
	return ui.StatusBadge(state, ui.T(ctx, "operator.plan.state."+state))
}

// planStates are what the queue can be narrowed to.
func planStates(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: waits, Label: ui.T(ctx, "operator.plan.state."+joint.PlanInReview)},
		{Value: joint.PlanApproved, Label: ui.T(ctx, "operator.plan.state."+joint.PlanApproved)},
		{Value: joint.PlanRejected, Label: ui.T(ctx, "operator.plan.state."+joint.PlanRejected)}}
}

func (c *console) plans(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	ctx := r.Context()
	list, err := c.d.Joint.PlanQueue(ctx, actor, planFilter(r), asked(r))
	if err != nil {
		return err
	}
	p := queuePage{Next: list.Next}
	for _, x := range list.Items {
		p.Rows = append(p.Rows, ui.Row{Href: plansURL + "/" + x.ID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, x.Product), ui.In(ctx, x.SellerName)),
			planBadge(ctx, x.State), ui.Text(strconv.FormatInt(x.N, 10)), ui.Money(x.Years[0].GMV), ui.Time(x.SubmittedAt)}})
	}
	return c.queue(w, r, p, plansView)
}

type planPage struct {
	grantPage
	joint.PlanDetail
}

func (c *console) plan(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	return c.showPlan(w, r, actor, nil)
}

func (c *console) showPlan(w http.ResponseWriter, r *http.Request, actor account.Actor, refused error) error {
	d, err := c.d.Joint.Plan(r.Context(), actor, r.PathValue("id"))
	if err != nil {
		return err
	}
	p := planPage{PlanDetail: d}
	if p.grantPage, err = c.grant(r, plansURL+"/"+d.ID, refused); err != nil {
		return err
	}
	p.grantPage.Rev, p.Open = d.Rev, d.State == joint.PlanInReview
	ui.Render(w, r, ui.StatusOf(refused), planDetailView(p))
	return nil
}

func (c *console) decidePlan(w http.ResponseWriter, r *http.Request, actor account.Actor) error {
	in := joint.DecidePlanInput{Actor: actor, ID: r.PathValue("id"), Rev: door.Rev(r.PostForm.Get("rev")), Reason: r.PostForm.Get("reason")}
	_, err := pickDecision(r, c.d.Joint.ApprovePlan, c.d.Joint.RejectPlan)(r.Context(), in)
	switch {
	case err == nil && r.PostForm.Get("do") == "approve":
		return door.Done(w, r, "operator.plan.approved", plansURL+"?state="+waits)
	case err == nil:
		return door.Done(w, r, "operator.plan.rejected", plansURL+"?state="+waits)
	case door.Showable(err):
		return c.showPlan(w, r, actor, err)
	}
	return err
}

// before is what the version in force says of a year, or a dash.
func (p planPage) before(year int) templ.Component {
	if y, ok := p.Before.For(year); ok {
		return ui.Money(y.GMV)
	}
	return ui.Muted("–")
}

func (p planPage) rows() []ui.Row {
	out := make([]ui.Row, len(p.Years))
	for i, y := range p.Years {
		out[i] = ui.Row{Cells: []templ.Component{ui.Text(strconv.Itoa(y.Year)), ui.Money(y.GMV), ui.Text(strconv.FormatInt(y.Projects, 10)), p.before(y.Year)}}
	}
	return out
}
