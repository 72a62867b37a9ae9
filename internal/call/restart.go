package call

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/storage"
)

// RestartInput names the call that its seller wants attempted now.
type RestartInput struct {
	Actor  account.Actor
	CallID string
}

// Restart makes an immediate attempt (重新启动). The automatic attempts stay where they are. Pressing it twice makes one:
// the second meets ErrRunning. Errors: ErrCallNotFound, ErrRunning, ErrNotRestartable.
func (s *Service) Restart(ctx context.Context, in RestartInput) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		c, err := lockCall(ctx, tx, in.CallID)
		if errors.Is(err, storage.ErrNoRows) {
			return ErrCallNotFound
		}
		if err != nil {
			return err
		}
		if err := s.mayChange(ctx, in.Actor, c); err != nil {
			return err
		}
		held, err := s.held(ctx, tx, c)
		switch {
		case err != nil:
			return err
		case !Machine().Can(c.State, "restart"):
			return ErrNotRestartable
		case held:
			return ErrRunning
		case c.Running():
			if err := insertAttempt(ctx, tx, interrupted(c, tx.Now)); err != nil {
				return err
			}
		}
		if s.working.Load() {
			err = s.claim(ctx, tx, c, CauseRestart)
		} else {
			err = updateDue(ctx, tx, c.ID) // a node that works will find it
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didRestart, AccountID: in.Actor.ID, Object: c.ID,
			After: map[string]any{"activity": c.Activity, "order": c.OrderID, "attempts_before": c.Attempts}})
	})
}

// mayChange lets the seller itself act, and nobody learn that the call of another seller exists.
func (s *Service) mayChange(ctx context.Context, actor account.Actor, c Call) error {
	if err := actor.Is(account.Seller); err != nil {
		return err
	}
	own, err := s.sellers.SellerOf(ctx, actor.ID)
	if err != nil {
		return err
	}
	if own != c.SellerID {
		return ErrCallNotFound
	}
	return s.checkGrant(ctx, actor, c.ProductID)
}
