package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// LoginInput is an attempt to sign in.
type LoginInput struct {
	Login    string
	Password secret.Text
	// Address is the client's IP address without a port, for the brake.
	Address string
}

// Validate joins the errors of empty fields: login, password.
func (in LoginInput) Validate() error {
	var f apperr.Fields
	if LoginKey(in.Login) == "" {
		f.Add("login", ErrLoginRequired)
	}
	if in.Password == "" {
		f.Add("password", ErrPasswordRequired)
	}
	return f.Err()
}

// Login returns the account whose login and password these are. Errors: field errors for empty input,
// ErrBadCredentials for an unknown login and for a wrong password alike, ErrTooManyAttempts.
func (s *Service) Login(ctx context.Context, in LoginInput) (Account, error) {
	if err := in.Validate(); err != nil {
		return Account{}, err
	}
	key := LoginKey(in.Login)
	pair := brakePair(key, network(in.Address))
	if err := s.brake(ctx, pair); err != nil {
		return Account{}, err
	}
	acc, hash, err := s.credentials(ctx, key)
	if err != nil {
		return Account{}, err
	}
	if len(in.Password) > MaxPassword {
		in.Password = "\x00" // nobody has it, and hashing does not grow with what strangers send
	}
	ok, stale, err := s.hasher.matches(ctx, hash, in.Password)
	if err != nil {
		return Account{}, fmt.Errorf("check password: %w", err)
	}
	if acc.ID == "" || !ok {
		return Account{}, ErrBadCredentials
	}
	fresh := ""
	if stale {
		if fresh, err = s.hasher.hash(ctx, in.Password); err != nil {
			return Account{}, err
		}
	}
	return acc, s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if fresh != "" {
			if err := updatePassword(ctx, tx, acc.ID, fresh); err != nil {
				return err
			}
		}
		return deleteBrake(ctx, tx, pair)
	})
}

// credentials returns the account of a login with its hash; for an unknown one no account and a hash that takes the
// same work to check, so that time does not tell who exists.
func (s *Service) credentials(ctx context.Context, key string) (Account, string, error) {
	if checkLogin(key) != nil { // nobody has it, and a database may refuse to look for such bytes
		return Account{}, s.hasher.dummy, nil
	}
	acc, hash, err := getCredentialsByLogin(ctx, s.db.Reader(), key)
	if errors.Is(err, ErrAccountNotFound) {
		return Account{}, s.hasher.dummy, nil
	}
	return acc, hash, err
}
