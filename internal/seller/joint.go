package seller

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/state"
	"github.com/souk-market/souk/internal/storage"
)

// AgreementJoint is the agreement that joining the joint plan signs (business-rules 3.1).
const AgreementJoint = "seller_joint"

// The states of the joint plan.
const (
	JointNotJoined = "not_joined"
	JointJoined    = "joined"
)

// EventJoin joins the plan.
const EventJoin = "join"

// JointMachine is business-rules 3.1: joining is signing.
var JointMachine = state.New("seller.joint",
	state.Transition{From: JointNotJoined, Event: EventJoin, To: JointJoined, Note: "main account, by signing the agreement"})

// Joint is where a seller stands with the joint plan.
type Joint struct {
	State    string
	Version  string    // of the agreement that was signed
	JoinedAt time.Time // zero: not joined
	Admitted bool      // the seller may join: it is admitted, its business certification done
}

// CanJoin reports whether the plan may be joined now.
func (j Joint) CanJoin() bool { return j.Admitted && JointMachine.Can(j.State, EventJoin) }

// JointOf returns where the actor's seller stands. Errors: ErrSellerNotFound, ErrForbidden.
func (s *Service) JointOf(ctx context.Context, actor account.Actor) (Joint, error) {
	own, err := s.own(ctx, actor, account.SellerJointPlan)
	if err != nil {
		return Joint{}, err
	}
	j, err := getJoint(ctx, s.db.Reader(), own.ID)
	if err != nil {
		return Joint{}, err
	}
	switch err := s.MayPublish(ctx, s.db.Reader(), own.ID); {
	case err == nil:
		j.Admitted = true
	case apperr.Of(err).Kind == apperr.Internal:
		return Joint{}, err
	}
	return j, nil
}

// JoinedJoint reports whether a seller joined the joint plan: without it nothing is published as a joint product.
func (s *Service) JoinedJoint(ctx context.Context, sellerID string) (bool, error) {
	j, err := getJoint(ctx, s.db.Reader(), sellerID)
	return j.State == JointJoined, err
}

// JoinJointInput is a main account signing; Version is the version of the agreement that was read.
type JoinJointInput struct {
	Actor   account.Actor
	Version string
}

// JoinJoint joins the joint plan by signing its agreement. Who joined already stays joined, and nothing happens. Errors:
// ErrMainAccountOnly, ErrNotActive before the business certification, ErrAgreementVersion when it is not the
// current one.
func (s *Service) JoinJoint(ctx context.Context, in JoinJointInput) (Joint, error) {
	own, err := s.own(ctx, in.Actor, account.SellerJointPlan)
	if err != nil {
		return Joint{}, err
	}
	if !in.Actor.Main() {
		return Joint{}, ErrMainAccountOnly
	}
	if current, err := s.agreements.CurrentVersion(ctx, AgreementJoint); err != nil {
		return Joint{}, err
	} else if in.Version != current {
		return Joint{}, ErrAgreementVersion
	}
	var out Joint
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if out, err = getJoint(ctx, tx, own.ID); err != nil || out.State == JointJoined {
			return err
		}
		if err := s.MayPublish(ctx, tx, own.ID); err != nil {
			return err
		}
		next, err := JointMachine.Next(out.State, EventJoin)
		if err != nil {
			return err
		}
		joined, err := insertJoint(ctx, tx, own.ID, Joint{State: next, Version: in.Version, JoinedAt: tx.Now}, in.Actor.UserID)
		if err != nil {
			return err
		}
		if !joined { // sent twice at once: the other one is there
			out, err = getJoint(ctx, tx, own.ID)
			return err
		}
		if err := s.agreements.SignTx(ctx, tx, Signature{Actor: in.Actor, Code: AgreementJoint, Version: in.Version}); err != nil {
			return err
		}
		out = Joint{State: next, Version: in.Version, JoinedAt: tx.Now}
		return audit.Record(ctx, tx, audit.Change{Action: auditJointJoined, AccountID: own.AccountID, Object: own.ID,
			After: map[string]string{"agreement": AgreementJoint, "version": in.Version}})
	})
	out.Admitted = err == nil
	return out, err
}
