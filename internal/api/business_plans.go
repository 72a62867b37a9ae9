package api

import (
	"context"
	"net/http"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/joint"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
)

type planYearView struct {
	Year     int       `json:"year" minimum:"2000" maximum:"9999" example:"2026"`
	GMV      moneyView `json:"gmv" doc:"Gross merchandise volume: what orders of the product are to bring."`
	Projects int64     `json:"projects" minimum:"1" maximum:"1000000" doc:"Customers."`
}

func planYearOf(y joint.Year) planYearView { return planYearView{y.Year, moneyOf(y.GMV), y.Projects} }

// BusinessPlanView is a version of a business plan.
type BusinessPlanView struct {
	ID          string         `json:"id" example:"bpl_01kb3v0000000000000000000"`
	ProductID   string         `json:"product_id"`
	Product     textView       `json:"product"`
	Seller      textView       `json:"seller"`
	Version     int64          `json:"version" doc:"Of the product's plan, from 1."`
	State       string         `json:"state" enum:"in_review,approved,rejected"`
	Rev         int64          `json:"rev"`
	Years       []planYearView `json:"years"`
	Reason      string         `json:"reason,omitempty" doc:"Of a rejection."`
	SubmittedAt time.Time      `json:"submitted_at"`
	DecidedAt   *time.Time     `json:"decided_at,omitempty"`
}

func businessPlanOf(p joint.Plan) BusinessPlanView {
	return BusinessPlanView{p.ID, p.ProductID, textOf(p.Product), textOf(p.SellerName), p.N, p.State, p.Rev, all(p.Years, planYearOf), p.Reason,
		p.SubmittedAt.UTC(), timeOrNil(p.DecidedAt)}
}

func businessPlanOrNil(p joint.Plan) *BusinessPlanView {
	if p.N == 0 {
		return nil
	}
	v := businessPlanOf(p)
	return &v
}

// PlanStandingView is how a joint product stands with its plan.
type PlanStandingView struct {
	ProductID string            `json:"product_id"`
	Product   textView          `json:"product"`
	State     string            `json:"state" enum:"missing,in_review,approved,rejected" doc:"Of the newest version that reaches this year."`
	Missing   bool              `json:"missing" doc:"No plan for this year and the next two is in force or in review."`
	Year      int               `json:"year"`
	Target    *planYearView     `json:"target,omitempty" doc:"Of this year by the version in force; left out without one."`
	Turnover  moneyView         `json:"turnover" doc:"Of this year's completed orders."`
	Customers int64             `json:"customers"`
	Percent   *int64            `json:"percent,omitempty" doc:"How much of this year's volume was reached, rounded down; left out without a version in force."`
	Latest    *BusinessPlanView `json:"latest,omitempty" doc:"The newest version."`
	InForce   *BusinessPlanView `json:"in_force,omitempty" doc:"The version that was approved last."`
}

func planStandingOf(s joint.Standing) PlanStandingView {
	v := PlanStandingView{ProductID: s.Product.ID, Product: textOf(s.Product.Name), State: s.State, Missing: s.Missing(), Year: s.Year,
		Turnover: moneyOf(s.Sales.Total), Customers: s.Sales.Customers, Latest: businessPlanOrNil(s.Latest), InForce: businessPlanOrNil(s.InForce)}
	if s.Planned() {
		target, percent := planYearOf(s.Target), s.Percent()
		v.Target, v.Percent = &target, &percent
	}
	return v
}

// PlanSheetView is a product with its plan.
type PlanSheetView struct {
	PlanStandingView
	Months   []moneyView        `json:"months" doc:"The turnover of each month of this year, January first."`
	Versions []BusinessPlanView `json:"versions" doc:"The newest first, 100 at most."`
}

// PlanDetailView is a version beside what was in force before and what this year brought.
type PlanDetailView struct {
	BusinessPlanView
	Before    *BusinessPlanView `json:"before,omitempty" doc:"The version in force before."`
	Year      int               `json:"year"`
	Turnover  moneyView         `json:"turnover" doc:"Of this year's completed orders."`
	Customers int64             `json:"customers"`
}

type plansInput struct {
	PageInput
	State     string `query:"state" enum:"in_review,approved,rejected" doc:"Left out: all; for operators what waits for them."`
	ProductID string `query:"product_id" maxLength:"64"`
	Text      string `query:"q" maxLength:"200" doc:"In the names of product and seller, or an id."`
}

func (in plansInput) filter() joint.PlanFilter {
	return joint.PlanFilter{State: in.State, ProductID: in.ProductID, Text: in.Text}
}

type planQueueInput struct {
	PageInput
	State string `query:"state" enum:"in_review,approved,rejected,all" doc:"Left out: what waits, the oldest first."`
	Text  string `query:"q" maxLength:"200" doc:"In the names of product and seller, or an id."`
}

type submitPlanInput struct {
	IDInput
	Body struct {
		Version int64          `json:"version" minimum:"0" doc:"The newest version that you saw; 0 for none."`
		Years   []planYearView `json:"years" minItems:"3" maxItems:"3" doc:"This year and the next two, by the market's calendar."`
	}
}

func (s *server) businessPlans() {
	own := need(account.SellerBusinessPlan)
	register(s, operation{id: "list-business-plans", method: get, path: "/business-plans", tag: tagJoint, summary: "List joint products with their business plans",
		description: "Those on sale, with what this year brought so far.", needs: own, service: []string{"joint.Standings"}, errors: []*apperr.Error{joint.ErrNotSelling}},
		func(ctx context.Context, _ *none) (*listOutput[PlanStandingView], error) {
			rows, err := s.Joint.Standings(ctx, actor(ctx))
			return listed(page.Of[joint.Standing]{Items: rows}, planStandingOf), err
		})
	register(s, operation{id: "get-business-plan", method: get, path: "/business-plans/{id}", tag: tagJoint, summary: "Get the business plan of a product", description: "The id is the product's.",
		needs: own, service: []string{"joint.PlanSheet"}, errors: []*apperr.Error{joint.ErrPlanProduct, joint.ErrNotSelling}},
		func(ctx context.Context, in *IDInput) (*output[PlanSheetView], error) {
			x, err := s.Joint.PlanSheet(ctx, actor(ctx), in.ID)
			if err != nil {
				return nil, err
			}
			return answer(PlanSheetView{planStandingOf(x.Standing), all(x.Months[:], moneyOf), all(x.Versions, businessPlanOf)}, nil)
		})
	register(s, operation{id: "submit-business-plan", method: post, path: "/business-plans/{id}", tag: tagJoint, summary: "Hand in the business plan of a product", status: http.StatusCreated,
		description: "The first one or the next version; the id is the product's. It is reviewed, and until then the version in force counts. What is in review or in force already is answered as it is.",
		needs:       own, service: []string{"joint.SubmitPlan"}, errors: []*apperr.Error{joint.ErrPlanProduct, joint.ErrPlanReviewing, joint.ErrPlanChanged, joint.ErrNotSelling}},
		func(ctx context.Context, in *submitPlanInput) (*output[BusinessPlanView], error) {
			typed := all(in.Body.Years, func(y planYearView) joint.PlanYear {
				return joint.PlanYear{Year: y.Year, GMV: y.GMV.Amount, Currency: y.GMV.Currency, Projects: y.Projects}
			})
			p, err := s.Joint.SubmitPlan(ctx, joint.SubmitPlanInput{Actor: actor(ctx), ProductID: in.ID, N: in.Body.Version, Years: typed})
			return answer(businessPlanOf(p), err)
		})
	register(s, operation{id: "list-business-plan-versions", method: get, path: "/business-plan-versions", tag: tagJoint, summary: "List the business plans that were handed in",
		description: "The newest first.", needs: own, service: []string{"joint.MyPlans"}, errors: []*apperr.Error{joint.ErrNotSelling, page.ErrBadCursor}},
		func(ctx context.Context, in *plansInput) (*listOutput[BusinessPlanView], error) {
			p, err := s.Joint.MyPlans(ctx, actor(ctx), in.filter(), in.request())
			return listed(p, businessPlanOf), err
		})
	register(s, operation{id: "get-business-plan-version", method: get, path: "/business-plan-versions/{id}", tag: tagJoint, summary: "Get a version of a business plan",
		description: "For its seller and operators.", needs: need(account.SellerBusinessPlan, account.OperatorJoint), service: []string{"joint.Plan"},
		errors: []*apperr.Error{joint.ErrPlanNotFound, joint.ErrNotSelling}},
		func(ctx context.Context, in *IDInput) (*output[PlanDetailView], error) {
			d, err := s.Joint.Plan(ctx, actor(ctx), in.ID)
			if err != nil {
				return nil, err
			}
			return answer(PlanDetailView{businessPlanOf(d.Plan), businessPlanOrNil(d.Before), d.Year, moneyOf(d.Sales.Total), d.Sales.Customers}, nil)
		})
	s.businessPlanReviews()
}

func (s *server) businessPlanReviews() {
	decides := need(account.OperatorJoint)
	moved := []*apperr.Error{joint.ErrPlanNotFound, joint.ErrPlanState, joint.ErrPlanChanged}
	register(s, operation{id: "list-business-plan-reviews", method: get, path: "/business-plan-reviews", tag: tagJoint, summary: "List business plans to review",
		description: "What waits in the order in which it came; with a state the newest first.", needs: decides, service: []string{"joint.PlanQueue"}, errors: []*apperr.Error{page.ErrBadCursor}},
		func(ctx context.Context, in *planQueueInput) (*listOutput[BusinessPlanView], error) {
			p, err := s.Joint.PlanQueue(ctx, actor(ctx), joint.PlanFilter{State: in.State, Text: in.Text}, in.request())
			return listed(p, businessPlanOf), err
		})
	register(s, operation{id: "approve-business-plan", method: post, path: "/business-plan-versions/{id}/approve", tag: tagJoint, summary: "Approve a business plan", description: "It is in force.",
		needs: decides, service: []string{"joint.ApprovePlan"}, errors: moved},
		func(ctx context.Context, in *approveInput) (*output[BusinessPlanView], error) {
			p, err := s.Joint.ApprovePlan(ctx, joint.DecidePlanInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev})
			return answer(businessPlanOf(p), err)
		})
	register(s, operation{id: "reject-business-plan", method: post, path: "/business-plan-versions/{id}/reject", tag: tagJoint, summary: "Reject a business plan",
		description: "The seller reads the reason, edits and hands in again.", needs: decides, service: []string{"joint.RejectPlan"}, errors: append(moved, joint.ErrReason)},
		func(ctx context.Context, in *rejectInput) (*output[BusinessPlanView], error) {
			p, err := s.Joint.RejectPlan(ctx, joint.DecidePlanInput{Actor: actor(ctx), ID: in.ID, Rev: in.Body.Rev, Reason: in.Body.Reason})
			return answer(businessPlanOf(p), err)
		})
}
