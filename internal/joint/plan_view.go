package joint

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Standings says how each joint product that somebody works with stands with its plan, the newest product first: what misses a
// plan, what is behind it (business-rules 3.4, the banner 商业规划设置 on 我的商品). Errors: ErrNotSelling.
func (s *Service) Standings(ctx context.Context, actor account.Actor) ([]Standing, error) {
	own, err := s.own(ctx, actor, account.SellerBusinessPlan)
	if err != nil {
		return nil, err
	}
	products, err := s.d.Products.Joint(ctx, actor)
	if err != nil || len(products) == 0 {
		return nil, err
	}
	latest, inForce, err := newestPlans(ctx, s.d.DB.Reader(), own.ID)
	if err != nil {
		return nil, err
	}
	out := make([]Standing, len(products))
	for i, p := range products {
		if out[i], err = s.stand(ctx, p, latest[p.ID], inForce[p.ID]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// stand is how a product stands with the newest version of its plan and the one in force.
func (s *Service) stand(ctx context.Context, p Product, latest, inForce Plan) (Standing, error) {
	out := Standing{Product: p, State: PlanMissing, Latest: latest, InForce: inForce, Year: YearOf(s.d.DB.Clock().Now())}
	if _, reaches := latest.For(out.Year); reaches {
		out.State = latest.State
	}
	out.Target, _ = inForce.For(out.Year)
	var err error
	out.Sales, err = s.d.Orders.Yearly(ctx, p, out.Year)
	return out, err
}

// Sheet is a joint product with its plan, the versions of it, and what the months of this year brought.
type Sheet struct {
	Standing
	Versions []Plan // the newest first, no more than one page of them
	Months   [12]money.Amount
}

// PlanSheet is the page of one product's plan for its seller. Errors: ErrPlanProduct, ErrNotSelling.
func (s *Service) PlanSheet(ctx context.Context, actor account.Actor, productID string) (Sheet, error) {
	own, p, err := s.ownProduct(ctx, actor, productID)
	if err != nil {
		return Sheet{}, err
	}
	q := s.d.DB.Reader()
	versions, err := listPlans(ctx, q, planQuery{sellerID: own.ID, productID: p.ID}, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return Sheet{}, err
	}
	out := Sheet{Versions: versions.Items}
	if out.Standing, err = s.standingOf(ctx, q, p); err != nil {
		return Sheet{}, err
	}
	out.Months, err = s.d.Orders.Monthly(ctx, p, out.Year)
	return out, err
}

// standingOf is how one product stands with its plan.
func (s *Service) standingOf(ctx context.Context, q storage.Querier, p Product) (Standing, error) {
	latest, err := latestPlan(ctx, q, p.ID)
	if err != nil {
		return Standing{}, err
	}
	inForce, err := planInForce(ctx, q, p.ID)
	if err != nil {
		return Standing{}, err
	}
	return s.stand(ctx, p, latest, inForce)
}

// PlanFilter narrows a list of versions; empty members do not. State "" is, for operators, what waits for them.
type PlanFilter struct {
	State     string
	ProductID string
	Text      string // in the names of the product and its seller
}

// AllStates is the filter of the operators' queue that narrows nothing.
const AllStates = "all"

// MyPlans lists what the seller handed in for products that somebody works with, the newest first (我的申请 > 商业规划). Errors:
// ErrNotSelling, bad_cursor.
func (s *Service) MyPlans(ctx context.Context, actor account.Actor, f PlanFilter, r page.Request) (page.Of[Plan], error) {
	own, err := s.own(ctx, actor, account.SellerBusinessPlan)
	if err != nil {
		return page.Of[Plan]{}, err
	}
	among, err := s.among(ctx, actor)
	if err != nil {
		return page.Of[Plan]{}, err
	}
	return listPlans(ctx, s.d.DB.Reader(), planQuery{own.ID, f.ProductID, f.State, f.Text, among}, r)
}

// among are the products of which somebody sees plans: a main account those of delisted products too.
func (s *Service) among(ctx context.Context, actor account.Actor) (storage.Among, error) {
	if actor.Main() {
		return "", nil
	}
	products, err := s.d.Products.Joint(ctx, actor)
	ids := make([]string, len(products))
	for i, p := range products {
		ids[i] = p.ID
	}
	return storage.AmongIDs(ids), err
}

// PlanQueue lists what sellers handed in, for operators: what waits in the order in which it came, everything else the newest
// first (business-rules 12.8). Errors: bad_cursor.
func (s *Service) PlanQueue(ctx context.Context, actor account.Actor, f PlanFilter, r page.Request) (page.Of[Plan], error) {
	if err := actor.May(account.OperatorJoint); err != nil {
		return page.Of[Plan]{}, err
	}
	switch f.State {
	case "", PlanInReview:
		return listPlansWaiting(ctx, s.d.DB.Reader(), f.Text, r)
	case AllStates:
		f.State = ""
	}
	return listPlans(ctx, s.d.DB.Reader(), planQuery{state: f.State, text: f.Text}, r)
}

// PlanDetail is one version beside what was in force before it, and what this year brought so far.
type PlanDetail struct {
	Plan
	Before Plan // the version in force, zero when there is none or it is this one
	Year   int
	Sales  Sales
}

// Plan returns a version to its seller and to operators. Errors: ErrPlanNotFound, ErrNotSelling.
func (s *Service) Plan(ctx context.Context, actor account.Actor, planID string) (PlanDetail, error) {
	q := s.d.DB.Reader()
	p, err := s.seenPlan(ctx, actor, planID)
	if err != nil {
		return PlanDetail{}, err
	}
	out := PlanDetail{Plan: p, Year: YearOf(s.d.DB.Clock().Now())}
	inForce, err := planInForce(ctx, q, p.ProductID)
	if err != nil {
		return PlanDetail{}, err
	}
	if inForce.N < p.N {
		out.Before = inForce
	}
	out.Sales, err = s.d.Orders.Yearly(ctx, Product{ID: p.ProductID, Currency: p.Years[0].GMV.Currency}, out.Year)
	return out, err
}

// seenPlan is a version that somebody may see; another seller's is not found.
func (s *Service) seenPlan(ctx context.Context, actor account.Actor, planID string) (Plan, error) {
	q := s.d.DB.Reader()
	if actor.Can(account.OperatorJoint) {
		return getPlan(ctx, q, planID)
	}
	own, err := s.own(ctx, actor, account.SellerBusinessPlan)
	if err != nil {
		return Plan{}, err
	}
	among, err := s.among(ctx, actor)
	if err != nil {
		return Plan{}, err
	}
	p, err := getPlan(ctx, q, planID)
	if err == nil && (p.SellerID != own.ID || !among.Has(p.ProductID)) {
		return Plan{}, ErrPlanNotFound
	}
	return p, err
}

// Waiting is how much waits for operators, as far as one page of each queue reaches.
type Waiting struct{ Plans, Certifications int }

// Waiting counts the queues. Errors: ErrForbidden.
func (s *Service) Waiting(ctx context.Context, actor account.Actor) (Waiting, error) {
	if err := actor.May(account.OperatorJoint); err != nil {
		return Waiting{}, err
	}
	return countWaiting(ctx, s.d.DB.Reader(), page.MaxLimit)
}

// none turns "there is none" into the zero value.
func none(p Plan, err error) (Plan, error) {
	if errors.Is(err, ErrPlanNotFound) {
		return Plan{}, nil
	}
	return p, err
}
