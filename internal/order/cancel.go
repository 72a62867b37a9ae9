package order

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/storage"
)

// CancelInput names the unpaid order that its buyer gives up.
type CancelInput struct {
	Actor   account.Actor
	OrderID string
}

// Cancel ends an unpaid order and gives its stock back. Errors: ErrNotFound, ErrNotCancellable.
func (s *Service) Cancel(ctx context.Context, in CancelInput) error {
	if err := in.Actor.Is(account.Buyer); err != nil {
		return err
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		o, err := getOrder(ctx, tx, in.OrderID)
		if errors.Is(err, storage.ErrNoRows) || err == nil && o.BuyerID != in.Actor.ID {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		if err := s.cancelTx(ctx, tx, o, CauseBuyer); err != nil {
			return err
		}
		return audit.Record(ctx, tx, o.change(didCancel))
	})
}

func (s *Service) cancelTx(ctx context.Context, tx *storage.Tx, o Order, cause string) error {
	moved, err := updateEnded(ctx, tx, o.ID, StatePendingPayment, StateCancelled, cause, i18n.Text{})
	if err != nil {
		return err
	}
	if !moved {
		return ErrNotCancellable
	}
	return s.endUndelivered(ctx, tx, o, cause)
}

// sweepBatch bounds the orders that one sweep ends.
const sweepBatch = 100

// RunDue cancels the orders whose time to pay is over.
func (s *Service) RunDue(ctx context.Context) error {
	due, err := listOverdue(ctx, s.d.DB.Reader(), s.d.DB.Clock().Now(), sweepBatch)
	if err != nil {
		return err
	}
	var failed []error // an order that cannot be cancelled must not keep those behind it waiting
	for _, orderID := range due {
		err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			o, err := getOrder(ctx, tx, orderID)
			if err != nil {
				return err
			}
			return s.cancelTx(ctx, tx, o, CauseTimeout)
		})
		if err != nil && !errors.Is(err, ErrNotCancellable) { // somebody paid or cancelled it in this moment
			failed = append(failed, fmt.Errorf("time out order %s: %w", orderID, err))
		}
	}
	return errors.Join(failed...)
}

// NextDue is when the next unpaid order times out; zero when none waits.
func (s *Service) NextDue(ctx context.Context) (time.Time, error) {
	return nextOverdue(ctx, s.d.DB.Reader())
}
