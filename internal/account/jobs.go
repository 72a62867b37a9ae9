package account

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/storage"
)

// Register has q send codes and sweep out what has run out. Call it before q starts.
func (s *Service) Register(q *job.Queue) {
	s.queue = q
	job.Handle(q, jobSendCode, s.sendCode)
	job.Handle(q, jobSendNotice, s.sendNotice)
	q.Every("account.sweep", 10*time.Minute, s.Sweep)
}

// Sweep deletes the sessions, brakes, codes and ceremonies that have run out, and numbers that nobody has any more.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.wall()
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := deleteExpiredSessions(ctx, tx, now); err != nil {
			return err
		}
		if err := deleteOldCodes(ctx, tx, now.Add(-hour)); err != nil {
			return err
		}
		if err := deleteOldPhones(ctx, tx); err != nil {
			return err
		}
		return deleteOldBrakes(ctx, tx, now.Add(-brakeKept))
	})
}
