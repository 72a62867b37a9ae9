package wallet

import (
	"context"

	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/ledger"
	"github.com/souk-market/souk/internal/storage"
)

// The kinds of ledger entries that wallets are part of.
const (
	KindHold          = "order.hold"
	KindReturn        = "order.return"
	KindTopUpGateway  = "topup.gateway"
	KindTopUpTransfer = "topup.transfer"
)

// Hold names an order's money. One order is held once and returned once.
type Hold struct {
	AccountID string
	OrderID   string
	Amount    money.Amount
}

// HoldTx moves an order's price from the wallet to its escrow: one statement and those of the ledger. Call it last: it
// locks the end of a ledger chain. A zero amount moves nothing. Errors, after each of which tx must be undone:
// ErrInsufficientBalance; ledger.ErrDuplicate when the order was held before.
func (s *Service) HoldTx(ctx context.Context, tx *storage.Tx, h Hold) error {
	if h.Amount.Negative() {
		return ErrAmountNegative
	}
	if h.Amount.IsZero() {
		return nil
	}
	step, err := debit(ctx, tx, h.AccountID, h.Amount)
	if err != nil {
		return err
	}
	_, err = s.ledger.PostTx(ctx, tx, ledger.Draft{Kind: KindHold, Ref: h.OrderID, Postings: []ledger.Posting{
		{Account: ledger.Wallet(h.AccountID), Amount: h.Amount.Neg(), Step: step},
		{Account: ledger.Escrow(h.OrderID), Amount: h.Amount},
	}})
	return err
}

// ReturnTx moves money from an order's escrow back to the wallet: two statements and those of the ledger. A zero amount
// moves nothing. Errors, after each of which tx must be undone: ErrEscrowShort; ledger.ErrDuplicate when the order's
// money was returned before.
func (s *Service) ReturnTx(ctx context.Context, tx *storage.Tx, h Hold) error {
	if h.Amount.Negative() {
		return ErrAmountNegative
	}
	if h.Amount.IsZero() {
		return nil
	}
	// The wallet's row is locked by the credit, so two returns of one order do not read the same escrow.
	step, err := credit(ctx, tx, h.AccountID, h.Amount)
	if err != nil {
		return err
	}
	held, err := s.ledger.Balance(ctx, tx, ledger.Escrow(h.OrderID), h.Amount.Currency)
	if err != nil {
		return err
	}
	if held.Cmp(h.Amount) < 0 {
		return ErrEscrowShort
	}
	_, err = s.ledger.PostTx(ctx, tx, ledger.Draft{Kind: KindReturn, Ref: h.OrderID, Postings: []ledger.Posting{
		{Account: ledger.Escrow(h.OrderID), Amount: h.Amount.Neg()},
		{Account: ledger.Wallet(h.AccountID), Amount: h.Amount, Step: step},
	}})
	return err
}

// creditTopUp puts a top-up's money into its wallet.
func (s *Service) creditTopUp(ctx context.Context, tx *storage.Tx, t TopUp) error {
	step, err := credit(ctx, tx, t.AccountID, t.Received)
	if err != nil {
		return err
	}
	kind, from := KindTopUpTransfer, ledger.BankClearing()
	if t.Method == MethodGateway {
		kind, from = KindTopUpGateway, ledger.Gateway(t.Gateway)
	}
	_, err = s.ledger.PostTx(ctx, tx, ledger.Draft{Kind: kind, Ref: t.ID, Postings: []ledger.Posting{
		{Account: from, Amount: t.Received.Neg()},
		{Account: ledger.Wallet(t.AccountID), Amount: t.Received, Step: step},
	}})
	return err
}
