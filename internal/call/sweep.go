package call

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

// sweepBatch bounds the calls that one sweep takes up.
const sweepBatch = 200

// RunDue begins the attempts whose time has come, and recovers runs whose process is gone.
func (s *Service) RunDue(ctx context.Context) error {
	if !s.working.Load() {
		return nil
	}
	due, err := listDue(ctx, s.db.Reader(), s.db.Clock().Now(), clock.Wall(), s.node, sweepBatch)
	if err != nil {
		return err
	}
	for _, callID := range due {
		if err := s.begin(ctx, callID, CauseRetry); err != nil {
			s.log.ErrorContext(ctx, "begin attempt", "call", callID, "error", err)
		}
	}
	return nil
}

// begin claims a due call for this node and launches its run. Nothing happens when somebody else was quicker.
func (s *Service) begin(ctx context.Context, callID string, cause Cause) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		c, err := lockCall(ctx, tx, callID)
		if err != nil {
			return err
		}
		if c.State != StatePending || c.NextAt.After(tx.Now) {
			return nil
		}
		if held, err := s.held(ctx, tx, c); err != nil || held {
			return err
		}
		if c.Running() {
			if c.run.cause == CauseLive {
				return s.finishTx(ctx, tx, c, interrupted(c, tx.Now), Answer{}) // whoever looked is gone
			}
			if err := insertAttempt(ctx, tx, interrupted(c, tx.Now)); err != nil {
				return err
			}
			cause = CauseRecovery
		}
		return s.claim(ctx, tx, c, cause)
	})
}

// claim starts a new run of a locked call.
func (s *Service) claim(ctx context.Context, tx *storage.Tx, c Call, cause Cause) error {
	if c.Attempts == 0 {
		cause = CauseFirst
	}
	c.run = s.newRun(tx.Now, cause)
	c.Attempts++
	c.UpdatedAt = tx.Now
	if err := updateClaimed(ctx, tx, c); err != nil {
		return err
	}
	tx.OnCommit(func() { s.launch(c) })
	return nil
}

// NextDue is when the next attempt falls due; zero when none is planned.
func (s *Service) NextDue(ctx context.Context) (time.Time, error) {
	return nextDue(ctx, s.db.Reader())
}
