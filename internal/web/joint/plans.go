package joint

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

func stateBadge(ctx context.Context, state string) templ.Component {
	return ui.StatusBadge(state, ui.T(ctx, "joint.state."+state))
}

func tabs(ctx context.Context, applications bool) []ui.Tab {
	return []ui.Tab{{Label: ui.T(ctx, "joint.plans.tab"), Href: plansURL, Active: !applications},
		{Label: ui.T(ctx, "joint.applications.tab"), Href: plansURL + "/applications", Active: applications}}
}

// plans lists the joint products with their plans and what this year brought.
func (p *pages) plans(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	list, err := p.Joint.Standings(ctx, who)
	if err != nil {
		return err
	}
	year := joint.YearOf(ui.ViewOf(ctx).Now)
	t := ui.Table{ID: "plans", Caption: ui.T(ctx, "joint.plans"),
		Columns: []ui.Column{{Label: ui.T(ctx, "joint.plan.product"), Wide: true}, {Label: ui.T(ctx, "joint.plan.state")},
			{Label: ui.T(ctx, "joint.plan.target", "year", year), End: true}, {Label: ui.T(ctx, "joint.plan.actual", "year", year), End: true},
			{Label: ui.T(ctx, "joint.plan.reached"), End: true}},
		Empty: ui.Empty{Icon: "chart-column", Title: ui.T(ctx, "joint.plans.empty"), Text: ui.T(ctx, "joint.plans.empty.text"),
			Action: ui.Button(ui.Btn{Label: ui.T(ctx, "joint.plans.to-plans"), Icon: "network", Href: "/seller/plans"})}}
	for _, s := range list {
		row := ui.Row{Href: plansURL + "/" + s.Product.ID, Cells: []templ.Component{ui.Thumb(fileURL(s.Product.Logo), ui.In(ctx, s.Product.Name), s.Product.ID),
			stateBadge(ctx, s.State), ui.Muted("–"), ui.Money(s.Sales.Total), ui.Muted("–")}}
		if s.Planned() {
			row.Cells[2], row.Cells[4] = ui.Money(s.Target.GMV), ui.Text(itoa(s.Percent())+"%")
		}
		if s.Missing() {
			row.Tone = ui.Warning
		}
		t.Rows = append(t.Rows, row)
	}
	ui.Render(w, r, http.StatusOK, listPage(t, false))
	return nil
}

// applications lists what was handed in (我的申请 > 商业规划).
func (p *pages) applications(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	ctx := r.Context()
	list, err := p.Joint.MyPlans(ctx, who, joint.PlanFilter{State: asked(r, "state"), ProductID: asked(r, "product"), Text: asked(r, "q")}, from(r))
	if err != nil {
		return err
	}
	var states []ui.Option
	for _, s := range []string{joint.PlanInReview, joint.PlanApproved, joint.PlanRejected} {
		states = append(states, ui.Option{Value: s, Label: ui.T(ctx, "joint.state."+s)})
	}
	t := ui.Table{ID: "applications", Caption: ui.T(ctx, "joint.applications.tab"), Search: ui.T(ctx, "joint.plan.search"), Next: list.Next,
		Columns: []ui.Column{{Label: ui.T(ctx, "joint.plan.product"), Wide: true}, {Label: ui.T(ctx, "joint.plan.version"), End: true}, {Label: ui.T(ctx, "joint.plan.state")},
			{Label: ui.T(ctx, "joint.plan.submitted")}, {Label: ui.T(ctx, "joint.plan.decided"), Quiet: true}},
		Filters: []ui.Filter{{Name: "state", Label: ui.T(ctx, "joint.plan.state"), Options: states}},
		Empty:   ui.Empty{Icon: "review", Title: ui.T(ctx, "joint.plan.none"), Text: ui.T(ctx, "joint.plan.none.text")}}
	for _, x := range list.Items {
		under := x.ID
		if x.Reason != "" {
			under = ui.T(ctx, "joint.plan.because", "reason", x.Reason)
		}
		t.Rows = append(t.Rows, ui.Row{Href: plansURL + "/" + x.ProductID, Cells: []templ.Component{ui.TwoLines(ui.In(ctx, x.Product), under), ui.Text(itoa(x.N)),
			stateBadge(ctx, x.State), ui.Time(x.SubmittedAt), ui.Time(x.DecidedAt)}})
	}
	ui.Render(w, r, http.StatusOK, listPage(t, true))
	return nil
}

// planView is the page of one product's plan.
type planView struct {
	joint.Sheet
	Values url.Values // what was typed into a refused form
	Err    error
}

func (p *pages) plan(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.drawPlan(w, r, who, planView{})
}

func (p *pages) drawPlan(w http.ResponseWriter, r *http.Request, who account.Actor, v planView) error {
	var err error
	if v.Sheet, err = p.Joint.PlanSheet(r.Context(), who, r.PathValue("id")); err != nil {
		return err
	}
	ui.Render(w, r, ui.StatusOf(v.Err), planPage(v))
	return nil
}

func (p *pages) submitPlan(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	form, id := r.PostForm, r.PathValue("id")
	in := joint.SubmitPlanInput{Actor: who, ProductID: id, N: door.Rev(form.Get("n"))}
	for _, typed := range form["year"] {
		year := number(typed)
		in.Years = append(in.Years, joint.PlanYear{Year: int(year), GMV: form.Get(fmt.Sprint("gmv_", year)), Projects: number(form.Get(fmt.Sprint("projects_", year)))})
	}
	_, err := p.Joint.SubmitPlan(r.Context(), in)
	switch {
	case err == nil:
		return door.Done(w, r, "joint.plan.done", plansURL+"/"+id)
	case door.Showable(err):
		return p.drawPlan(w, r, who, planView{Values: form, Err: err})
	}
	return err
}

// years are the years of the form with what they begin with: the newest version, as far as it reaches.
func (v planView) years() []joint.Year {
	out := make([]joint.Year, 3)
	for i := range out {
		out[i].Year = v.Year + i
		if y, ok := v.Latest.For(v.Year + i); ok {
			out[i] = y
		}
	}
	return out
}

// editable reports whether the next version can be handed in.
func (v planView) editable() bool { return joint.PlanMachine.Can(v.from(), joint.EventSubmit) }

// from is the state that a submission would leave.
func (v planView) from() string {
	if v.Latest.N == 0 {
		return joint.PlanMissing
	}
	return v.Latest.State
}

func projects(y joint.Year) string {
	if y.Projects == 0 {
		return ""
	}
	return itoa(y.Projects)
}

// events are the versions as a history, the newest first.
func (v planView) events(ctx context.Context) []ui.Event {
	out := make([]ui.Event, len(v.Versions))
	for i, x := range v.Versions {
		out[i] = ui.Event{At: x.SubmittedAt, Title: ui.T(ctx, "joint.plan.n", "n", x.N), Text: x.Reason, Tone: ui.ToneOf(x.State), Body: versionBody(x)}
	}
	return out
}
