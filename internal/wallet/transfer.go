package wallet

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// SubmitTransferInput is the buyer's "I have transferred".
type SubmitTransferInput struct {
	AccountID     string
	Name          string // of the buyer, shown to the operators; "" shows the account's id
	ID            string
	BankReference string
}

// SubmitTransfer notes that the buyer has made the transfer, and tells the operators.
// Errors: invalid_input (bank_reference), ErrTopUpNotFound, ErrTopUpState.
func (s *Service) SubmitTransfer(ctx context.Context, in SubmitTransferInput) (TopUp, error) {
	ref := normalReference(in.BankReference)
	var f apperr.Fields
	f.Add("bank_reference", checkReference(ref))
	if err := f.Err(); err != nil {
		return TopUp{}, err
	}
	return s.move(ctx, in.ID, eventSubmit, func(_ context.Context, tx *storage.Tx, t *TopUp) error {
		if t.AccountID != in.AccountID {
			return ErrTopUpNotFound
		}
		t.BankReference, t.SubmittedAt, t.buyer = ref, tx.Now, cmp.Or(in.Name, in.AccountID)
		return nil
	})
}

// ListTransfers lists bank transfers in a state ("" = all), the newest first. Only for operators.
func (s *Service) ListTransfers(ctx context.Context, actor account.Actor, st State, req page.Request) (page.Of[TopUp], error) {
	if err := actor.Is(account.Operator); err != nil {
		return page.Of[TopUp]{}, err
	}
	return listTransfers(ctx, s.db.Reader(), st, req)
}

// CountTransfers is how many announced transfers wait to be confirmed, as far as one page of them reaches. Only for operators.
func (s *Service) CountTransfers(ctx context.Context, actor account.Actor) (int, error) {
	if err := actor.Is(account.Operator); err != nil {
		return 0, err
	}
	return countTransfers(ctx, s.db.Reader(), page.MaxLimit)
}

// GetTransfer returns any account's bank transfer. Only for operators.
func (s *Service) GetTransfer(ctx context.Context, actor account.Actor, topUpID string) (TopUp, error) {
	if err := actor.Is(account.Operator); err != nil {
		return TopUp{}, err
	}
	t, err := getTopUp(ctx, s.db.Reader(), topUpID)
	if err == nil && t.Method != MethodTransfer {
		return TopUp{}, ErrTopUpNotFound
	}
	return t, err
}

// ConfirmTransferInput is what the operator saw on the bank statement. Received is decimal text in CNY.
type ConfirmTransferInput struct {
	Actor    account.Actor
	ID       string
	Received string
	// BankReference replaces the one that the buyer gave; "" keeps it.
	BankReference string
	// Note is required when Received differs from the announced amount.
	Note string
}

// ConfirmTransfer credits what was received. Errors: account.ErrForbidden, invalid_input (received, bank_reference, note),
// ErrTopUpNotFound, ErrTopUpState, ErrBankReferenceUsed.
func (s *Service) ConfirmTransfer(ctx context.Context, in ConfirmTransferInput) (TopUp, error) {
	if err := in.Actor.Is(account.Operator); err != nil {
		return TopUp{}, err
	}
	note, ref := strings.TrimSpace(in.Note), normalReference(in.BankReference)
	var f apperr.Fields
	received, bad := parseAmount(in.Received, minReceived, maxReceived)
	f.Add("received", bad)
	f.Add("note", checkText(note, maxReason))
	if ref != "" {
		f.Add("bank_reference", checkReference(ref))
	}
	if err := f.Err(); err != nil {
		return TopUp{}, err
	}
	return s.move(ctx, in.ID, eventConfirm, func(_ context.Context, tx *storage.Tx, t *TopUp) error {
		if t.Method != MethodTransfer {
			return ErrTopUpNotFound
		}
		var f apperr.Fields
		if note == "" && received != t.Amount {
			f.Add("note", ErrNoteMissing)
		}
		if ref != "" {
			t.BankReference = ref
		}
		if t.BankReference == "" {
			f.Add("bank_reference", ErrBankReferenceMissing)
		}
		t.Received, t.DecidedAt, t.DecidedBy, t.Reason = received, tx.Now, in.Actor.ID, note
		return f.Err()
	})
}

// RejectTransferInput refuses a transfer that did not arrive; Reason is shown to the buyer.
type RejectTransferInput struct {
	Actor  account.Actor
	ID     string
	Reason string
}

// RejectTransfer ends a top-up without money, and tells the buyer why.
// Errors: account.ErrForbidden, invalid_input (reason), ErrTopUpNotFound, ErrTopUpState.
func (s *Service) RejectTransfer(ctx context.Context, in RejectTransferInput) (TopUp, error) {
	if err := in.Actor.Is(account.Operator); err != nil {
		return TopUp{}, err
	}
	reason := strings.TrimSpace(in.Reason)
	var f apperr.Fields
	if reason == "" {
		f.Add("reason", ErrReasonMissing)
	}
	f.Add("reason", checkText(reason, maxReason))
	if err := f.Err(); err != nil {
		return TopUp{}, err
	}
	return s.move(ctx, in.ID, eventReject, func(_ context.Context, tx *storage.Tx, t *TopUp) error {
		if t.Method != MethodTransfer {
			return ErrTopUpNotFound
		}
		t.DecidedAt, t.DecidedBy, t.Reason = tx.Now, in.Actor.ID, reason
		return nil
	})
}

// Grant is money that a new marketplace starts with.
type Grant struct {
	AccountID  string
	OperatorID string
	Amount     money.Amount
	// Key makes the same grant happen once.
	Key  string
	Note string
}

// GrantTx credits a wallet by a bank transfer that is confirmed at once: for seeding a demo. The same Key is granted once.
func (s *Service) GrantTx(ctx context.Context, tx *storage.Tx, g Grant) error {
	if !g.Amount.Positive() || g.Amount.Currency != Currency {
		return ErrAmountNegative
	}
	t := TopUp{
		ID: id.New("top", tx.Now), AccountID: g.AccountID, Method: MethodTransfer, State: StateConfirmed,
		Amount: g.Amount, Received: g.Amount, RemittanceCode: "SK" + id.Alnum(8), CreatedAt: tx.Now, SubmittedAt: tx.Now,
		DecidedAt: tx.Now, DecidedBy: g.OperatorID, Reason: g.Note, key: g.Key,
	}
	t.BankReference = t.RemittanceCode
	if t.key == "" {
		t.key = t.ID
	}
	fresh, err := insertTopUp(ctx, tx, t)
	if err != nil {
		return fmt.Errorf("grant to %s: %w", g.AccountID, err)
	}
	if !fresh {
		return nil
	}
	return s.creditTopUp(ctx, tx, t)
}
