package joint

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/seller"
	"github.com/souk-market/souk/internal/storage"
)

// SaveCertificationInput is a form as far as it was filled in. ID "" begins a new certification; Rev is the revision that was seen.
type SaveCertificationInput struct {
	Actor account.Actor
	ID    string
	Rev   int64
	Form  Form
}

// SaveCertification keeps a form while it is written, complete or not; saving what is there already writes nothing. A rejected one
// is edited in place (business-rules 3.2). Errors: field errors of what is too long or not the seller's, ErrJointPlan before the
// joint plan, ErrCertificationNotFound, ErrCertificationState, ErrCertificationChanged, ErrNotSelling.
func (s *Service) SaveCertification(ctx context.Context, in SaveCertificationInput) (Certification, error) {
	own, err := s.own(ctx, in.Actor, account.SellerPlans)
	if err != nil {
		return Certification{}, err
	}
	form := in.Form.tidy()
	seen := Certification{State: CertificationDraft, SellerID: own.ID, AccountID: own.AccountID, SellerName: own.Name}
	if in.ID != "" {
		if seen, err = s.ownCertification(ctx, own, in.ID); err != nil {
			return Certification{}, err
		}
		form.Docking = seen.Form.Docking // handed in on its own
		if !seen.Editable() {
			return Certification{}, ErrCertificationState
		}
	}
	if err := s.joined(ctx, own); err != nil {
		return Certification{}, err
	}
	if err := s.bound(ctx, own.AccountID, form); err != nil {
		return Certification{}, err
	}
	if in.ID != "" && encode(form) == encode(seen.Form) {
		return seen, nil
	}
	if in.ID != "" && in.Rev != seen.Rev {
		return Certification{}, ErrCertificationChanged
	}
	next := seen
	next.Form, next.Rev = form, seen.Rev+1
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		next.UpdatedAt = tx.Now
		if in.ID == "" {
			next.ID, next.CreatedAt = id.New("jct", tx.Now), tx.Now
			if err := insertCertification(ctx, tx, next); err != nil {
				return err
			}
			return s.recordCertification(ctx, tx, didBeginCertification, seen, next)
		}
		return updateCertification(ctx, tx, seen, next)
	})
	if err != nil {
		return Certification{}, err
	}
	return next, nil
}

// CertificationInput names a certification; Rev is the revision that was seen. Checklist and Reason are for operators, Docking for
// DockCertification.
type CertificationInput struct {
	Actor     account.Actor
	ID        string
	Rev       int64
	Docking   Docking
	Checklist []string
	Reason    string
}

// SubmitCertification signs the agreement for the product and hands the form in for the selection review (business-rules 3.2).
// Errors: field errors of whatever is missing, seller.ErrAgreementVersion when the agreement is not the one in force,
// ErrJointPlan, ErrCertificationNotFound, ErrCertificationState, ErrCertificationChanged, ErrNotSelling.
func (s *Service) SubmitCertification(ctx context.Context, in CertificationInput) (Certification, error) {
	own, err := s.own(ctx, in.Actor, account.SellerPlans)
	if err != nil {
		return Certification{}, err
	}
	seen, err := s.ownCertification(ctx, own, in.ID)
	if err != nil {
		return Certification{}, err
	}
	if err := s.joined(ctx, own); err != nil {
		return Certification{}, err
	}
	return s.moveCertification(ctx, seen, in, certificationStep{EventSubmit, didSubmitCertification, func(ctx context.Context, tx *storage.Tx, next *Certification) error {
		if err := next.Form.complete(tx.Now); err != nil {
			return err
		}
		next.Reason = ""
		if err := s.d.Agreements.SignTx(ctx, tx, seller.Signature{Actor: in.Actor, Code: seller.PlanJoint.Agreement(), Version: next.Form.Agreement}); err != nil {
			return err
		}
		return s.d.Notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.JointSubmitted, Key: next.key(),
			Link: "/operator/joint-certifications/" + next.ID, Params: notify.Params("seller", next.SellerName, "product", next.Form.Name)})
	}})
}

// DockCertification hands in the evidence of the technical part while that is what the certification waits for; the last one counts
// (business-rules 3.2). Errors: field errors of docking_kind, docking and docking_note, ErrCertificationNotFound,
// ErrCertificationState, ErrCertificationChanged, ErrNotSelling.
func (s *Service) DockCertification(ctx context.Context, in CertificationInput) (Certification, error) {
	own, err := s.own(ctx, in.Actor, account.SellerPlans)
	if err != nil {
		return Certification{}, err
	}
	seen, err := s.ownCertification(ctx, own, in.ID)
	if err != nil {
		return Certification{}, err
	}
	if !seen.Docks() {
		return Certification{}, ErrCertificationState
	}
	next := seen
	next.Form.Docking, next.Rev = in.Docking, seen.Rev+1
	next.Form.Docking.Note = line(in.Docking.Note)
	if err := next.Form.Docking.check(seen.Form.Delivery); err != nil {
		return Certification{}, err
	}
	if err := s.bound(ctx, own.AccountID, next.Form); err != nil {
		return Certification{}, err
	}
	if next.Form.Docking == seen.Form.Docking {
		return seen, nil
	}
	if in.Rev != seen.Rev {
		return Certification{}, ErrCertificationChanged
	}
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		next.UpdatedAt, next.WaitingSince = tx.Now, tx.Now
		if err := updateCertification(ctx, tx, seen, next); err != nil {
			return err
		}
		if err := insertHappened(ctx, tx, next.ID, Happened{Event: EventDock, From: seen.State, To: next.State, ActorName: in.Actor.Name}); err != nil {
			return err
		}
		if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.JointDocked, Key: next.key(),
			Link: "/operator/joint-certifications/" + next.ID, Params: notify.Params("seller", next.SellerName, "product", next.Form.Name)}); err != nil {
			return err
		}
		return s.recordCertification(ctx, tx, didDockCertification, seen, next)
	})
	if err != nil {
		return Certification{}, err
	}
	return next, nil
}

// joined is nil once a seller joined the joint plan (business-rules 3.1).
func (s *Service) joined(ctx context.Context, own seller.Seller) error {
	is, err := s.d.Plans.Joined(ctx, s.d.DB.Reader(), own.ID, seller.PlanJoint)
	if err == nil && !is {
		return ErrJointPlan
	}
	return err
}

// ownCertification is one of the seller's; another's is not found.
func (s *Service) ownCertification(ctx context.Context, own seller.Seller, certificationID string) (Certification, error) {
	c, err := getCertification(ctx, s.d.DB.Reader(), certificationID)
	if err == nil && c.SellerID != own.ID {
		return Certification{}, ErrCertificationNotFound
	}
	return c, err
}

// certificationStep is one event of a certification; then checks and does what belongs to it.
type certificationStep struct {
	event string
	did   audit.Action
	then  func(context.Context, *storage.Tx, *Certification) error
}

// moveCertification is the one way in which a certification changes its state.
func (s *Service) moveCertification(ctx context.Context, seen Certification, in CertificationInput, st certificationStep) (Certification, error) {
	to, err := CertificationMachine.Next(seen.State, st.event)
	if err != nil {
		return Certification{}, ErrCertificationState
	}
	if in.Rev != seen.Rev {
		return Certification{}, ErrCertificationChanged
	}
	var next Certification
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		next = seen
		next.State, next.Rev, next.UpdatedAt, next.WaitingSince = to, seen.Rev+1, tx.Now, tx.Now
		if len(Checklist(to)) == 0 || to == CertificationDocking && next.Form.Docking.File == "" { // nothing to look at yet
			next.WaitingSince = time.Time{}
		}
		if err := st.then(ctx, tx, &next); err != nil {
			return err
		}
		if err := updateCertification(ctx, tx, seen, next); err != nil {
			return err
		}
		if err := insertHappened(ctx, tx, next.ID, Happened{Event: st.event, From: seen.State, To: to, ActorName: in.Actor.Name, Reason: in.Reason,
			Checklist: in.Checklist}); err != nil {
			return err
		}
		return s.recordCertification(ctx, tx, st.did, seen, next)
	})
	if err != nil {
		return Certification{}, err
	}
	return next, nil
}

// recordCertification records what became of a certification, without the people in it. Call it last.
func (s *Service) recordCertification(ctx context.Context, tx *storage.Tx, did audit.Action, seen, next Certification) error {
	return audit.Record(ctx, tx, audit.Change{Action: did, AccountID: next.AccountID, Object: next.ID, Reason: next.Reason,
		Before: map[string]any{"state": seen.State, "product_id": seen.ProductID},
		After:  map[string]any{"state": next.State, "product_id": next.ProductID, "name": next.Form.Name, "delivery": next.Form.Delivery}})
}

// missing turns "there is none" into the zero value.
func missing(c Certification, err error) (Certification, error) {
	if errors.Is(err, ErrCertificationNotFound) {
		return Certification{}, nil
	}
	return c, err
}
