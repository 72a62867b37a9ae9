package sellerinfo

import (
	"context"
	"net/http"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/agreement"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/web/door"
	"github.com/souk-market/souk/internal/web/ui"
)

// planView is where the seller stands with a plan, with the agreement that joins it (business-rules 3.1, 3.3).
type planView struct {
	seller.Membership
	Agreement agreement.Document
	Main      bool
	Err       error
}

// plans are the partner plans that the marketplace offers (已加入伙伴计划, business-rules 3.1).
func (p *pages) plans(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	all, err := p.Sellers.Memberships(r.Context(), who)
	if err != nil {
		return err
	}
	ui.Render(w, r, http.StatusOK, plansPage(all))
	return nil
}

func (p *pages) plan(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	return p.drawPlan(w, r, who, nil)
}

func (p *pages) drawPlan(w http.ResponseWriter, r *http.Request, who account.Actor, refused error) error {
	v := planView{Main: who.Main(), Err: refused}
	var err error
	if v.Membership, err = p.Sellers.Membership(r.Context(), who, seller.Plan(r.PathValue("plan"))); err != nil {
		return err
	}
	if v.Offered {
		if v.Agreement, err = p.Agreements.Current(r.Context(), v.Plan.Agreement()); err != nil {
			return err
		}
	}
	ui.Render(w, r, ui.StatusOf(refused), planPage(v))
	return nil
}

// joinPlan joins by signing: an unticked box is a version that nobody read.
func (p *pages) joinPlan(w http.ResponseWriter, r *http.Request, who account.Actor) error {
	in := seller.JoinPlanInput{Actor: who, Plan: seller.Plan(r.PathValue("plan"))}
	if r.PostForm.Get("agreement") != "" {
		in.Version = r.PostForm.Get("version")
	}
	_, err := p.Sellers.JoinPlan(r.Context(), in)
	switch {
	case err == nil:
		return door.Done(w, r, "sellerinfo.plan.done", plansURL+"/"+string(in.Plan))
	case door.Showable(err):
		return p.drawPlan(w, r, who, err)
	}
	return err
}

// planText says what a plan is for.
func planText(ctx context.Context, p seller.Plan) string {
	return ui.T(ctx, "sellerinfo.plan.text."+string(p))
}
