package seller

import (
	"context"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/state"
	"github.com/souk-market/souk/internal/storage"
)

// Plan is a partner plan that a seller joins by signing its agreement. A marketplace offers a plan by publishing that
// agreement.
type Plan string

// The plans.
const (
	PlanJoint     Plan = "joint"     // 联营计划: joint products (business-rules 3.1)
	PlanDeveloper Plan = "developer" // 沃土云创计划: certificates of compatibility with Kunpeng (business-rules 3.3)
	PlanHCS       Plan = "hcs"       // HCS 技术伙伴计划: certificates of solutions for hybrid cloud (business-rules 3.3, 4.13)
)

// Plans are all plans.
func Plans() []Plan { return []Plan{PlanJoint, PlanDeveloper, PlanHCS} }

// Valid reports whether p is one of the plans.
func (p Plan) Valid() bool { return slices.Contains(Plans(), p) }

// Agreement is the code of the agreement that joining signs.
func (p Plan) Agreement() string { return "seller_" + string(p) }

// Name is the plan's name.
func (p Plan) Name() i18n.Text {
	switch p {
	case PlanJoint:
		return i18n.Text{ZH: "联营计划", EN: "Joint plan"}
	case PlanDeveloper:
		return i18n.Text{ZH: "沃土云创计划", EN: "Developer plan"}
	case PlanHCS:
		return i18n.Text{ZH: "HCS 技术伙伴计划", EN: "HCS technology partner plan"}
	}
	return i18n.Text{}
}

// The states of a seller in a plan.
const (
	PlanNotJoined = "not_joined"
	PlanJoined    = "joined"
)

// EventJoin joins a plan.
const EventJoin = "join"

// PlanMachine is business-rules 3.1: joining is signing.
var PlanMachine = state.New("seller.plan",
	state.Transition{From: PlanNotJoined, Event: EventJoin, To: PlanJoined, Note: "main account, by signing the agreement"})

// Membership is where a seller stands with a plan.
type Membership struct {
	Plan     Plan
	State    string
	Version  string    // of the agreement that was signed
	JoinedAt time.Time // zero: not joined
	Offered  bool      // the marketplace has an agreement for it
	Admitted bool      // the seller may join: it is admitted, its business certification done
}

// CanJoin reports whether the plan may be joined now.
func (m Membership) CanJoin() bool {
	return m.Offered && m.Admitted && PlanMachine.Can(m.State, EventJoin)
}

// Memberships returns where the actor's seller stands with the plans that the marketplace offers, and with those that it
// joined before. Errors: ErrSellerNotFound, ErrForbidden.
func (s *Service) Memberships(ctx context.Context, actor account.Actor) ([]Membership, error) {
	own, err := s.own(ctx, actor, account.SellerPlans)
	if err != nil {
		return nil, err
	}
	var out []Membership
	for _, p := range Plans() {
		m, err := s.membership(ctx, own, p)
		if err != nil {
			return nil, err
		}
		if m.Offered || m.State == PlanJoined {
			out = append(out, m)
		}
	}
	return out, nil
}

// Membership returns where the actor's seller stands with a plan. Errors: ErrSellerNotFound, ErrForbidden, ErrPlanUnknown.
func (s *Service) Membership(ctx context.Context, actor account.Actor, p Plan) (Membership, error) {
	own, err := s.own(ctx, actor, account.SellerPlans)
	if err != nil {
		return Membership{}, err
	}
	m, err := s.membership(ctx, own, p)
	if err == nil && !m.Offered && m.State != PlanJoined {
		err = ErrPlanUnknown
	}
	return m, err
}

func (s *Service) membership(ctx context.Context, own Seller, p Plan) (Membership, error) {
	if !p.Valid() {
		return Membership{}, ErrPlanUnknown
	}
	m, err := getMembership(ctx, s.db.Reader(), own.ID, p)
	if err != nil {
		return Membership{}, err
	}
	m.Admitted = own.State == EntryActive // also while a penalty keeps it from publishing (2.10)
	_, m.Offered, err = s.planVersion(ctx, p)
	return m, err
}

// planVersion is the version of a plan's agreement that is in force; false when the marketplace has none.
func (s *Service) planVersion(ctx context.Context, p Plan) (string, bool, error) {
	v, err := s.agreements.CurrentVersion(ctx, p.Agreement())
	if err != nil && apperr.Of(err).Kind == apperr.NotFound {
		return "", false, nil
	}
	return v, err == nil, err
}

// Joined reports whether a seller joined a plan. q is a *storage.Tx inside a transaction.
func (s *Service) Joined(ctx context.Context, q storage.Querier, sellerID string, p Plan) (bool, error) {
	m, err := getMembership(ctx, q, sellerID, p)
	return m.State == PlanJoined, err
}

// JoinPlanInput is a main account signing; Version is the version of the agreement that was read.
type JoinPlanInput struct {
	Actor   account.Actor
	Plan    Plan
	Version string
}

// JoinPlan joins a plan by signing its agreement. Who joined already stays joined, and nothing happens. Errors:
// ErrMainAccountOnly, ErrPlanUnknown, ErrNotActive before the business certification, ErrAgreementVersion when it is not
// the current one.
func (s *Service) JoinPlan(ctx context.Context, in JoinPlanInput) (Membership, error) {
	if !in.Actor.Main() {
		return Membership{}, ErrMainAccountOnly
	}
	own, err := s.own(ctx, in.Actor, account.MainUser)
	if err != nil {
		return Membership{}, err
	}
	if !in.Plan.Valid() {
		return Membership{}, ErrPlanUnknown
	}
	current, offered, err := s.planVersion(ctx, in.Plan)
	switch {
	case err != nil:
		return Membership{}, err
	case !offered:
		return Membership{}, ErrPlanUnknown
	case in.Version != current:
		return Membership{}, ErrAgreementVersion
	}
	var out Membership
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if out, err = getMembership(ctx, tx, own.ID, in.Plan); err != nil || out.State == PlanJoined {
			return err
		}
		if own, err = s.GetBy(ctx, tx, own.ID); err != nil {
			return err
		}
		if own.State != EntryActive {
			return ErrNotActive
		}
		out, err = s.joinTx(ctx, tx, own, out, in)
		return err
	})
	out.Offered, out.Admitted = err == nil, err == nil
	return out, err
}

// joinTx signs and joins.
func (s *Service) joinTx(ctx context.Context, tx *storage.Tx, own Seller, seen Membership, in JoinPlanInput) (Membership, error) {
	next, err := PlanMachine.Next(seen.State, EventJoin)
	if err != nil {
		return Membership{}, err
	}
	out := Membership{Plan: in.Plan, State: next, Version: in.Version, JoinedAt: tx.Now}
	joined, err := insertMembership(ctx, tx, own.ID, out, in.Actor.UserID)
	if err != nil {
		return Membership{}, err
	}
	if !joined { // sent twice at once: the other one is there
		return getMembership(ctx, tx, own.ID, in.Plan)
	}
	code := in.Plan.Agreement()
	if err := s.agreements.SignTx(ctx, tx, Signature{Actor: in.Actor, Code: code, Version: in.Version}); err != nil {
		return Membership{}, err
	}
	return out, audit.Record(ctx, tx, audit.Change{Action: auditPlanJoined, AccountID: own.AccountID, Object: own.ID,
		After: map[string]string{"plan": string(in.Plan), "agreement": code, "version": in.Version}})
}
