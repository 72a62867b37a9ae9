package joint

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// SubmitPlanInput is a plan as somebody typed it. N is the version that was seen, 0 when there was none.
type SubmitPlanInput struct {
	Actor     account.Actor
	ProductID string
	N         int64
	Years     []PlanYear
}

// SubmitPlan hands a plan in for review, the first one or the next version (business-rules 3.4). What is in review or in force
// already is returned as it is. Errors: field errors of years, gmv_<year> and projects_<year>; ErrPlanProduct, ErrPlanReviewing,
// ErrPlanChanged, ErrNotSelling.
func (s *Service) SubmitPlan(ctx context.Context, in SubmitPlanInput) (Plan, error) {
	own, p, err := s.ownProduct(ctx, in.Actor, in.ProductID)
	if err != nil {
		return Plan{}, err
	}
	var out Plan
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		years, err := readYears(in.Years, p, YearOf(tx.Now))
		if err != nil {
			return err
		}
		latest, err := latestPlan(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		from := PlanMissing
		if latest.N > 0 {
			from = latest.State
		}
		if from != PlanRejected && slices.Equal(latest.Years, years) { // said before: nothing to write, whoever said it
			out = latest
			return nil
		}
		to, err := PlanMachine.Next(from, EventSubmit)
		switch {
		case err != nil:
			return ErrPlanReviewing
		case latest.N != in.N:
			return ErrPlanChanged
		}
		out = Plan{ID: id.New("bpl", tx.Now), ProductID: p.ID, Product: p.Name, SellerID: own.ID, AccountID: own.AccountID, SellerName: own.Name,
			N: latest.N + 1, State: to, Rev: 1, Years: years, SubmittedAt: tx.Now}
		return s.storePlan(ctx, tx, latest, out)
	})
	if err != nil {
		return Plan{}, err
	}
	return out, nil
}

// storePlan writes a version that is handed in, and tells operators.
func (s *Service) storePlan(ctx context.Context, tx *storage.Tx, before, p Plan) error {
	err := insertPlan(ctx, tx, p)
	if _, twice := storage.IsUnique(err); twice {
		return ErrPlanChanged
	}
	if err != nil {
		return err
	}
	if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.BusinessPlanSubmitted, Key: p.ID,
		Link: "/operator/business-plans/" + p.ID, Params: notify.Params("seller", p.SellerName, "product", p.Product)}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Change{Action: didSubmitPlan, AccountID: p.AccountID, Object: p.ID,
		Before: planFacts(before), After: planFacts(p)})
}

// planFacts is a version as the log keeps it.
func planFacts(p Plan) map[string]any {
	if p.N == 0 {
		return map[string]any{"state": PlanMissing}
	}
	return map[string]any{"product_id": p.ProductID, "version": p.N, "state": p.State, "years": yearDocs(p.Years)}
}

// ownProduct is a joint product that somebody makes plans for. Errors: ErrPlanProduct, ErrNotSelling.
func (s *Service) ownProduct(ctx context.Context, actor account.Actor, productID string) (seller.Seller, Product, error) {
	own, err := s.own(ctx, actor, account.SellerBusinessPlan)
	if err != nil {
		return seller.Seller{}, Product{}, err
	}
	all, err := s.d.Products.Joint(ctx, actor)
	if err != nil {
		return seller.Seller{}, Product{}, err
	}
	i := slices.IndexFunc(all, func(p Product) bool { return p.ID == productID && p.SellerID == own.ID })
	if i < 0 {
		return seller.Seller{}, Product{}, ErrPlanProduct
	}
	return own, all[i], nil
}
