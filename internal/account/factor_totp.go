package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// authenticator is somebody's authenticator app as it is stored.
type authenticator struct {
	secret, pending string // sealed; "" for none
	pendingUntil    time.Time
	lastStep        int64
	created, used   time.Time
}

// Enrolment is an authenticator app that waits for its first code.
type Enrolment struct {
	Secret secret.Text // base32
	URI    secret.Text // what the app scans
	Until  time.Time   // wall-clock time
}

// ProofInput asks for a change of how somebody signs in. Proof is the password, or the app's present code.
type ProofInput struct {
	UserID string
	Proof  secret.Text
}

// BeginTOTP makes the secret of a new authenticator app. Nothing changes until ConfirmTOTP; a present app works until
// then. Errors: field errors of "proof", ErrTooManyAttempts, ErrAccountNotFound.
func (s *Service) BeginTOTP(ctx context.Context, in ProofInput) (Enrolment, error) {
	acc, err := s.proof(ctx, in.UserID, in.Proof)
	if err != nil {
		return Enrolment{}, err
	}
	key, until := totp.NewSecret(), s.wall().Add(SecondWithin)
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		return upsertPendingTOTP(ctx, tx, acc.ID, s.seal(key, acc.ID), until)
	})
	if err != nil {
		return Enrolment{}, err
	}
	return s.enrolment(acc, key, until)
}

// PendingTOTP returns the app that waits for its first code. Errors: ErrEnrolmentGone.
func (s *Service) PendingTOTP(ctx context.Context, userID string) (Enrolment, error) {
	acc, key, until, err := s.pendingKey(ctx, userID)
	if err != nil {
		return Enrolment{}, err
	}
	return s.enrolment(acc, key, until)
}

// PictureTOTP is the QR code of the app that waits for its first code, as PNG. Errors: ErrEnrolmentGone.
func (s *Service) PictureTOTP(ctx context.Context, userID string, size int) ([]byte, error) {
	acc, key, _, err := s.pendingKey(ctx, userID)
	if err != nil {
		return nil, err
	}
	return totp.Picture(key, s.factors.Issuer, acc.Login, size)
}

// ConfirmTOTPInput is the first code of a new app.
type ConfirmTOTPInput struct {
	UserID, Code string
	Session      string // token of the session that goes on; "" for none
}

// ConfirmTOTP sets up the app that BeginTOTP made. Recovery codes are returned, here and never again, when the person
// has none yet. Errors: field errors of "code", ErrEnrolmentGone, ErrAccountNotFound.
func (s *Service) ConfirmTOTP(ctx context.Context, in ConfirmTOTPInput) ([]secret.Text, error) {
	acc, key, _, err := s.pendingKey(ctx, in.UserID)
	if err != nil {
		return nil, err
	}
	var f apperr.Fields
	step, ok, err := totp.Match(key, in.Code, s.wall())
	if err != nil {
		return nil, fmt.Errorf("authenticator of %s: %w", acc.ID, err)
	}
	if !ok {
		f.Add("code", ErrCodeWrong)
		return nil, f.Err()
	}
	var codes []secret.Text
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		stored, err := lockTOTP(ctx, tx, acc.ID)
		if err != nil {
			return err
		}
		if pending, err := s.open(stored.pending, acc.ID); err != nil || pending != key {
			return ErrEnrolmentGone // another enrolment was begun, or this one confirmed, meanwhile
		}
		if err := updateTOTP(ctx, tx, acc.ID, s.seal(key, acc.ID), step); err != nil {
			return err
		}
		if codes, err = s.firstRecovery(ctx, tx, acc.ID); err != nil {
			return err
		}
		return s.changed(ctx, tx, factorChange{acc: acc, action: actionTOTPSet, object: acc.ID, what: textTOTPSet, session: in.Session,
			before: map[string]bool{"authenticator": stored.secret != ""}, after: map[string]bool{"authenticator": true}})
	})
	return codes, err
}

// RemoveTOTP takes the authenticator app away. Errors: field errors of "proof", ErrTooManyAttempts, ErrNoAuthenticator,
// ErrLastSecondFactor for an operator who has no passkey.
func (s *Service) RemoveTOTP(ctx context.Context, in ProofInput) error {
	acc, err := s.proof(ctx, in.UserID, in.Proof)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := deleteTOTP(ctx, tx, acc.ID)
		if err == nil && n == 0 {
			return ErrNoAuthenticator
		}
		if err != nil {
			return err
		}
		return s.changed(ctx, tx, factorChange{acc: acc, action: actionTOTPRemoved, object: acc.ID, what: textTOTPRemoved,
			before: map[string]bool{"authenticator": true}, after: map[string]bool{"authenticator": false}})
	})
}

// takeCode takes a code of the app, once. The brake is on the person and not on an address: six digits are few. It asks
// only who proved the password already, and recovery codes and passkeys are not braked with it, so that a stranger who
// knows a password can annoy its owner, and is reported, but does not lock anybody out.
// Errors: ErrSecondWrong, ErrSecondUsed, ErrTooManyAttempts.
func (s *Service) takeCode(ctx context.Context, acc Account, code string) error {
	pair := brakePair(acc.ID, "code of the authenticator app")
	if err := s.brake(ctx, pairMark(pair)); err != nil {
		if errors.Is(err, ErrTooManyAttempts) {
			s.reportGuessing(ctx, acc)
		}
		return err
	}
	app, err := getTOTP(ctx, s.db.Reader(), acc.ID)
	if err != nil {
		return err
	}
	if app.secret == "" {
		return ErrSecondWrong
	}
	key, err := s.open(app.secret, acc.ID)
	if err != nil {
		return err
	}
	step, ok, err := totp.Match(key, code, s.wall())
	if err != nil {
		return fmt.Errorf("authenticator of %s: %w", acc.ID, err)
	}
	if !ok {
		return ErrSecondWrong
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := updateStep(ctx, tx, acc.ID, app.secret, step)
		if err == nil && n == 0 {
			return ErrSecondUsed
		}
		if err != nil {
			return err
		}
		return deleteBrake(ctx, tx, pair)
	})
}

// reportGuessing tells the owner, once in a BrakeWindow at most, that somebody who knows the password guesses codes.
func (s *Service) reportGuessing(ctx context.Context, acc Account) {
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := touchBrake(ctx, tx, brakePair(acc.ID, "report of guessing"), s.wall(), BrakeWindow)
		if err != nil || n == 0 {
			return err
		}
		return s.note(ctx, tx, factorChange{acc: acc, action: actionGuessing, object: acc.ID, what: textGuessing})
	})
	if err != nil { // the guess is refused in any case
		s.log.WarnContext(ctx, "guessing of codes not reported", "account", acc.ID, "error", err)
	}
}

func (s *Service) pendingKey(ctx context.Context, userID string) (acc Account, key secret.Text, until time.Time, err error) {
	app, err := getTOTP(ctx, s.db.Reader(), userID)
	if err != nil {
		return acc, "", until, err
	}
	if app.pending == "" || !s.wall().Before(app.pendingUntil) {
		return acc, "", until, ErrEnrolmentGone
	}
	if key, err = s.open(app.pending, userID); err != nil {
		return acc, "", until, err
	}
	acc, err = s.Get(ctx, userID)
	return acc, key, app.pendingUntil, err
}

func (s *Service) enrolment(acc Account, key secret.Text, until time.Time) (Enrolment, error) {
	uri, err := totp.URI(key, s.factors.Issuer, acc.Login)
	return Enrolment{key, uri, until}, err
}

func totpPurpose(userID string) string { return "account_totp " + userID }

func (s *Service) seal(key secret.Text, userID string) string {
	return s.box.Seal(key.Reveal(), totpPurpose(userID))
}

func (s *Service) open(sealed, userID string) (secret.Text, error) {
	key, err := s.box.Open(sealed, totpPurpose(userID))
	if err != nil {
		return "", fmt.Errorf("authenticator of %s: %w", userID, err)
	}
	return key, nil
}
