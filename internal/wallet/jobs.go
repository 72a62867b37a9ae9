package wallet

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/storage"
)

// expireBatch is how many payments one round of the sweep expires.
const expireBatch = 100

// RegisterJobs has the queue expire unpaid gateway payments every minute.
func (s *Service) RegisterJobs(q *job.Queue) {
	q.Every("wallet.expire", time.Minute, s.RunDue)
}

// RunDue expires what is due, for a sweep.
func (s *Service) RunDue(ctx context.Context) error {
	_, err := s.ExpireDue(ctx)
	return err
}

// NextDue is when the next gateway payment expires; zero when none waits.
func (s *Service) NextDue(ctx context.Context) (time.Time, error) { return nextDue(ctx, s.db.Reader()) }

// ExpireDue expires the gateway payments whose time is over by the business clock, and says how many. Money that comes
// later is credited nevertheless.
func (s *Service) ExpireDue(ctx context.Context) (int, error) {
	expired := 0
	for {
		ids, err := listDue(ctx, s.db.Reader(), s.db.Clock().Now(), expireBatch)
		if err != nil || len(ids) == 0 {
			return expired, err
		}
		for _, topUpID := range ids {
			_, err := s.move(ctx, topUpID, eventExpire, func(_ context.Context, tx *storage.Tx, t *TopUp) error {
				t.DecidedAt = tx.Now
				return nil
			})
			switch {
			case err == nil:
				expired++
			case !errors.Is(err, ErrTopUpState): // somebody paid meanwhile
				return expired, err
			}
		}
	}
}
