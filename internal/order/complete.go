package order

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/instance"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/promo"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
)

// OpenedTx completes the order of a line whose instance the seller has opened. Repeated, it changes nothing.
func (s *Service) OpenedTx(ctx context.Context, tx *storage.Tx, lineID, externalID string) error {
	o, err := getByLine(ctx, tx, lineID)
	if err != nil {
		return fmt.Errorf("order of line %s: %w", lineID, err)
	}
	if o.State != StateProcessing {
		return nil
	}
	ins, err := s.d.Instances.OpenTx(ctx, tx, instance.Open{BuyerID: o.BuyerID, SellerID: o.SellerID, ProductID: o.ProductID,
		ProductName: o.ProductName, SpecName: o.Line.Bought(), SKUID: o.Line.SKUID, OrderID: o.ID, LineID: lineID, ExternalID: externalID,
		Quantity: o.Line.Quantity, Periods: o.Line.Periods, Unit: o.Line.Unit})
	if err != nil {
		return err
	}
	moved, err := updateEnded(ctx, tx, o.ID, StateProcessing, StateCompleted, "", i18n.Text{})
	if err != nil || !moved {
		return orMoved(err, o.ID)
	}
	if err := updateLineInstance(ctx, tx, lineID, ins.ID); err != nil {
		return err
	}
	if err := s.d.Queue.Publish(ctx, tx, Completed{OrderID: o.ID, InstanceID: ins.ID}); err != nil {
		return err
	}
	s.nudge(tx, o.ID)
	return s.tellCompleted(ctx, tx, o, ins.ID)
}

// OpeningFailedTx ends the order of a line that could not be opened: the whole escrow goes back to the wallet and
// reserved stock back on sale (saas-production-interface B.11, business-rules 8.4). Repeated, it changes nothing.
func (s *Service) OpeningFailedTx(ctx context.Context, tx *storage.Tx, lineID string, why i18n.Text) error {
	o, err := getByLine(ctx, tx, lineID)
	if err != nil {
		return fmt.Errorf("order of line %s: %w", lineID, err)
	}
	if o.State != StateProcessing {
		return nil
	}
	moved, err := updateEnded(ctx, tx, o.ID, StateProcessing, StateCancelled, CauseOpeningFailed, why)
	if err != nil || !moved {
		return orMoved(err, o.ID)
	}
	if err := s.endUndelivered(ctx, tx, o, CauseOpeningFailed); err != nil {
		return err
	}
	return s.d.Wallet.ReturnTx(ctx, tx, wallet.Hold{AccountID: o.BuyerID, OrderID: o.ID, Amount: o.Total})
}

func orMoved(err error, orderID string) error {
	if err == nil {
		err = fmt.Errorf("order %s moved under its own lock", orderID)
	}
	return err
}

// endUndelivered gives stock back and what lowered the price, and says that the order is over.
func (s *Service) endUndelivered(ctx context.Context, tx *storage.Tx, o Order, cause string) error {
	if o.Line.Reserved {
		if err := s.d.Catalog.ReleaseTx(ctx, tx, o.Line.SpecID, o.Line.Quantity); err != nil {
			return err
		}
	}
	if err := deleteOnce(ctx, tx, o.ID); err != nil { // nothing was had
		return err
	}
	if o.Kind == KindTrial { // nothing was tried
		if err := deleteTrial(ctx, tx, o.ID); err != nil {
			return err
		}
	}
	if o.Line.Reduced() {
		if err := s.giveBackTx(ctx, tx, o); err != nil {
			return err
		}
	}
	if err := s.d.Queue.Publish(ctx, tx, Cancelled{OrderID: o.ID, Cause: cause}); err != nil {
		return err
	}
	s.nudge(tx, o.ID)
	return s.tellCancelled(ctx, tx, o, cause)
}

// giveBackTx returns coupons and cash coupons: of an unpaid order they were only held, of a paid one they were used up for
// nothing (business-rules 8.4).
func (s *Service) giveBackTx(ctx context.Context, tx *storage.Tx, o Order) error {
	if o.PaidAt.IsZero() {
		return s.d.Promo.ReleaseTx(ctx, tx, o.ID)
	}
	return s.d.Promo.ReturnTx(ctx, tx, promo.Return{OrderID: o.ID, Unconditional: true})
}

func (s *Service) nudge(tx *storage.Tx, orderID string) {
	if s.d.Ended != nil {
		tx.OnCommit(func() { s.d.Ended(orderID) })
	}
}

// tellCompleted sends the messages of a completed order (business-rules 12.5, class 101).
func (s *Service) tellCompleted(ctx context.Context, tx *storage.Tx, o Order, instanceID string) error {
	return s.d.Notify.SendTx(ctx, tx,
		notify.Message{To: o.BuyerID, Event: notify.OrderCompleted, Key: o.ID, Link: "/buyer/services/" + instanceID, Class: notify.ClassOpened, Params: o.words()},
		notify.Message{To: o.SellerAccountID, Event: notify.OrderCompletedSeller, Key: o.ID, Link: "/seller/orders/" + o.ID, Class: notify.ClassOpened, Params: o.words()})
}

// tellCancelled sends the messages of an order that ended without delivery; both sides hear of a failed opening.
func (s *Service) tellCancelled(ctx context.Context, tx *storage.Tx, o Order, cause string) error {
	buyer := notify.Message{To: o.BuyerID, Event: notify.OrderCancelled, Key: o.ID, Link: "/buyer/orders/" + o.ID, Params: o.words()}
	if cause != CauseOpeningFailed {
		return s.d.Notify.SendTx(ctx, tx, buyer)
	}
	buyer.Event = notify.OrderFailed
	return s.d.Notify.SendTx(ctx, tx, buyer, notify.Message{To: o.SellerAccountID, Event: notify.OrderFailedSeller, Key: o.ID,
		Link: "/seller/orders/" + o.ID, Class: notify.ClassReminder, Params: o.words()})
}

// words are the parameters of every message about an order.
func (o Order) words() map[string]string {
	return notify.Params("order", o.ID, "buyer", o.BuyerName, "amount", o.Total, "product", o.ProductName)
}
