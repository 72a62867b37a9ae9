package promo

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// BatchInput names a batch of a kind; Rev is the revision that was seen. Reason is for voiding and rejecting.
type BatchInput struct {
	Actor  account.Actor
	Kind   Kind
	ID     string
	Rev    int64
	Reason string
}

// PublishBatch gives the coupons of a general batch out at once, and hands a joint one or test coupons to the operators
// (business-rules 5.8). Errors: field errors where the draft is no longer right, ErrBatchNotFound, ErrBatchState,
// ErrBatchChanged, ErrTestCouponOnce.
func (s *Service) PublishBatch(ctx context.Context, in BatchInput) (Batch, error) {
	own, err := s.own(ctx, in.Actor, in.Kind.needs())
	if err != nil {
		return Batch{}, err
	}
	b, err := s.ownBatch(ctx, s.d.DB.Reader(), own, in.ID, in.Kind)
	if err != nil {
		return Batch{}, err
	}
	if b.State != BatchDraft {
		return Batch{}, ErrBatchState
	}
	joint := b.Joint
	if err := s.readyBatch(ctx, SaveBatchInput{Actor: in.Actor, Kind: b.Kind, ID: b.ID}, &b); err != nil { // products and days may have changed
		return Batch{}, err
	}
	if b.Joint != joint {
		return Batch{}, fieldError("items", ErrCouponFamily)
	}
	event, did := EventPublish, didPublishBatch
	if b.NeedsReview() {
		event, did = EventSubmit, didSubmitBatch
	}
	return s.moveBatch(ctx, b, in, batchStep{event: event, did: did, then: func(ctx context.Context, tx *storage.Tx, b Batch) error {
		if event == EventPublish {
			return s.tellNamed(ctx, tx, b)
		}
		return s.d.Notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.CouponSubmitted, Link: "/operator/coupons/" + b.ID,
			Key: b.ID + "/" + storageKey(b.Rev), Params: notify.Params("seller", own.Name, "name", b.Terms.Name)})
	}})
}

// WithdrawBatch takes a batch back from review: it is a draft again. Errors: ErrBatchNotFound, ErrBatchState, ErrBatchChanged.
func (s *Service) WithdrawBatch(ctx context.Context, in BatchInput) (Batch, error) {
	return s.moveOwn(ctx, in, batchStep{event: EventWithdraw, did: didWithdrawBatch})
}

// VoidBatch ends a batch for good: what was collected and is not held by an unpaid order cannot be used any more, and nothing
// more is collected. A draft is thrown away like this. Errors: a field error of reason once it was published, ErrBatchNotFound,
// ErrBatchState, ErrBatchChanged.
func (s *Service) VoidBatch(ctx context.Context, in BatchInput) (Batch, error) {
	in.Reason = line(in.Reason)
	return s.moveOwn(ctx, in, batchStep{event: EventVoid, did: didVoidBatch, then: s.voidCoupons, check: func(b Batch) error {
		if e := reasonFault(in.Reason); e != nil && b.State == BatchPublished {
			return fieldError("reason", e)
		}
		return nil
	}})
}

func (s *Service) voidCoupons(ctx context.Context, tx *storage.Tx, b Batch) error {
	to, err := CouponMachine.Next(CouponAvailable, EventVoid)
	if err == nil {
		_, err = moveCoupons(ctx, tx, b.ID, to)
	}
	return err
}

// ApproveBatch publishes a batch that was handed in. Errors: ErrBatchNotFound, ErrBatchState, ErrBatchChanged, and a field
// error of to when its validity is over meanwhile.
func (s *Service) ApproveBatch(ctx context.Context, in BatchInput) (Batch, error) {
	return s.decideBatch(ctx, in, batchStep{event: EventApprove, did: didApproveBatch, check: func(b Batch) error {
		if !b.Until.After(s.d.DB.Clock().Now()) {
			return fieldError("to", ErrEndPast)
		}
		return nil
	}, then: func(ctx context.Context, tx *storage.Tx, b Batch) error {
		if err := s.tellNamed(ctx, tx, b); err != nil {
			return err
		}
		return s.d.Notify.SendTx(ctx, tx, notify.Message{To: b.AccountID, Event: notify.CouponApproved, Link: b.page(), Key: b.ID,
			Params: notify.Params("name", b.Terms.Name)})
	}})
}

// RejectBatch sends a batch back; the seller reads the reason, and it is a draft again. Errors: a field error of reason,
// ErrBatchNotFound, ErrBatchState, ErrBatchChanged.
func (s *Service) RejectBatch(ctx context.Context, in BatchInput) (Batch, error) {
	in.Reason = line(in.Reason)
	return s.decideBatch(ctx, in, batchStep{event: EventReject, did: didRejectBatch, check: func(Batch) error {
		if e := reasonFault(in.Reason); e != nil {
			return fieldError("reason", e)
		}
		return nil
	}, then: func(ctx context.Context, tx *storage.Tx, b Batch) error {
		return s.d.Notify.SendTx(ctx, tx, notify.Message{To: b.AccountID, Event: notify.CouponRejected, Link: b.page(), Key: b.ID + "/" + storageKey(b.Rev),
			Params: notify.Params("name", b.Terms.Name, "reason", in.Reason)})
	}})
}

// page is where its seller sees it.
func (b Batch) page() string {
	if b.Kind == KindTest {
		return "/seller/test-coupons/" + b.ID
	}
	return "/seller/coupons/" + b.ID
}

// batchStep is one event of a batch and what belongs to it. check and then may be nil.
type batchStep struct {
	event string
	did   auditAction
	check func(Batch) error
	then  func(context.Context, *storage.Tx, Batch) error
}

func (s *Service) moveOwn(ctx context.Context, in BatchInput, st batchStep) (Batch, error) {
	own, err := s.own(ctx, in.Actor, in.Kind.needs())
	if err != nil {
		return Batch{}, err
	}
	b, err := s.ownBatch(ctx, s.d.DB.Reader(), own, in.ID, in.Kind)
	if err != nil {
		return Batch{}, err
	}
	return s.moveBatch(ctx, b, in, st)
}

func (s *Service) decideBatch(ctx context.Context, in BatchInput, st batchStep) (Batch, error) {
	if err := in.Actor.May(account.OperatorPromotions); err != nil {
		return Batch{}, err
	}
	b, err := getBatch(ctx, s.d.DB.Reader(), in.ID)
	if err == nil && b.SubmittedAt.IsZero() { // operators see what was handed in
		err = ErrBatchNotFound
	}
	if err != nil {
		return Batch{}, err
	}
	return s.moveBatch(ctx, b, in, st)
}

// moveBatch is the one way in which a batch changes its state: from the state and revision that were seen.
func (s *Service) moveBatch(ctx context.Context, seen Batch, in BatchInput, st batchStep) (Batch, error) {
	to, err := BatchMachine.Next(seen.State, st.event)
	if err != nil {
		return Batch{}, ErrBatchState
	}
	if in.Rev != seen.Rev {
		return Batch{}, ErrBatchChanged
	}
	if st.check != nil {
		if err := st.check(seen); err != nil {
			return Batch{}, err
		}
	}
	var out Batch
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		out, err = s.moveBatchTx(ctx, tx, seen, moveTo{state: to, reason: in.Reason, step: st})
		return err
	})
	return out, err
}

// moveTo is where a batch goes and why.
type moveTo struct {
	state, reason string
	step          batchStep
}

func (s *Service) moveBatchTx(ctx context.Context, tx *storage.Tx, seen Batch, m moveTo) (Batch, error) {
	next := seen
	next.State, next.Rev, next.Reason = m.state, seen.Rev+1, m.reason
	switch m.state {
	case BatchInReview:
		next.SubmittedAt = tx.Now
	case BatchPublished:
		next.PublishedAt = tx.Now
	case BatchVoid, BatchEnded:
		next.EndedAt = tx.Now
	}
	if err := updateBatchState(ctx, tx, next, seen); err != nil {
		if _, twice := storage.IsUnique(err); twice {
			return Batch{}, ErrTestCouponOnce
		}
		return Batch{}, err
	}
	if m.step.then != nil {
		if err := m.step.then(ctx, tx, next); err != nil {
			return Batch{}, err
		}
	}
	return next, recordBatch(ctx, tx, seen, next, m)
}

// testProduct is the product of test coupons that were handed in: a product gets them once. What is sent back or withdrawn
// leaves it free; what was published does not, even when it is void (business-rules 2.10).
func (b Batch) testProduct() string {
	if b.Kind != KindTest || b.State == BatchDraft || b.State == BatchVoid && b.PublishedAt.IsZero() || len(b.Terms.Items) == 0 {
		return ""
	}
	return b.Terms.Items[0].ProductID
}
