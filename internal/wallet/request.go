package wallet

import (
	"context"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/kernel/state"
	"github.com/souk-market/souk/internal/storage"
)

// TopUpInput asks for a top-up. Amount is decimal text in CNY, such as "100.50".
type TopUpInput struct {
	AccountID string
	Method    Method
	Amount    string
	Lang      string // of the payment page
	Back      string // path of ours to return to afterwards; may be empty
	// IdempotencyKey makes the same request give the same top-up; "" makes a new one each time.
	IdempotencyKey string
}

func (in TopUpInput) validate() (TopUp, error) {
	var f apperr.Fields
	amount, bad := parseAmount(in.Amount, MinTopUp, MaxTopUp)
	f.Add("amount", bad)
	if in.Method != MethodGateway && in.Method != MethodTransfer {
		f.Add("method", ErrMethod)
	}
	f.Add("back", checkBack(in.Back))
	if len(in.IdempotencyKey) > maxKey || checkText(in.IdempotencyKey, maxKey) != nil {
		f.Add("idempotency_key", ErrKeyTooLong.With("max", maxKey))
	}
	return TopUp{AccountID: in.AccountID, Method: in.Method, Amount: amount, Back: in.Back, key: in.IdempotencyKey}, f.Err()
}

// TopUp stores a top-up. For a gateway the result's PayURL is where to send the browser; for a transfer its
// RemittanceCode is what the buyer writes on the transfer. Errors: invalid_input (amount, method, back,
// idempotency_key), ErrGatewayOff, ErrIdempotencyReused, ErrGatewayUnavailable (the top-up is stored; see Pay).
func (s *Service) TopUp(ctx context.Context, in TopUpInput) (TopUp, error) {
	want, err := in.validate()
	if err != nil {
		return TopUp{}, err
	}
	if want.Method == MethodGateway && s.gateway == nil {
		return TopUp{}, ErrGatewayOff
	}
	var t TopUp
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		t, err = s.open(ctx, tx, want)
		return err
	})
	if err != nil || t.State != StateCreated {
		return t, err
	}
	return s.withPage(ctx, t, in.Lang)
}

// open inserts the top-up, or finds the one that the same key made before.
func (s *Service) open(ctx context.Context, tx *storage.Tx, want TopUp) (TopUp, error) {
	t := want
	t.ID, t.CreatedAt = id.New("top", tx.Now), tx.Now
	t.Received = t.Amount
	t.Received.Minor = 0
	if t.key == "" {
		t.key = t.ID
	}
	if t.Method == MethodGateway {
		t.State, t.Gateway, t.DueAt = StateCreated, s.gateway.Name(), tx.Now.Add(payWithin)
	} else {
		t.State, t.RemittanceCode = StateAwaiting, "SK"+id.Alnum(8)
	}
	fresh, err := insertTopUp(ctx, tx, t)
	if err != nil {
		return t, err
	}
	if fresh {
		return t, audit.Record(ctx, tx, t.change(didTopUp, ""))
	}
	old, err := getByKey(ctx, tx, t.AccountID, t.key)
	if err != nil {
		return TopUp{}, err
	}
	if old.Method != t.Method || old.Amount != t.Amount {
		return TopUp{}, ErrIdempotencyReused
	}
	return old, nil
}

// withPage asks the gateway for its page, outside of any transaction.
func (s *Service) withPage(ctx context.Context, t TopUp, lang string) (TopUp, error) {
	page, err := s.gateway.Checkout(ctx, Payment{TopUpID: t.ID, Amount: t.Amount, ExpiresAt: t.DueAt, Lang: lang})
	if err != nil {
		s.log.ErrorContext(ctx, "payment page refused", "topup", t.ID, "gateway", t.Gateway, "error", err)
		return t, fmt.Errorf("checkout %s: %w", t.ID, ErrGatewayUnavailable)
	}
	t.PayURL = page
	return t, nil
}

// Pay returns an unpaid gateway top-up with a fresh PayURL. Errors: ErrTopUpNotFound, ErrTopUpState, ErrGatewayUnavailable.
func (s *Service) Pay(ctx context.Context, accountID, topUpID, lang string) (TopUp, error) {
	t, err := s.GetTopUp(ctx, accountID, topUpID)
	if err != nil {
		return TopUp{}, err
	}
	if t.State != StateCreated || s.gateway == nil || !s.db.Clock().Now().Before(t.DueAt) {
		return TopUp{}, ErrTopUpState
	}
	return s.withPage(ctx, t, lang)
}

// GetTopUp returns a top-up of the account; that of another account is ErrTopUpNotFound.
func (s *Service) GetTopUp(ctx context.Context, accountID, topUpID string) (TopUp, error) {
	t, err := getTopUp(ctx, s.db.Reader(), topUpID)
	if err != nil {
		return TopUp{}, err
	}
	if t.AccountID != accountID {
		return TopUp{}, ErrTopUpNotFound
	}
	return t, nil
}

// ListTopUps lists the top-ups of an account, the newest first.
func (s *Service) ListTopUps(ctx context.Context, accountID string, req page.Request) (page.Of[TopUp], error) {
	return listByAccount(ctx, s.db.Reader(), accountID, req)
}

// Cancel gives up a top-up that is not paid and for which no transfer was announced.
// Errors: ErrTopUpNotFound, ErrTopUpState.
func (s *Service) Cancel(ctx context.Context, accountID, topUpID string) (TopUp, error) {
	return s.move(ctx, topUpID, eventCancel, func(_ context.Context, tx *storage.Tx, t *TopUp) error {
		if t.AccountID != accountID {
			return ErrTopUpNotFound
		}
		t.DecidedAt = tx.Now
		return nil
	})
}

func (t TopUp) machine() state.Machine {
	if t.Method == MethodGateway {
		return gatewayStates
	}
	return transferStates
}

// move locks a top-up, has change look at it and fill it, and stores it in the state that event leads to. Nothing is
// stored when change refuses.
func (s *Service) move(ctx context.Context, topUpID, event string, change func(context.Context, *storage.Tx, *TopUp) error) (t TopUp, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if t, err = lockTopUp(ctx, tx, topUpID); err != nil {
			return err
		}
		return s.moveTx(ctx, tx, &t, event, change)
	})
	if err != nil {
		return TopUp{}, err
	}
	return t, nil
}

// moveTx is move for a top-up that is locked already. Postings come last (see package ledger).
func (s *Service) moveTx(ctx context.Context, tx *storage.Tx, t *TopUp, event string, change func(context.Context, *storage.Tx, *TopUp) error) error {
	from := t.State
	if err := change(ctx, tx, t); err != nil {
		return err
	}
	next, err := t.machine().Next(string(from), event)
	if err != nil {
		return fmt.Errorf("top-up %s: %w (%w)", t.ID, ErrTopUpState, err)
	}
	t.State, t.DueAt = State(next), time.Time{} // only an unpaid payment expires, and no event leads back to one
	if err := updateTopUp(ctx, tx, *t, from); err != nil {
		return err
	}
	messages := s.messages(*t)
	if len(messages) > 0 {
		if err := s.notify.SendTx(ctx, tx, messages...); err != nil {
			return fmt.Errorf("tell about top-up %s: %w", t.ID, err)
		}
	}
	if action, told := actions()[event]; told { // before the money: the ledger's chains are everybody's
		if err := audit.Record(ctx, tx, t.change(action, from)); err != nil {
			return err
		}
	}
	if !t.Credited() {
		return nil
	}
	return s.creditTopUp(ctx, tx, *t)
}
