package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/souk-market/souk/internal/account/passkey"
	"github.com/souk-market/souk/internal/account/totp"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

// Bounds of second factors.
const (
	// RecoveryCodes is how many recovery codes somebody gets at once.
	RecoveryCodes = 10
	// MaxPasskeys is how many passkeys a person may have.
	MaxPasskeys = 10
	// SecondWithin is how long a sign-in may wait for its second step, by the wall clock.
	SecondWithin = 10 * time.Minute
)

// Messenger tells people what happened to their accounts.
type Messenger interface {
	SendTx(ctx context.Context, tx *storage.Tx, messages ...notify.Message) error
}

// FactorConfig is what second factors need.
type FactorConfig struct {
	Issuer string // how authenticator apps and browsers call the marketplace
	// PublicURL is the address that passkeys are bound to; "" or one without a domain name: there are no passkeys.
	PublicURL string
}

// WithFactors says how the marketplace is called and where it is. Without it there are no passkeys.
func WithFactors(c FactorConfig) Option {
	return func(s *Service) {
		s.factors = c
		s.party = nil
		if party, err := passkey.New(c.PublicURL, c.Issuer); err == nil {
			s.party = party
		}
	}
}

// TellBy names who carries messages to people. Call it while wiring: notify needs the service first.
func (s *Service) TellBy(m Messenger) { s.messenger = m }

// PasskeyDomain is the host name that passkeys are bound to; "" when the marketplace has none and so no passkeys.
func (s *Service) PasskeyDomain() string {
	if s.party == nil {
		return ""
	}
	return s.party.Domain()
}

// SecondFactor is what somebody has besides the password.
type SecondFactor struct {
	Authenticator bool      // an authenticator app is set up
	Since, Used   time.Time // of the app; Used is zero when it never was
	LastStep      int64     // the step of the app's last code (totp.Step)
	RecoveryLeft  int       // recovery codes that were not used yet
	Passkeys      []Passkey // the oldest first
}

// On reports whether there is any.
func (f SecondFactor) On() bool { return f.Authenticator || len(f.Passkeys) > 0 }

// SecondFactor returns what a person has besides the password.
func (s *Service) SecondFactor(ctx context.Context, userID string) (SecondFactor, error) {
	q := s.db.Reader()
	app, err := getTOTP(ctx, q, userID)
	if err != nil {
		return SecondFactor{}, err
	}
	f := SecondFactor{Authenticator: app.secret != "", LastStep: app.lastStep}
	if f.Authenticator {
		f.Since, f.Used = app.created, app.used
	}
	if f.RecoveryLeft, err = countRecovery(ctx, q, userID); err != nil {
		return SecondFactor{}, err
	}
	f.Passkeys, err = listPasskeys(ctx, q, userID)
	return f, err
}

// proof checks that it is really the person who sits there: Proof is the password, or the code that the authenticator
// app shows now. A session left open is not enough to change how somebody signs in.
func (s *Service) proof(ctx context.Context, userID string, given secret.Text) (Account, error) {
	var f apperr.Fields
	acc, hash, err := getCredentials(ctx, s.db.Reader(), userID)
	if err != nil {
		return Account{}, err
	}
	if given == "" {
		f.Add("proof", ErrProofRequired)
		return Account{}, f.Err()
	}
	if totp.IsCode(given.Reveal()) { // shorter than any password
		switch err := s.takeCode(ctx, acc, given.Reveal()); {
		case errors.Is(err, ErrSecondWrong):
			f.Add("proof", ErrProofWrong)
			return Account{}, f.Err()
		case errors.Is(err, ErrSecondUsed):
			f.Add("proof", ErrSecondUsed)
			return Account{}, f.Err()
		default:
			return acc, err
		}
	}
	pair := brakePair(acc.ID, "proof of who it is")
	if err := s.brake(ctx, pairMark(pair)); err != nil {
		return Account{}, err
	}
	if len(given) > MaxPassword {
		given = "\x00"
	}
	ok, _, err := s.hasher.matches(ctx, hash, given)
	if err != nil {
		return Account{}, fmt.Errorf("check password of %s: %w", acc.ID, err)
	}
	if !ok {
		f.Add("proof", ErrProofWrong)
		return Account{}, f.Err()
	}
	return acc, s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return deleteBrake(ctx, tx, pair) })
}

// changed notes in the account whether there is still a second factor, tells the person, and records the change. It is
// the last statement of the transaction.
func (s *Service) changed(ctx context.Context, tx *storage.Tx, c factorChange) error {
	on, err := updateSecondFactor(ctx, tx, c.acc.ID)
	if err != nil {
		return err
	}
	if c.acc.Kind == Operator && !on {
		return ErrLastSecondFactor
	}
	if on && !c.acc.SecondFactor {
		// Whoever signed in before passed no second step. Only the session that set it up stays.
		if err := deleteOtherSessions(ctx, tx, c.acc.ID, sessionHash(c.session)); err != nil {
			return err
		}
	}
	tx.OnCommit(func() { s.cache.forget(c.acc.ID) })
	return s.note(ctx, tx, c)
}

// factorChange is one thing that happened to a second factor.
type factorChange struct {
	acc           Account
	action        audit.Action
	object        string
	what          i18n.Text // for the person: "An authenticator app was set up."
	key           string    // of the message, "" for always
	session       string    // token of the session that made the change, "" for none
	before, after any
	reason        string // of an operator who made the change
}

// note tells the person and records what happened.
func (s *Service) note(ctx context.Context, tx *storage.Tx, c factorChange) error {
	if s.messenger != nil {
		m := notify.Message{To: c.acc.ID, Event: notify.SecurityChanged, Link: "/account/security", Key: c.key,
			Params: notify.Params("what", c.what, "login", c.acc.Login)}
		if err := s.messenger.SendTx(ctx, tx, m); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, c)
}

// record records what happened without telling the person.
func (s *Service) record(ctx context.Context, tx *storage.Tx, c factorChange) error {
	return audit.Record(ctx, tx, audit.Change{Action: c.action, AccountID: c.acc.AuditLog(), Object: c.object, Before: c.before, After: c.after, Reason: c.reason})
}
