package seller

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/money"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Deposit is what a seller left as a security (business-rules 2.10). None is asked for: the field is the operators', and it
// is a record only, no wallet and no ledger moves with it.
type Deposit struct {
	Amount money.Amount
	Note   string    // what it was agreed for, or how it was paid; the seller reads it
	At     time.Time // of the last word on it; zero when nobody ever wrote one
	ByID   string
	ByName string
}

// The bounds of a deposit: the largest one in 分, and the note in characters.
const (
	MaxDeposit     = 100_000_000_00
	MaxDepositNote = 200
)

// SetDepositInput writes a seller's deposit; Rev is the revision of its standing that the operator saw. An Amount of "0"
// says that there is none any more.
type SetDepositInput struct {
	Actor    account.Actor
	SellerID string
	Rev      int64
	Amount   string // "5000.00", in CNY
	Note     string
	Reason   string
}

// SetDeposit writes what a seller has left as a deposit. One that says what is written already changes nothing. Of a
// seller that left or was expelled it only becomes less: it was paid back. Errors: field errors of amount, note and
// reason, ErrSellerGone, ErrStandingChanged.
func (s *Service) SetDeposit(ctx context.Context, in SetDepositInput) (Standing, error) {
	d := decision{actor: in.Actor, needs: account.OperatorSellerReviews, sellerID: in.SellerID, rev: in.Rev, reason: in.Reason, gone: true}
	if err := in.Actor.May(d.needs); err != nil {
		return Standing{}, err
	}
	var bad apperr.Fields
	amount, fault := depositAmount(in.Amount)
	bad.Add("amount", fault)
	note := line(in.Note)
	if utf8.RuneCountInString(note) > MaxDepositNote {
		bad.Add("note", errTooLong.With("max", MaxDepositNote))
	}
	bad.Add("reason", reasonFault(lines(in.Reason)))
	if err := bad.Err(); err != nil {
		return Standing{}, err
	}
	d.change = func(st *Standing, now time.Time) {
		st.Deposit = Deposit{Amount: amount, Note: note, At: now, ByID: in.Actor.UserID, ByName: in.Actor.Name}
	}
	return s.decide(ctx, d, func(ctx context.Context, tx *storage.Tx, c *caseOf) error {
		before := c.before.Deposit
		if before.Amount == amount && before.Note == note {
			return errNothing
		}
		if !c.here() && amount.Cmp(before.Amount) > 0 {
			return ErrSellerGone
		}
		if err := recordDeposit(ctx, tx, c, auditDepositSet, before, nil); err != nil {
			return err
		}
		if before.Amount == amount {
			return nil // another note is no news
		}
		link := "/seller/standing"
		if !c.here() {
			link = "/account" // it has no seller centre any more
		}
		return s.notify.SendTx(ctx, tx, notify.Message{To: c.own.AccountID, Event: notify.SellerDepositChanged, Link: link,
			Params: notify.Params("amount", amount.Format(), "before", before.Amount.Format(), "reason", c.reason)})
	})
}

func depositAmount(text string) (money.Amount, *apperr.Error) {
	a, err := money.Parse(line(text), "CNY")
	if err != nil || a.Negative() || a.Minor > MaxDeposit {
		return money.CNY(0), ErrDepositAmount.With("max", money.CNY(MaxDeposit).Format())
	}
	return a, nil
}

// forfeit takes the whole deposit of who is expelled (business-rules 2.10: everything deducted) and returns it. The row of
// the standing is the transaction's already.
func (s *Service) forfeit(ctx context.Context, tx *storage.Tx, c *caseOf, p Penalty, by account.Actor) (money.Amount, error) {
	before := c.standing.Deposit
	if !before.Amount.Positive() {
		return money.CNY(0), nil
	}
	c.standing.Deposit = Deposit{Amount: money.CNY(0), Note: before.Note, At: tx.Now, ByID: by.UserID, ByName: by.Name}
	if err := saveDeposit(ctx, tx, c.standing); err != nil {
		return money.Amount{}, err
	}
	return before.Amount, recordDeposit(ctx, tx, c, auditDepositForfeited, before, map[string]any{"penalty": p.ID})
}

// recordDeposit is the line of a deposit in the record: what stood there, and what does now.
func recordDeposit(ctx context.Context, tx *storage.Tx, c *caseOf, action audit.Action, before Deposit, more map[string]any) error {
	after := map[string]any{"deposit": c.standing.Deposit.Amount, "note": c.standing.Deposit.Note}
	for k, v := range more {
		after[k] = v
	}
	return audit.Record(ctx, tx, audit.Change{Action: action, AccountID: c.own.AccountID, Object: c.own.ID, Reason: c.reason,
		Before: map[string]any{"deposit": before.Amount, "note": before.Note}, After: after})
}
