package account

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/account/passkey"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
)

// Pending is a sign-in whose password was right and that waits for its second step. It is kept in the session, where
// only we can have put it.
type Pending struct {
	UserID string `json:"user"`
	Mark   string `json:"mark"`  // of the password that was given: a changed password ends the wait
	Until  int64  `json:"until"` // wall clock, Unix seconds
}

// BeginSecond begins the wait for the second step of somebody who proved the password.
func (s *Service) BeginSecond(ctx context.Context, userID string) (Pending, error) {
	_, hash, err := getCredentials(ctx, s.db.Reader(), userID)
	if err != nil {
		return Pending{}, err
	}
	return Pending{userID, passwordMark(hash), s.wall().Add(SecondWithin).Unix()}, nil
}

func passwordMark(hash string) string {
	sum := sha256.Sum256([]byte("mark\x00" + hash))
	return hex.EncodeToString(sum[:8])
}

// WhoWaits returns the account of a sign-in that waits. Errors: ErrSecondExpired.
func (s *Service) WhoWaits(ctx context.Context, p Pending) (Account, error) {
	if p.UserID == "" || !s.wall().Before(time.Unix(p.Until, 0)) {
		return Account{}, ErrSecondExpired
	}
	acc, hash, err := getCredentials(ctx, s.db.Reader(), p.UserID)
	switch {
	case errors.Is(err, ErrAccountNotFound):
		return Account{}, ErrSecondExpired
	case err != nil:
		return Account{}, err
	case subtle.ConstantTimeCompare([]byte(passwordMark(hash)), []byte(p.Mark)) != 1 || acc.State != StateActive:
		return Account{}, ErrSecondExpired
	}
	return acc, nil
}

// SecondInput is the second step: a code of the authenticator app, or a recovery code.
type SecondInput struct {
	Pending Pending
	Code    secret.Text
	Address string // IP address without a port, for the brake
}

// PassSecond lets somebody in whose code is right. Errors: field errors of "code", ErrSecondExpired, ErrTooManyAttempts.
func (s *Service) PassSecond(ctx context.Context, in SecondInput) (Account, error) {
	acc, err := s.WhoWaits(ctx, in.Pending)
	if err != nil {
		return Account{}, err
	}
	var f apperr.Fields
	code := in.Code.Reveal()
	switch {
	case bareRecovery(code) == "":
		f.Add("code", ErrCodeRequired)
		return Account{}, f.Err()
	case totp.IsCode(code):
		err = s.takeCode(ctx, acc, code)
	default:
		err = s.takeRecovery(ctx, acc, code, in.Address)
	}
	switch {
	case errors.Is(err, ErrSecondWrong):
		f.Add("code", ErrSecondWrong)
		return Account{}, f.Err()
	case errors.Is(err, ErrSecondUsed):
		f.Add("code", ErrSecondUsed)
		return Account{}, f.Err()
	case err != nil:
		return Account{}, err
	}
	return acc, nil
}

// AskSecond asks the browser of somebody who waits for one of the person's passkeys. Errors: ErrSecondExpired,
// ErrNoPasskeys.
func (s *Service) AskSecond(ctx context.Context, p Pending) (Ceremony, error) {
	acc, err := s.WhoWaits(ctx, p)
	if err != nil {
		return Ceremony{}, err
	}
	all, err := listPasskeys(ctx, s.db.Reader(), acc.ID)
	if err != nil {
		return Ceremony{}, err
	}
	if s.party == nil || len(all) == 0 {
		return Ceremony{}, ErrNoPasskeys
	}
	q, err := s.party.Ask(holder(acc), keysOf(all))
	if err != nil {
		return Ceremony{}, err
	}
	return s.begin(ctx, purposeSecond, acc.ID, q)
}

// PasskeyAnswer is a browser's answer to AskSecond or AskPasskey.
type PasskeyAnswer struct {
	Pending    Pending // zero for AskPasskey
	CeremonyID string
	Answer     []byte
}

// PassSecondByPasskey lets somebody in whose passkey answered. Errors: ErrSecondExpired, ErrPasskeyRefused,
// ErrNoPasskeys.
func (s *Service) PassSecondByPasskey(ctx context.Context, in PasskeyAnswer) (Account, error) {
	acc, err := s.WhoWaits(ctx, in.Pending)
	if err != nil {
		return Account{}, err
	}
	challenge, err := s.answered(ctx, in.CeremonyID, purposeSecond, acc.ID)
	if err != nil {
		return Account{}, err
	}
	all, err := listPasskeys(ctx, s.db.Reader(), acc.ID)
	if err != nil {
		return Account{}, err
	}
	use, err := s.party.Answered(holder(acc), keysOf(all), challenge, in.Answer)
	if err != nil {
		return Account{}, s.refusePasskey(ctx, acc.ID, err)
	}
	if err := s.use(ctx, acc, use); err != nil {
		return Account{}, err
	}
	return acc, nil
}

// AskPasskey asks whoever is at the browser for a passkey of this marketplace. Errors: ErrNoPasskeys.
func (s *Service) AskPasskey(ctx context.Context) (Ceremony, error) {
	if s.party == nil {
		return Ceremony{}, ErrNoPasskeys
	}
	q, err := s.party.AskAnyone()
	if err != nil {
		return Ceremony{}, err
	}
	return s.begin(ctx, purposeLogin, "", q)
}

// LoginByPasskey lets somebody in whose passkey answered AskPasskey; the authenticator checked who it is, so that
// nothing else is asked. An unknown passkey, one that was deleted and one of an account that is switched off are refused
// alike. Errors: ErrPasskeyRefused, ErrNoPasskeys.
func (s *Service) LoginByPasskey(ctx context.Context, in PasskeyAnswer) (Account, error) {
	challenge, err := s.answered(ctx, in.CeremonyID, purposeLogin, "")
	if err != nil {
		return Account{}, err
	}
	var acc Account
	use, err := s.party.AnsweredByAnyone(challenge, in.Answer, func(userID string) (passkey.User, []passkey.Key, error) {
		if !accountIDForm.MatchString(userID) {
			return passkey.User{}, nil, passkey.ErrAnswer
		}
		var err error
		if acc, err = s.Get(ctx, userID); errors.Is(err, ErrAccountNotFound) || err == nil && acc.State != StateActive {
			return passkey.User{}, nil, passkey.ErrAnswer
		} else if err != nil {
			return passkey.User{}, nil, err
		}
		all, err := listPasskeys(ctx, s.db.Reader(), acc.ID)
		return holder(acc), keysOf(all), err
	})
	if err != nil {
		return Account{}, s.refusePasskey(ctx, acc.ID, err)
	}
	if err := s.use(ctx, acc, use); err != nil {
		return Account{}, err
	}
	return acc, nil
}
