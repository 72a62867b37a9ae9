package account

import (
	"context"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// ResetAccounts are the accounts whose password the proof may reset: those that have proven the address. A phone number
// may have several. Errors: ErrProofExpired.
func (s *Service) ResetAccounts(ctx context.Context, p secret.Text) ([]Account, error) {
	ch, target, err := s.Proven(ctx, ForReset, p)
	if err != nil {
		return nil, err
	}
	return s.resettable(ctx, s.db.Reader(), code{channel: ch, target: target})
}

func (s *Service) resettable(ctx context.Context, q storage.Querier, c code) ([]Account, error) {
	list, err := listByTarget(ctx, q, c.channel, c.target)
	if err != nil {
		return nil, err
	}
	var out []Account
	for _, x := range list {
		if x.State == StateActive {
			out = append(out, x.Account)
		}
	}
	return out, nil
}

// ResetPasswordInput sets a new password with the proof of an address.
type ResetPasswordInput struct {
	Proof     secret.Text
	AccountID string // which; "" when there is only one
	New       secret.Text
}

// ResetPassword sets a new password, ends all sessions of the account and uses the proof up. Errors: field errors
// "password" and "account", ErrProofExpired.
func (s *Service) ResetPassword(ctx context.Context, in ResetPasswordInput) (Account, error) {
	accounts, err := s.ResetAccounts(ctx, in.Proof)
	if err != nil {
		return Account{}, err
	}
	acc, ok := chosen(accounts, in.AccountID)
	if !ok {
		return Account{}, fieldError("account", ErrAccountChoice)
	}
	if e := checkPassword(in.New, acc.Login); e != nil {
		return Account{}, fieldError("password", e)
	}
	hash, err := s.hasher.hash(ctx, in.New)
	if err != nil {
		return Account{}, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		c, err := spendCode(ctx, tx, readProof(in.Proof, ForReset), s.wall())
		if err != nil {
			return err
		}
		// Once more, with the row held: the address may have moved to another account meanwhile.
		if err := lockAccount(ctx, tx, acc.ID); err != nil {
			return err
		}
		still, err := s.resettable(ctx, tx, c)
		if err != nil {
			return err
		}
		if _, ok := chosen(still, acc.ID); !ok {
			return fieldError("account", ErrAccountChoice)
		}
		if err := setPassword(ctx, tx, acc.ID, hash, time.Time{}); err != nil {
			return err
		}
		tx.OnCommit(func() { s.cache.forget(acc.ID) })
		if err := deleteOtherSessions(ctx, tx, acc.ID, ""); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, notify.Message{To: acc.ID, Event: notify.AccountPasswordReset, Link: "/account/sessions",
			Params: map[string]string{"login": acc.Login}}); err != nil {
			return err
		}
		return audit.Record(asThemselves(ctx, acc), tx, audit.Change{Action: auditPasswordReset, AccountID: acc.Main(), Object: acc.ID,
			After: map[string]any{"channel": c.channel}})
	})
	return acc, err
}

// chosen is the account of the id, or the only one there is.
func chosen(accounts []Account, accountID string) (Account, bool) {
	if accountID == "" {
		if len(accounts) != 1 {
			return Account{}, false
		}
		return accounts[0], true
	}
	i := slices.IndexFunc(accounts, func(a Account) bool { return a.ID == accountID })
	if i < 0 {
		return Account{}, false
	}
	return accounts[i], true
}
