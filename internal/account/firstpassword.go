package account

import (
	"context"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// FirstPasswordFor is how long a password is good that an administrator made for an operator. It passes through other
// hands, so it must not lie about; business time, as people read it.
const FirstPasswordFor = 72 * time.Hour

// firstPasswordBytes make such a password: 96 bits.
const firstPasswordBytes = 12

var textFirstPassword = i18n.Text{ZH: "管理员已为您重新设置初始密码，原密码失效", EN: "An administrator set a new first password for you; the old password no longer works"}

func (s *Service) firstPassword(ctx context.Context) (secret.Text, string, error) {
	first := secret.Text(secret.Token(firstPasswordBytes))
	hash, err := s.hasher.hash(ctx, first)
	return first, hash, err
}

// expired reports whether the account's password is a first one whose time is over: it fits nothing any more, and who
// tries it is told what everybody is who tries a wrong one.
func (s *Service) expired(a Account) bool { return a.FirstExpired(s.db.Clock().Now()) }

// FirstExpired reports whether the password is a first one that was not replaced in time.
func (a Account) FirstExpired(now time.Time) bool {
	return !a.FirstUntil.IsZero() && !now.Before(a.FirstUntil)
}

// RenewFirstPassword gives an operator another password to begin with and returns it, here and never again; sessions end,
// and the operator is told. Nobody does it to oneself. Errors: the field error "reason", ErrAccountNotFound for anybody but
// an operator, ErrOneself, ErrAccountState for a closed one, ErrLastAdministrator, ErrForbidden.
func (s *Service) RenewFirstPassword(ctx context.Context, in OverseeInput) (Account, secret.Text, error) {
	if err := in.Actor.May(OperatorStaff); err != nil {
		return Account{}, "", err
	}
	if err := in.Validate(); err != nil {
		return Account{}, "", err
	}
	first, hash, err := s.firstPassword(ctx)
	if err != nil {
		return Account{}, "", err
	}
	var acc Account
	err = s.oversee(ctx, in, func(ctx context.Context, tx *storage.Tx, a Account) error {
		switch {
		case a.Kind != Operator:
			return ErrAccountNotFound
		case a.State == StateClosed:
			return ErrAccountState
		}
		acc = a
		acc.FirstUntil = tx.Now.Add(FirstPasswordFor)
		if err := setPassword(ctx, tx, a.ID, hash, acc.FirstUntil); err != nil {
			return err
		}
		if err := deleteOtherSessions(ctx, tx, a.ID, ""); err != nil {
			return err
		}
		return s.note(ctx, tx, factorChange{acc: a, action: didRenewFirst, object: a.ID, what: textFirstPassword, reason: strings.TrimSpace(in.Reason),
			after: map[string]any{"good_until": acc.FirstUntil}})
	})
	if err != nil {
		return Account{}, "", err
	}
	return acc, first, nil
}
