package feedback

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// AmendInput is what a buyer says instead.
type AmendInput struct {
	Actor    account.Actor
	RatingID string
	Opinion
}

// Amend replaces a rating once, within 30 days (business-rules 10). It ends a negotiation; one that becomes bad for the
// first time is negotiated now. Errors: the field errors of Rate, ErrRatingNotFound, ErrAmended, ErrChanged.
func (s *Service) Amend(ctx context.Context, in AmendInput) (Rating, error) {
	if err := in.Actor.May(account.BuyerServices); err != nil {
		return Rating{}, err
	}
	if r, err := getRating(ctx, s.d.DB.Reader(), in.RatingID); err != nil || r.BuyerID != in.Actor.ID {
		return Rating{}, orNotFound(err, ErrRatingNotFound)
	}
	said, err := s.checked(ctx, in.Actor, in.Opinion)
	if err != nil {
		return Rating{}, err
	}
	return s.change(ctx, change{id: in.RatingID, see: ofBuyer(in.Actor), action: auditAmended, log: buyerLog,
		edit: func(r *Rating, tx *storage.Tx) (err error) {
			if !r.CanAmend(tx.Now) {
				return ErrAmended.With("days", days(AmendWithin))
			}
			event := EventAmend
			if said.Bad() && !r.Bad() {
				event = EventAmendBad
			}
			if r.State, err = RatingMachine.Next(r.State, event); err != nil {
				return ErrAmended.With("days", days(AmendWithin))
			}
			r.Opinion, r.AmendedAt, r.DueAt = said, tx.Now, time.Time{}
			if r.State == RatingNegotiating {
				r.DueAt = tx.Now.Add(NegotiateFor)
			}
			return nil
		},
		then: func(ctx context.Context, tx *storage.Tx, r Rating) error {
			if err := savePictures(ctx, tx, r.ID, r.Pictures); err != nil {
				return err
			}
			if r.State == RatingNegotiating {
				return s.tellOfRating(ctx, tx, r)
			}
			return s.tellSeller(ctx, tx, r.SellerID, sellerRatingURL(r.ID), notify.Message{Event: notify.RatingAmended, Key: r.ID,
				Params: notify.Params("product", r.ProductName, "stars", r.Stars())})
		}})
}

// FollowUpInput is the one later word of a buyer.
type FollowUpInput struct {
	Actor    account.Actor
	RatingID string
	Text     string
}

// FollowUp adds a word to a rating that is shown, once, within 90 days (business-rules 10). Errors: the field error of text,
// ErrRatingNotFound, ErrFollowedUp, ErrChanged.
func (s *Service) FollowUp(ctx context.Context, in FollowUpInput) (Rating, error) {
	if err := in.Actor.May(account.BuyerServices); err != nil {
		return Rating{}, err
	}
	text, err := saidIn("text", in.Text, 2, MaxRatingText)
	if err != nil {
		return Rating{}, err
	}
	return s.change(ctx, change{id: in.RatingID, see: ofBuyer(in.Actor), action: auditFollowedUp, log: buyerLog,
		edit: func(r *Rating, tx *storage.Tx) error {
			if !r.CanFollowUp(tx.Now) {
				return ErrFollowedUp.With("days", days(FollowUpWithin))
			}
			r.FollowUp, r.FollowedUpAt = text, tx.Now
			return nil
		},
		then: func(ctx context.Context, tx *storage.Tx, r Rating) error {
			return s.tellSeller(ctx, tx, r.SellerID, sellerRatingURL(r.ID), notify.Message{Event: notify.RatingFollowedUp, Key: r.ID,
				Params: notify.Params("product", r.ProductName, "text", r.FollowUp)})
		}})
}

// days are whole days of a span.
func days(d time.Duration) int { return int(d / (24 * time.Hour)) }

// saidIn is said as the error of one field.
func saidIn(field, text string, atLeast, atMost int) (string, error) {
	text, fault := said(text, atLeast, atMost)
	var bad apperr.Fields
	bad.Add(field, fault)
	return text, bad.Err()
}

// orNotFound is err, or what stands for a thing of somebody else.
func orNotFound(err, missing error) error {
	if err != nil {
		return err
	}
	return missing
}
