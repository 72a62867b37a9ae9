package account

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
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
	acc, hash, err := getCredentials(ctx, s.db.Reader(), in.AccountID)
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
	pair := brakePair(acc.ID, "change of password")
	if err := s.brake(ctx, pair); err != nil {
		return err
	}
	ok, _, err := s.hasher.matches(ctx, hash, in.Current)
	if err != nil {
		return fmt.Errorf("check password of %s: %w", acc.ID, err)
	}
	if !ok {
		fields.Add("current", ErrPasswordWrong)
		return fields.Err()
	}
	fresh, err := s.hasher.hash(ctx, in.New)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := updatePassword(ctx, tx, acc.ID, fresh); err != nil {
			return err
		}
		if err := deleteBrake(ctx, tx, pair); err != nil {
			return err
		}
		return deleteOtherSessions(ctx, tx, acc.ID, sessionHash(in.Session))
	})
}
