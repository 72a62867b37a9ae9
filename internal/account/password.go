package account

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Bounds of a password: characters at least, bytes at most.
const (
	MinPassword = 8
	MaxPassword = 256
)

// checkPassword judges a new password. Length is what counts; rules about kinds of characters only make people write
// passwords down (NIST SP 800-63B).
func checkPassword(password secret.Text, login string) *apperr.Error {
	plain := password.Reveal()
	switch {
	case plain == "":
		return ErrPasswordRequired
	case utf8.RuneCountInString(plain) < MinPassword:
		return ErrPasswordShort.With("min", MinPassword)
	case len(plain) > MaxPassword:
		return ErrPasswordLong.With("max", MaxPassword)
	case LoginKey(plain) == LoginKey(login):
		return ErrPasswordIsLogin
	}
	return nil
}

// ChangePasswordInput asks for a new password.
type ChangePasswordInput struct {
	AccountID    string
	Current, New secret.Text
	// Session is the token of the session that stays; "" ends all.
	Session string
}

// ChangePassword sets a new password and ends the account's other sessions (invariant 7). Guessing the present one is
// braked like signing in. Errors: field errors "current" and "new", ErrTooManyAttempts, ErrAccountNotFound.
func (s *Service) ChangePassword(ctx context.Context, in ChangePasswordInput) error {
	acc, err := s.Get(ctx, in.AccountID)
	if err != nil {
		return err
	}
	var fields apperr.Fields
	if in.Current == "" {
		fields.Add("current", ErrPasswordRequired)
	}
	fields.Add("new", checkPassword(in.New, acc.Login))
	if in.New != "" && in.New == in.Current {
		fields.Add("new", ErrPasswordSame)
	}
	if err := fields.Err(); err != nil {
		return err
	}
	if err := s.confirmPassword(ctx, acc.ID, "current", in.Current); err != nil {
		return err
	}
	fresh, err := s.hasher.hash(ctx, in.New)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := setPassword(ctx, tx, acc.ID, fresh, time.Time{}); err != nil {
			return err
		}
		tx.OnCommit(func() { s.cache.forget(acc.ID) }) // who had a first password may do more now
		if err := deleteOtherSessions(ctx, tx, acc.ID, sessionHash(in.Session)); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, notify.Message{To: acc.ID, Event: notify.AccountPasswordChanged, Link: "/account/sessions",
			Params: map[string]string{"login": acc.Login}}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: auditPasswordChanged, AccountID: acc.Main(), Object: acc.ID})
	})
}
