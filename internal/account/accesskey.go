package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

const (
	// MaxAccessKeys is how many access keys a person may have: one in use, and one to change over to.
	MaxAccessKeys = 2
	// MaxDescription is the most characters of what a person notes about a key.
	MaxDescription = 100

	akSize, skSize = 20, 40
)

var akForm = regexp.MustCompile(`^[A-Z2-7]{20}$`)

// AccessKey is a pair of AK and SK with which programs sign calls of the open APIs (open-apis A2, A3).
type AccessKey struct {
	AK          string // the public half: 20 upper-case characters
	UserID      string
	Description string
	State       State // StateActive or StateDisabled
	CreatedAt   time.Time
	LastUsed    time.Time // to the minute; zero when it was never used

	sealed string
}

// newAccessKey makes the two halves. The alphabet (A–Z, 2–7) has no letters that are taken for digits; 100 and 200 bits.
func newAccessKey() (ak string, sk secret.Text) {
	return rand.Text()[:akSize], secret.Text((rand.Text() + rand.Text())[:skSize])
}

// sealedFor is what an SK is sealed for: it opens only for its own AK.
func sealedFor(ak string) string { return "account.access_key:" + ak }

// CreateAccessKey makes an access key of the person. The SK is returned here and never again; it is kept sealed, because
// signatures are verified with it. Errors: the field error "description", ErrTooManyAccessKeys, ErrProgrammaticOff,
// ErrForbidden for a token that has scopes or runs out: a key has neither.
func (s *Service) CreateAccessKey(ctx context.Context, who Actor, description string) (AccessKey, secret.Text, error) {
	if err := who.May(SignedIn); err != nil {
		return AccessKey{}, "", err
	}
	if who.scoped || who.until != 0 {
		return AccessKey{}, "", ErrForbidden
	}
	description = strings.TrimSpace(description)
	if e := checkDescription(description); e != nil {
		return AccessKey{}, "", badField("description", e)
	}
	ak, sk := newAccessKey()
	var key AccessKey
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := s.lockProgrammatic(ctx, tx, who.UserID); err != nil { // the lock that keeps the number of keys right
			return err
		}
		n, err := countAccessKeys(ctx, tx, who.UserID)
		if err != nil {
			return err
		}
		if n >= MaxAccessKeys {
			return ErrTooManyAccessKeys.With("max", MaxAccessKeys)
		}
		key = AccessKey{AK: ak, UserID: who.UserID, Description: description, State: StateActive, CreatedAt: tx.Now, sealed: s.box.Seal(sk.Reveal(), sealedFor(ak))}
		if err := insertAccessKey(ctx, tx, key); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didCreateKey, AccountID: who.ID, Object: ak, After: map[string]any{"description": description, "user": who.UserID}})
	})
	if err != nil {
		return AccessKey{}, "", err
	}
	return key, sk, nil
}

func checkDescription(s string) *apperr.Error {
	switch {
	case utf8.RuneCountInString(s) > MaxDescription:
		return ErrNameTooLong.With("max", MaxDescription)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		return ErrNameForm
	}
	return nil
}

// lockProgrammatic locks a person's row and refuses who may not use tokens and keys (business-rules 2.9).
func (s *Service) lockProgrammatic(ctx context.Context, tx *storage.Tx, userID string) error {
	if err := lockAccount(ctx, tx, userID); err != nil {
		return err
	}
	person, err := getAccount(ctx, tx, userID)
	if err != nil {
		return err
	}
	if person.pagesOnly() {
		return ErrProgrammaticOff
	}
	return nil
}

// pagesOnly reports whether somebody may use pages but no programs: a sub-user without programmatic access.
func (a Account) pagesOnly() bool { return a.OwnerID != "" && !a.Programmatic }

// AccessKeys returns the person's access keys, the newest first, without their secrets.
func (s *Service) AccessKeys(ctx context.Context, who Actor) ([]AccessKey, error) {
	return listAccessKeys(ctx, s.db.Reader(), who.UserID)
}

// EnableAccessKey lets a key sign again. Errors: ErrAccessKeyNotFound.
func (s *Service) EnableAccessKey(ctx context.Context, who Actor, ak string) error {
	return s.switchAccessKey(ctx, who, ak, StateActive, didEnableKey)
}

// DisableAccessKey has a key refused from now on, everywhere. Errors: ErrAccessKeyNotFound.
func (s *Service) DisableAccessKey(ctx context.Context, who Actor, ak string) error {
	return s.switchAccessKey(ctx, who, ak, StateDisabled, didDisableKey)
}

func (s *Service) switchAccessKey(ctx context.Context, who Actor, ak string, to State, did audit.Action) error {
	if !akForm.MatchString(ak) {
		return ErrAccessKeyNotFound
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := updateAccessKeyState(ctx, tx, who.UserID, ak, to)
		if err == nil && n == 0 {
			err = ErrAccessKeyNotFound
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: did, AccountID: who.ID, Object: ak, After: map[string]any{"state": to}})
	})
}

// DeleteAccessKey ends a key for good. Errors: ErrAccessKeyNotFound.
func (s *Service) DeleteAccessKey(ctx context.Context, who Actor, ak string) error {
	if !akForm.MatchString(ak) {
		return ErrAccessKeyNotFound
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		n, err := deleteAccessKey(ctx, tx, who.UserID, ak)
		if err == nil && n == 0 {
			err = ErrAccessKeyNotFound
		}
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didDeleteKey, AccountID: who.ID, Object: ak})
	})
}

// AccessKey returns a key that may sign, its SK, and who acts with it: what the open APIs verify signatures with. Call
// UsedAccessKey when the signature held. Errors: ErrAccessKeyUnknown for a key that is not there or is switched off,
// ErrProgrammaticOff, ErrAccountDisabled.
func (s *Service) AccessKey(ctx context.Context, ak string) (AccessKey, secret.Text, Actor, error) {
	if !akForm.MatchString(ak) {
		return AccessKey{}, "", Actor{}, ErrAccessKeyUnknown
	}
	key, err := getAccessKey(ctx, s.db.Reader(), ak)
	if err != nil {
		return AccessKey{}, "", Actor{}, err
	}
	if key.State != StateActive {
		return AccessKey{}, "", Actor{}, ErrAccessKeyUnknown
	}
	who, err := s.Actor(ctx, key.UserID)
	if err != nil {
		return AccessKey{}, "", Actor{}, err
	}
	if who.pagesOnly {
		return AccessKey{}, "", Actor{}, ErrProgrammaticOff
	}
	sk, err := s.box.Open(key.sealed, sealedFor(ak))
	return key, sk, who, err
}

// UsedAccessKey notes that a signature of the key held. That it could not be noted is no reason to refuse the call.
func (s *Service) UsedAccessKey(ctx context.Context, key AccessKey) {
	now := s.db.Clock().Now()
	if now.Sub(key.LastUsed) < usedEvery {
		return
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return updateAccessKeyUse(ctx, tx, key.AK, now) })
	if err != nil {
		s.log.WarnContext(ctx, "use of access key not noted", "ak", key.AK, "error", err)
	}
}

// HoldsAccessKey reports whether the person's key has this SK: the page that showed it may hand it out as a file.
func (s *Service) HoldsAccessKey(ctx context.Context, who Actor, ak string, sk secret.Text) bool {
	if !akForm.MatchString(ak) {
		return false
	}
	key, err := getAccessKey(ctx, s.db.Reader(), ak)
	if err != nil || key.UserID != who.UserID {
		return false
	}
	plain, err := s.box.Open(key.sealed, sealedFor(ak))
	return err == nil && subtle.ConstantTimeCompare([]byte(plain.Reveal()), []byte(sk.Reveal())) == 1
}
