package promo

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// OfferInput names an offer; Rev is the revision that was seen. Reason is for rejecting.
type OfferInput struct {
	Actor  account.Actor
	ID     string
	Rev    int64
	Reason string
}

// RevokeOffer takes an offer back while operators look at it (business-rules 5.7: 审批中 is revocable). Errors: ErrOfferNotFound,
// ErrOfferState, ErrOfferChanged.
func (s *Service) RevokeOffer(ctx context.Context, in OfferInput) (Offer, error) {
	own, err := s.own(ctx, in.Actor, account.SellerOffers)
	if err != nil {
		return Offer{}, err
	}
	o, err := getOffer(ctx, s.d.DB.Reader(), in.ID)
	if err == nil && o.SellerID != own.ID {
		err = ErrOfferNotFound
	}
	if err != nil {
		return Offer{}, err
	}
	return s.moveOffer(ctx, o, in, offerStep{event: EventRevoke, did: didRevokeOffer})
}

// ApproveOffer lets an offer beyond the authorised discount hold, and tells its users. Errors: ErrOfferNotFound, ErrOfferState,
// ErrOfferChanged, ErrOfferOver.
func (s *Service) ApproveOffer(ctx context.Context, in OfferInput) (Offer, error) {
	return s.decideOffer(ctx, in, offerStep{event: EventApprove, did: didApproveOffer, then: func(ctx context.Context, tx *storage.Tx, o Offer) error {
		if !tx.Now.Before(o.Until) {
			return ErrOfferOver
		}
		users, err := listOfferUsers(ctx, tx, o.ID)
		if err != nil {
			return err
		}
		if err := s.tellOffer(ctx, tx, o, users); err != nil {
			return err
		}
		return s.d.Notify.SendTx(ctx, tx, notify.Message{To: o.AccountID, Event: notify.OfferApproved, Key: o.ID, Link: "/seller/offers/" + o.ID,
			Params: notify.Params("name", o.Name)})
	}})
}

// RejectOffer refuses an offer; the seller reads the reason. Errors: a field error of reason, ErrOfferNotFound, ErrOfferState,
// ErrOfferChanged.
func (s *Service) RejectOffer(ctx context.Context, in OfferInput) (Offer, error) {
	in.Reason = line(in.Reason)
	if e := reasonFault(in.Reason); e != nil && in.Actor.Can(account.OperatorPromotions) {
		if _, err := s.special(ctx, in); err != nil { // whether it is there comes first
			return Offer{}, err
		}
		return Offer{}, fieldError("reason", e)
	}
	return s.decideOffer(ctx, in, offerStep{event: EventReject, did: didRejectOffer, then: func(ctx context.Context, tx *storage.Tx, o Offer) error {
		return s.d.Notify.SendTx(ctx, tx, notify.Message{To: o.AccountID, Event: notify.OfferRejected, Key: o.ID, Link: "/seller/offers/" + o.ID,
			Params: notify.Params("name", o.Name, "reason", o.Reason)})
	}})
}

// offerStep is one event of an offer and what belongs to it; then may be nil.
type offerStep struct {
	event string
	did   audit.Action
	then  func(context.Context, *storage.Tx, Offer) error
}

// special is an offer that operators look at.
func (s *Service) special(ctx context.Context, in OfferInput) (Offer, error) {
	if err := in.Actor.May(account.OperatorPromotions); err != nil {
		return Offer{}, err
	}
	o, err := getOffer(ctx, s.d.DB.Reader(), in.ID)
	if err == nil && !o.Special {
		err = ErrOfferNotFound
	}
	return o, err
}

func (s *Service) decideOffer(ctx context.Context, in OfferInput, st offerStep) (Offer, error) {
	o, err := s.special(ctx, in)
	if err != nil {
		return Offer{}, err
	}
	return s.moveOffer(ctx, o, in, st)
}

func (s *Service) moveOffer(ctx context.Context, seen Offer, in OfferInput, st offerStep) (Offer, error) {
	to, err := OfferMachine.Next(seen.State, st.event)
	if err != nil {
		return Offer{}, ErrOfferState
	}
	if in.Rev != seen.Rev {
		return Offer{}, ErrOfferChanged
	}
	next := seen
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		next = seen
		next.State, next.Rev, next.Reason, next.DecidedAt, next.DecidedName = to, seen.Rev+1, in.Reason, tx.Now, in.Actor.Name
		if err := updateOfferState(ctx, tx, next, seen); err != nil {
			return err
		}
		if st.then != nil {
			if err := st.then(ctx, tx, next); err != nil {
				return err
			}
		}
		return recordOffer(ctx, tx, seen, next, st.did)
	})
	if err != nil {
		return Offer{}, err
	}
	return next, nil
}

// recordOffer records that an offer moved. Call it last.
func recordOffer(ctx context.Context, tx *storage.Tx, seen, next Offer, did audit.Action) error {
	return audit.Record(ctx, tx, audit.Change{Action: did, AccountID: next.AccountID, Object: next.ID, Reason: next.Reason,
		Before: map[string]any{"state": seen.State}, After: map[string]any{"state": next.State, "name": next.Name}})
}

// expireOffer writes down that the time of an offer is over.
func (s *Service) expireOffer(ctx context.Context, tx *storage.Tx, offerID string) error {
	seen, err := getOffer(ctx, tx, offerID)
	if err != nil {
		return err
	}
	next := seen
	if next.State, err = OfferMachine.Next(seen.State, EventExpire); err != nil {
		return nil // it is over already
	}
	next.Rev++
	err = updateOfferState(ctx, tx, next, seen)
	if errors.Is(err, ErrOfferChanged) {
		return nil
	}
	if err != nil {
		return err
	}
	return recordOffer(ctx, tx, seen, next, didExpireOffer)
}
