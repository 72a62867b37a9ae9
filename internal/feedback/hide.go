package feedback

import (
	"context"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// HideInput takes something out of sight, or shows it again.
type HideInput struct {
	Actor  account.Actor
	ID     string
	Reason string // that its author reads; not for showing again
}

// maxReason is how long an operator's reason may be, in characters.
const maxReason = 300

// HideRating takes a rating out of sight (business-rules 10: public → hidden by operator). Errors: the field error of
// reason, ErrRatingNotFound, ErrNotShown, ErrChanged.
func (s *Service) HideRating(ctx context.Context, in HideInput) (Rating, error) {
	if err := in.Actor.May(account.OperatorFeedback); err != nil {
		return Rating{}, err
	}
	reason, err := reasoned(in.Reason)
	if err != nil {
		return Rating{}, err
	}
	c := s.hidingRating(in.ID, reason)
	return s.change(ctx, c)
}

func (s *Service) hidingRating(ratingID, reason string) change {
	return change{id: ratingID, see: anybody, action: auditRatingHidden, log: buyerLog, reason: reason,
		edit: func(r *Rating, _ *storage.Tx) (err error) {
			if r.State, err = RatingMachine.Next(r.State, EventHide); err != nil {
				return ErrNotShown
			}
			r.HiddenReason = reason
			return nil
		},
		then: func(ctx context.Context, tx *storage.Tx, r Rating) error {
			return s.d.Notify.SendTx(ctx, tx, notify.Message{To: r.BuyerID, Event: notify.RatingHidden, Link: buyerRatingURL(r.ID),
				Params: notify.Params("product", r.ProductName, "reason", reason)})
		}}
}

// ShowRating shows a hidden rating again. Errors: ErrRatingNotFound, ErrNotHidden, ErrChanged.
func (s *Service) ShowRating(ctx context.Context, in HideInput) (Rating, error) {
	if err := in.Actor.May(account.OperatorFeedback); err != nil {
		return Rating{}, err
	}
	return s.change(ctx, change{id: in.ID, see: anybody, action: auditRatingShown, log: buyerLog,
		edit: func(r *Rating, _ *storage.Tx) (err error) {
			event := EventShow
			if !r.AmendedAt.IsZero() {
				event = EventShowAmended
			}
			if r.State, err = RatingMachine.Next(r.State, event); err != nil {
				return ErrNotHidden
			}
			r.HiddenReason = ""
			return nil
		},
		then: func(ctx context.Context, tx *storage.Tx, r Rating) error {
			return s.d.Notify.SendTx(ctx, tx, notify.Message{To: r.BuyerID, Event: notify.RatingShown, Link: buyerRatingURL(r.ID),
				Params: notify.Params("product", r.ProductName)})
		}})
}

func anybody(Rating) bool { return true }

// reasoned is an operator's reason, which must be there.
func reasoned(text string) (string, error) {
	text = lines(text)
	var bad apperr.Fields
	bad.Add("reason", lengthFault(text, 2, maxReason))
	return text, bad.Err()
}
