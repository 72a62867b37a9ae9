package promo

import (
	"context"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Cash is a cash coupon (现金券): money of the marketplace of which a part may be used, many for an order, after the coupon
// (business-rules 5.8, 6.4).
type Cash struct {
	ID          string // "csh_…"
	BuyerID     string
	BuyerName   string
	Amount      money.Amount
	Balance     money.Amount
	State       string // as stored; see StateAt
	Note        string // what it is for; the buyer reads it
	From, Until time.Time
	Reason      string // why it was taken back
	IssuedAt    time.Time
	IssuedName  string
}

// StateAt is the state at an instant, even before the sweep wrote it down.
func (c Cash) StateAt(now time.Time) string {
	if c.State == CashActive && !now.Before(c.Until) {
		return CashExpired
	}
	return c.State
}

// Usable reports whether something of it can be used at an instant.
func (c Cash) Usable(now time.Time) bool {
	return c.StateAt(now) == CashActive && !now.Before(c.From) && c.Balance.Positive()
}

// MaxCash is the largest cash coupon, in 分.
const MaxCash = 1_000_000_00

// IssueCashInput is a cash coupon as an operator writes it. Key is that of the request: sent twice, it is issued once.
type IssueCashInput struct {
	Actor    account.Actor
	Key      string
	BuyerID  string
	Amount   string // "500.00", in CNY
	Validity Validity
	Note     string
}

// IssueCash gives a cash coupon to a buyer, who is told. Errors: field errors of account, amount, from, to, note and key,
// ErrCashKey.
func (s *Service) IssueCash(ctx context.Context, in IssueCashInput) (Cash, error) {
	if err := in.Actor.May(account.OperatorCash); err != nil {
		return Cash{}, err
	}
	c := Cash{Note: line(in.Note), IssuedName: in.Actor.Name}
	var f apperr.Fields
	amount, err := money.Parse(line(in.Amount), "CNY")
	if err != nil || !amount.Positive() || amount.Minor > MaxCash {
		f.Add("amount", ErrCashAmount.With("max", money.CNY(MaxCash).Format()))
	}
	c.Amount, c.Balance = amount, amount
	c.From, c.Until = in.Validity.check(&f, s.d.DB.Clock().Now(), 0)
	if !within(c.Note, 0, maxNote) {
		f.Add("note", ErrTooLong.With("max", maxNote))
	}
	if key := line(in.Key); key != in.Key || !within(key, 1, 100) {
		f.Add("key", ErrKey)
	}
	who, err := s.customer(ctx, &f, "account", line(in.BuyerID))
	if err != nil {
		return Cash{}, err
	}
	if err := f.Err(); err != nil {
		return Cash{}, err
	}
	c.BuyerID, c.BuyerName = who.ID, who.Name
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return s.issueTx(ctx, tx, in.Key, &c)
	})
	return c, err
}

func (s *Service) issueTx(ctx context.Context, tx *storage.Tx, key string, c *Cash) error {
	var err error
	c.ID, c.IssuedAt = id.New("csh", tx.Now), tx.Now
	if c.State, err = CashMachine.Next(CashNone, EventIssue); err != nil {
		return err
	}
	inserted, err := insertCash(ctx, tx, *c, key)
	if err != nil {
		return err
	}
	if !inserted { // sent before
		first, err := getCashByKey(ctx, tx, c.BuyerID, key)
		if err == nil && (first.Amount != c.Amount || !first.From.Equal(c.From) || !first.Until.Equal(c.Until)) {
			err = ErrCashKey
		}
		*c = first
		return err
	}
	if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: c.BuyerID, Event: notify.CashIssued, Key: c.ID, Link: "/buyer/coupons?tab=cash",
		Params: notify.Params("amount", c.Amount, "until", LastDay(c.Until))}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Change{Action: didIssueCash, AccountID: c.BuyerID, Object: c.ID,
		After: map[string]any{"amount": c.Amount, "until": c.Until, "note": c.Note}})
}

// VoidCashInput names a cash coupon; the buyer reads the reason.
type VoidCashInput struct {
	Actor  account.Actor
	ID     string
	Reason string
}

// VoidCash takes back what is left of a cash coupon. What unpaid orders hold of it stays theirs until they end. Errors: a field
// error of reason, ErrCashNotFound, ErrCashState.
func (s *Service) VoidCash(ctx context.Context, in VoidCashInput) (Cash, error) {
	if err := in.Actor.May(account.OperatorCash); err != nil {
		return Cash{}, err
	}
	seen, err := getCash(ctx, s.d.DB.Reader(), in.ID)
	if err != nil {
		return Cash{}, err
	}
	reason := line(in.Reason)
	if e := reasonFault(reason); e != nil {
		return Cash{}, fieldError("reason", e)
	}
	next := seen
	if next.State, err = CashMachine.Next(seen.StateAt(s.d.DB.Clock().Now()), EventVoid); err != nil {
		return Cash{}, ErrCashState
	}
	next.Reason = reason
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := updateCashState(ctx, tx, next); err != nil {
			return err
		}
		if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: next.BuyerID, Event: notify.CashVoided, Key: next.ID, Link: "/buyer/coupons?tab=cash",
			Params: notify.Params("amount", next.Amount, "reason", reason)}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didVoidCash, AccountID: next.BuyerID, Object: next.ID, Reason: reason,
			Before: map[string]any{"state": seen.State, "balance": seen.Balance}, After: map[string]any{"state": next.State}})
	})
	return next, err
}

// expireCash writes down that the time of a cash coupon is over.
func (s *Service) expireCash(ctx context.Context, tx *storage.Tx, cashID string) error {
	c, err := getCash(ctx, tx, cashID)
	if err != nil {
		return err
	}
	if c.State, err = CashMachine.Next(c.State, EventExpire); err != nil {
		return nil // it is over already
	}
	err = updateCashState(ctx, tx, c)
	if errors.Is(err, ErrCashState) {
		return nil
	}
	if err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Change{Action: didExpireCash, AccountID: c.BuyerID, Object: c.ID, After: map[string]any{"state": c.State}})
}

// cashOf is a cash coupon of a buyer that can be used now. Errors: ErrCashNotFound, ErrCashState.
func (s *Service) cashOf(ctx context.Context, q storage.Querier, buyerID, cashID string) (Cash, error) {
	c, err := getCash(ctx, q, cashID)
	if err == nil && c.BuyerID != buyerID {
		err = ErrCashNotFound
	}
	if err == nil && !c.Usable(s.d.DB.Clock().Now()) {
		err = ErrCashState
	}
	return c, err
}

// MyCash lists the cash coupons of a buyer, the newest first. Errors: bad_cursor.
func (s *Service) MyCash(ctx context.Context, actor account.Actor, r page.Request) (page.Of[Cash], error) {
	if err := actor.May(account.BuyerCoupons); err != nil {
		return page.Of[Cash]{}, err
	}
	return listCash(ctx, s.d.DB.Reader(), cashFilter{buyerID: actor.ID}, r)
}

// UsableCash are the cash coupons that a buyer can use now, in the order in which they should be used: the one that runs out
// first, first.
func (s *Service) UsableCash(ctx context.Context, buyerID string) ([]Cash, error) {
	return listUsableCash(ctx, s.d.DB.Reader(), seenBy{buyerID, s.d.DB.Clock().Now()}, maxCashOfOrder)
}

// Cashes lists the cash coupons of everybody to operators, the newest first. text is an account id, a name or an id. Errors:
// bad_cursor.
func (s *Service) Cashes(ctx context.Context, actor account.Actor, text string, r page.Request) (page.Of[Cash], error) {
	if err := actor.May(account.OperatorCash); err != nil {
		return page.Of[Cash]{}, err
	}
	return listCash(ctx, s.d.DB.Reader(), cashFilter{text: text}, r)
}
