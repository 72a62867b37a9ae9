package promo

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/price"
	"github.com/souk-market/souk/internal/storage"
)

// ChangeResaleInput names a resale discount; Rev is the revision that was seen. Percent and Validity are for ModifyResale,
// Reason for RejectResale.
type ChangeResaleInput struct {
	Actor    account.Actor
	ID       string
	Rev      int64
	Percent  string
	Validity Validity
	Reason   string
}

// ModifyResale changes the discount and the validity of one that holds; both may change at any time (business-rules 5.6).
// Orders that were placed keep their price. Errors: field errors of percent, from and to, ErrResaleNotFound, ErrResaleState,
// ErrResaleChanged.
func (s *Service) ModifyResale(ctx context.Context, in ChangeResaleInput) (Resale, error) {
	return s.moveOwnResale(ctx, in, resaleStep{event: EventModify, did: didModifyResale, change: func(r *Resale) error {
		var f apperr.Fields
		var fault *apperr.Error
		r.Ratio, fault = Percent(in.Percent)
		f.Add("percent", fault)
		r.From, r.Until = in.Validity.check(&f, s.d.DB.Clock().Now(), 0)
		return f.Err()
	}})
}

// InvalidateResale ends a discount. Errors: ErrResaleNotFound, ErrResaleState, ErrResaleChanged.
func (s *Service) InvalidateResale(ctx context.Context, in ChangeResaleInput) (Resale, error) {
	return s.moveOwnResale(ctx, in, resaleStep{event: EventInvalidate, did: didInvalidateResale})
}

// ApproveResale lets a discount hold whose share is above the standard one. Errors: ErrResaleNotFound, ErrResaleState,
// ErrResaleChanged, a field error of to when its validity is over.
func (s *Service) ApproveResale(ctx context.Context, in ChangeResaleInput) (Resale, error) {
	return s.decideResale(ctx, in, resaleStep{event: EventApprove, did: didApproveResale, change: func(r *Resale) error {
		if !s.d.DB.Clock().Now().Before(r.Until) {
			return fieldError("to", ErrEndPast)
		}
		return nil
	}})
}

// RejectResale refuses a discount; the seller reads the reason. Errors: a field error of reason, ErrResaleNotFound,
// ErrResaleState, ErrResaleChanged.
func (s *Service) RejectResale(ctx context.Context, in ChangeResaleInput) (Resale, error) {
	in.Reason = line(in.Reason)
	return s.decideResale(ctx, in, resaleStep{event: EventReject, did: didRejectResale, change: func(r *Resale) error {
		if e := reasonFault(in.Reason); e != nil {
			return fieldError("reason", e)
		}
		r.Reason = in.Reason
		return nil
	}})
}

// resaleStep is one event of a resale discount; change checks and fills in, and may be nil.
type resaleStep struct {
	event  string
	did    audit.Action
	change func(*Resale) error
}

func (s *Service) moveOwnResale(ctx context.Context, in ChangeResaleInput, st resaleStep) (Resale, error) {
	own, err := s.own(ctx, in.Actor, account.SellerResale)
	if err != nil {
		return Resale{}, err
	}
	r, err := getResale(ctx, s.d.DB.Reader(), in.ID)
	if err == nil && r.SellerID != own.ID {
		err = ErrResaleNotFound
	}
	if err != nil {
		return Resale{}, err
	}
	return s.moveResale(ctx, r, in, st)
}

func (s *Service) decideResale(ctx context.Context, in ChangeResaleInput, st resaleStep) (Resale, error) {
	if err := in.Actor.May(account.OperatorPromotions); err != nil {
		return Resale{}, err
	}
	seen, err := getResale(ctx, s.d.DB.Reader(), in.ID)
	if err != nil {
		return Resale{}, err
	}
	return s.moveResale(ctx, seen, in, st)
}

func (s *Service) moveResale(ctx context.Context, seen Resale, in ChangeResaleInput, st resaleStep) (Resale, error) {
	next := seen
	var err error
	if next.State, err = ResaleMachine.Next(seen.StateAt(s.d.DB.Clock().Now()), st.event); err != nil {
		return Resale{}, ErrResaleState
	}
	if in.Rev != seen.Rev {
		return Resale{}, ErrResaleChanged
	}
	if st.change != nil {
		if err := st.change(&next); err != nil {
			return Resale{}, err
		}
	}
	next.Rev = seen.Rev + 1
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if seen.State == ResaleInReview {
			next.DecidedAt, next.DecidedName = tx.Now, in.Actor.Name
		}
		if err := updateResale(ctx, tx, next, seen); err != nil {
			return err
		}
		event := map[string]string{EventApprove: notify.ResaleApproved, EventReject: notify.ResaleRejected}[st.event]
		if event != "" {
			if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: next.AccountID, Event: event, Key: next.ID, Link: "/seller/resale",
				Params: notify.Params("product", next.Product, "customer", next.CustomerName, "reason", next.Reason)}); err != nil {
				return err
			}
		}
		return recordResale(ctx, tx, st.did, seen, next)
	})
	if err != nil {
		return Resale{}, err
	}
	return next, nil
}

// expireResale writes down that the time of a discount is over.
func (s *Service) expireResale(ctx context.Context, tx *storage.Tx, resaleID string) error {
	seen, err := getResale(ctx, tx, resaleID)
	if err != nil {
		return err
	}
	next := seen
	if next.State, err = ResaleMachine.Next(seen.State, EventExpire); err != nil {
		return nil // it is over already
	}
	next.Rev++
	err = updateResale(ctx, tx, next, seen)
	if errors.Is(err, ErrResaleChanged) {
		return nil
	}
	return err
}

// ResaleFilter narrows a list of resale discounts. Tab is one of the tabs of business-rules 5.6: ResalePending (what waits for
// an operator), ResaleAuthorised, ResaleInvalid (what ended or was refused); empty for all.
type ResaleFilter struct {
	Tab   string
	Level price.ResaleLevel
}

// Resales lists the resale discounts of the actor's seller, the newest first. Errors: ErrNotSelling, bad_cursor.
func (s *Service) Resales(ctx context.Context, actor account.Actor, f ResaleFilter, r page.Request) (page.Of[Resale], error) {
	own, err := s.own(ctx, actor, account.SellerResale)
	if err != nil {
		return page.Of[Resale]{}, err
	}
	return s.listResales(ctx, own.ID, f, r)
}

// Resale returns a resale discount to its seller and to operators. Errors: ErrResaleNotFound.
func (s *Service) Resale(ctx context.Context, actor account.Actor, resaleID string) (Resale, error) {
	r, err := getResale(ctx, s.d.DB.Reader(), resaleID)
	if err != nil || actor.Can(account.OperatorPromotions) {
		return r, err
	}
	own, err := s.own(ctx, actor, account.SellerResale)
	if err == nil && r.SellerID != own.ID {
		err = ErrResaleNotFound
	}
	if err != nil {
		return Resale{}, err
	}
	return r, nil
}

// ResaleQueue lists the discounts whose share is above the standard one and that wait (business-rules 12.8), in the order in
// which they came. Errors: bad_cursor.
func (s *Service) ResaleQueue(ctx context.Context, actor account.Actor, r page.Request) (page.Of[Resale], error) {
	if err := actor.May(account.OperatorPromotions); err != nil {
		return page.Of[Resale]{}, err
	}
	return listResalesWaiting(ctx, s.d.DB.Reader(), r)
}
