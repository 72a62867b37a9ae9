package feedback

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// dueBatch is how many negotiations one round ends.
const dueBatch = 100

// errNotDue is a rating that was amended, or published by another round, in this moment.
var errNotDue = errors.New("feedback: not due")

// RunDue shows the ratings whose negotiation is over (business-rules 10: hidden 48 h).
func (s *Service) RunDue(ctx context.Context) error {
	due, err := listDue(ctx, s.d.DB.Reader(), s.d.DB.Clock().Now(), dueBatch)
	if err != nil {
		return err
	}
	var failed []error // one that fails must not keep those behind it waiting
	for _, id := range due {
		if err := s.publish(ctx, id); err != nil && !errors.Is(err, errNotDue) && !errors.Is(err, ErrChanged) {
			failed = append(failed, fmt.Errorf("publish rating %s: %w", id, err))
		}
	}
	return errors.Join(failed...)
}

// NextDue is when the next negotiation ends; zero when none is on.
func (s *Service) NextDue(ctx context.Context) (time.Time, error) {
	return nextDue(ctx, s.d.DB.Reader())
}

func (s *Service) publish(ctx context.Context, ratingID string) error {
	_, err := s.change(ctx, change{id: ratingID, see: anybody, action: auditPublished, log: buyerLog,
		edit: func(r *Rating, tx *storage.Tx) (err error) {
			if r.DueAt.IsZero() || tx.Now.Before(r.DueAt) {
				return errNotDue
			}
			if r.State, err = RatingMachine.Next(r.State, EventPublish); err != nil {
				return errNotDue
			}
			r.DueAt = time.Time{}
			return nil
		},
		then: func(ctx context.Context, tx *storage.Tx, r Rating) error {
			m := notify.Message{To: r.BuyerID, Event: notify.RatingPublished, Link: buyerRatingURL(r.ID),
				Params: notify.Params("product", r.ProductName)}
			if err := s.d.Notify.SendTx(ctx, tx, m); err != nil {
				return err
			}
			return s.tellSeller(ctx, tx, r.SellerID, sellerRatingURL(r.ID), m)
		}})
	return err
}
