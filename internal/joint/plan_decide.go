package joint

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// DecidePlanInput names a version; Rev is the revision that was seen. Reason is for RejectPlan.
type DecidePlanInput struct {
	Actor  account.Actor
	ID     string
	Rev    int64
	Reason string
}

// ApprovePlan puts a version in force. The Huawei contact of the rules is an operator here (business-rules 3.4, 1). Errors:
// ErrPlanNotFound, ErrPlanState, ErrPlanChanged.
func (s *Service) ApprovePlan(ctx context.Context, in DecidePlanInput) (Plan, error) {
	in.Reason = ""
	return s.decidePlan(ctx, in, planStep{EventApprove, didApprovePlan, notify.BusinessPlanApproved})
}

// RejectPlan sends a version back; the seller reads the reason, edits and hands in again (business-rules 3.4). What was in force
// stays. Errors: a field error of reason, ErrPlanNotFound, ErrPlanState, ErrPlanChanged.
func (s *Service) RejectPlan(ctx context.Context, in DecidePlanInput) (Plan, error) {
	in.Reason = line(in.Reason)
	return s.decidePlan(ctx, in, planStep{EventReject, didRejectPlan, notify.BusinessPlanRejected})
}

// planStep is one decision on a version.
type planStep struct {
	event string
	did   audit.Action
	tells string
}

func (s *Service) decidePlan(ctx context.Context, in DecidePlanInput, st planStep) (Plan, error) {
	if err := in.Actor.May(account.OperatorJoint); err != nil {
		return Plan{}, err
	}
	seen, err := getPlan(ctx, s.d.DB.Reader(), in.ID)
	if err != nil {
		return Plan{}, err
	}
	next := seen
	if next.State, err = PlanMachine.Next(seen.State, st.event); err != nil {
		return Plan{}, ErrPlanState
	}
	if in.Rev != seen.Rev {
		return Plan{}, ErrPlanChanged
	}
	if st.event == EventReject {
		if err := checkReason(in.Reason); err != nil {
			return Plan{}, err
		}
	}
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		next.Rev, next.Reason, next.DecidedAt, next.DecidedName = seen.Rev+1, in.Reason, tx.Now, in.Actor.Name
		if err := updatePlan(ctx, tx, seen, next); err != nil {
			return err
		}
		if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: next.AccountID, Event: st.tells, Key: next.ID,
			Link: "/seller/business-plans/" + next.ProductID, Params: notify.Params("product", next.Product, "reason", next.Reason)}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: st.did, AccountID: next.AccountID, Object: next.ID, Reason: next.Reason,
			Before: planFacts(seen), After: planFacts(next)})
	})
	if err != nil {
		return Plan{}, err
	}
	return next, nil
}
