package order

import (
	"context"
	"errors"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/delivery/saas"
	"github.com/souk-market/souk/internal/kernel/crash"
	"github.com/souk-market/souk/internal/storage"
	"github.com/souk-market/souk/internal/wallet"
)

// PayInput names the order that its buyer pays from the wallet.
type PayInput struct {
	Actor   account.Actor
	OrderID string
}

// Pay uses up what lowers the price, moves the money to escrow and starts the delivery, once: paying a paid order again changes nothing and
// succeeds. Errors: ErrNotFound, ErrNotPayable, ErrRealNameNeeded, wallet.ErrInsufficientBalance.
func (s *Service) Pay(ctx context.Context, in PayInput) (Order, error) {
	if err := in.Actor.Is(account.Buyer); err != nil {
		return Order{}, err
	}
	var o Order
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		var err error
		if o, err = s.payTx(ctx, tx, in); err != nil {
			return err
		}
		crash.Point("order.pay.before_commit")
		return nil
	})
	if err != nil {
		return Order{}, err
	}
	crash.Point("order.pay.committed")
	return o, nil
}

func (s *Service) payTx(ctx context.Context, tx *storage.Tx, in PayInput) (Order, error) {
	moved, err := updatePaid(ctx, tx, in.OrderID, in.Actor.ID)
	if err != nil {
		return Order{}, err
	}
	o, err := getOrder(ctx, tx, in.OrderID)
	if errors.Is(err, storage.ErrNoRows) || err == nil && o.BuyerID != in.Actor.ID {
		return Order{}, ErrNotFound
	}
	if err != nil {
		return Order{}, err
	}
	if !moved {
		if o.PaidAt.IsZero() {
			return Order{}, ErrNotPayable
		}
		return o, nil
	}
	if err := mayPay(in.Actor, o.Line.Breakdown().List); err != nil {
		return Order{}, err
	}
	if err := s.d.SaaS.StartTx(ctx, tx, saas.Start{SellerID: o.SellerID, ProductID: o.ProductID, ProductName: o.ProductName,
		OrderID: o.ID, LineID: o.Line.ID}); err != nil {
		return Order{}, err
	}
	if o.Line.Reduced() {
		if err := s.d.Promo.UseTx(ctx, tx, o.ID); err != nil {
			return Order{}, err
		}
	}
	if err := audit.Record(ctx, tx, o.change(didPay)); err != nil {
		return Order{}, err
	}
	// Last: it locks the end of a ledger chain, which other buyers' orders wait for.
	return o, s.d.Wallet.HoldTx(ctx, tx, wallet.Hold{AccountID: o.BuyerID, OrderID: o.ID, Amount: o.Total})
}
