package account

import (
	"context"
	"fmt"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// RequestContactInput asks for a code to the new phone or e-mail of an account, or to the present one that nobody proved.
type RequestContactInput struct {
	UserID   string
	Password secret.Text // the present one: a session left open must not be enough to take an account over
	Channel  Channel
	Target   string
	Lang     string
	Address  string
}

// RequestContact sends a code to the new address. Errors: field errors "password", "target", "channel"; ErrTooManyAttempts,
// ErrCodeTooSoon, ErrTooManyCodes, ErrAccountNotFound.
func (s *Service) RequestContact(ctx context.Context, in RequestContactInput) (Ticket, error) {
	acc, err := s.Get(ctx, in.UserID)
	if err != nil {
		return Ticket{}, err
	}
	var f apperr.Fields
	target, e := normalTarget(in.Channel, in.Target)
	f.Add("target", e)
	if e == nil && hasProven(acc, in.Channel, target) {
		f.Add("target", ErrContactSame)
	}
	if in.Password == "" {
		f.Add("password", ErrPasswordRequired)
	}
	f.Add("lang", checkLang(in.Lang))
	if err := f.Err(); err != nil {
		return Ticket{}, err
	}
	if err := s.confirmPassword(ctx, in.UserID, "password", in.Password); err != nil {
		return Ticket{}, err
	}
	return s.newCode(ctx, code{purpose: ForContact, channel: in.Channel, target: target, accountID: in.UserID, lang: in.Lang}, in.Address)
}

func hasProven(a Account, ch Channel, target string) bool {
	if ch == ByMail {
		return a.EmailProven && targetKey(a.Email) == targetKey(target)
	}
	return a.PhoneProven && a.Phone == target
}

// confirmPassword checks the password of somebody who is signed in; guessing is braked like signing in. Errors: the field
// error with ErrPasswordWrong, ErrTooManyAttempts, ErrAccountNotFound.
func (s *Service) confirmPassword(ctx context.Context, userID, field string, password secret.Text) error {
	acc, hash, err := getCredentials(ctx, s.db.Reader(), userID)
	if err != nil {
		return err
	}
	m := pairMark(brakePair(userID, "change of password"))
	if err := s.brake(ctx, m); err != nil {
		return err
	}
	ok, _, err := s.hasher.matches(ctx, hash, bounded(password))
	if err != nil {
		return fmt.Errorf("check password of %s: %w", userID, err)
	}
	if !ok || s.expired(acc) {
		return fieldError(field, ErrPasswordWrong)
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return deleteBrake(ctx, tx, m.key) })
}

// ChangeContactInput is the code that came to the new address.
type ChangeContactInput struct {
	UserID string
	Ticket string
	Code   secret.Text
}

// ChangeContact makes the address the account's own, and tells the one it replaces. An account that signs in with its
// e-mail address signs in with the new one from now on. Errors: as Prove, ErrEmailTaken, ErrPhoneFull.
func (s *Service) ChangeContact(ctx context.Context, in ChangeContactInput) (Account, error) {
	p, err := s.Prove(ctx, ProveInput{Ticket: in.Ticket, Purpose: ForContact, Code: in.Code, AccountID: in.UserID})
	if err != nil {
		return Account{}, err
	}
	var acc Account
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		c, err := spendCode(ctx, tx, readProof(p, ForContact), s.wall())
		if err != nil {
			return err
		}
		if err := lockAccount(ctx, tx, in.UserID); err != nil {
			return err
		}
		before, err := getAccount(ctx, tx, in.UserID)
		if err != nil {
			return err
		}
		acc, err = s.moveContact(ctx, tx, before, c)
		return err
	})
	if err == nil {
		s.cache.forget(in.UserID)
	}
	return acc, err
}

func (s *Service) moveContact(ctx context.Context, tx *storage.Tx, before Account, c code) (after Account, err error) {
	after = before
	change := audit.Change{AccountID: before.Main(), Object: before.ID}
	old := noticeArgs{Channel: c.channel, Lang: before.Lang, Kind: NoticeMoved, Login: before.Login}
	if c.channel == ByMail {
		after.Email, after.EmailProven = c.target, true
		if LoginKey(before.Login) == LoginKey(before.Email) {
			after.Login = c.target
		}
		err = updateEmail(ctx, tx, after)
		if before.EmailProven {
			old.To = before.Email
		}
		change.Action, change.Before, change.After = auditEmailChanged, contactOf("email", before.Email), contactOf("email", after.Email)
	} else {
		after.Phone, after.PhoneProven = c.target, true
		err = s.movePhone(ctx, tx, after)
		if before.PhoneProven {
			old.To = before.Phone
		}
		change.Action, change.Before, change.After = auditPhoneChanged, contactOf("phone", before.Phone), contactOf("phone", after.Phone)
	}
	if err != nil {
		return Account{}, err
	}
	if old.To != "" && targetKey(old.To) != targetKey(c.target) {
		if err := s.queue.Enqueue(ctx, tx, jobSendNotice, old); err != nil {
			return Account{}, err
		}
	}
	return after, audit.Record(ctx, tx, change)
}

func contactOf(what, value string) map[string]string { return map[string]string{what: value} }

// movePhone keeps the number of a phone's accounts (business-rules 2.1); sub-users do not count.
func (s *Service) movePhone(ctx context.Context, tx *storage.Tx, a Account) error {
	if a.OwnerID == "" {
		if err := lockPhone(ctx, tx, a.Phone); err != nil {
			return err
		}
		n, err := countPhone(ctx, tx, a.Phone, a.ID)
		if err != nil {
			return err
		}
		if n >= MaxPhoneAccounts {
			return ErrPhoneFull.With("max", MaxPhoneAccounts)
		}
	}
	return updatePhone(ctx, tx, a.ID, a.Phone)
}
