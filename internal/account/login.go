package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// LoginInput is an attempt to sign in.
type LoginInput struct {
	Login    string // login name, proven e-mail address or proven phone number; of a sub-user its name
	Owner    string // of a sub-user: the id of its main account; "" for everybody else
	Password secret.Text
	Address  string // the client's IP address without a port, for the brakes
	Browser  string // what Login gave this browser before; "" for nothing
}

// Opened is what a right password opens.
type Opened struct {
	// Accounts has one account, or several when they share a phone number and a password: the person chooses.
	Accounts []Account
	// Browser is for this browser to keep: strangers who guess cannot make it wait.
	Browser string
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

// key is what was typed in compared form, which the brakes go by. A phone number has one, however it is written.
func (in LoginInput) key() string {
	switch phone := NormalPhone(in.Login); {
	case in.Owner != "":
		return SubLoginKey(in.Owner, in.Login)
	case phone != "":
		return phone
	}
	return LoginKey(in.Login)
}

// lookup is the key under which a login name is stored; "" for one that nobody can have, because a database may refuse to
// look for such bytes.
func (in LoginInput) lookup() string {
	switch {
	case checkLogin(LoginKey(in.Login)) != nil:
		return ""
	case in.Owner == "":
		return LoginKey(in.Login)
	case accountIDForm.MatchString(in.Owner):
		return SubLoginKey(in.Owner, in.Login)
	}
	return ""
}

// marks are the brakes that the attempt runs under. A browser that has signed in there before has one of its own, so
// neither strangers nor neighbours can keep its owner out.
func (in LoginInput) marks(b browser) []mark {
	key, net := in.key(), network(in.Address)
	if b.knows(key) {
		return []mark{pairMark(brakePair(key, "browser "+b.id))}
	}
	return []mark{pairMark(brakePair(key, net)),
		{brakePair("sign-ins from", net), []limit{{NetworkFailures, BrakeWindow}}},
		{brakePair("sign-ins as", key), []limit{{LoginFailures, BrakeWindow}}}}
}

// Login returns the accounts whose login and password these are. Errors: field errors for empty input, ErrBadCredentials
// for an unknown login, a wrong password and an account that is switched off alike, ErrTooManyAttempts.
func (s *Service) Login(ctx context.Context, in LoginInput) (Opened, error) {
	if err := in.Validate(); err != nil {
		return Opened{}, err
	}
	b := s.readBrowser(in.Browser)
	marks := in.marks(b)
	if err := s.brake(ctx, marks...); err != nil {
		return Opened{}, err
	}
	list, err := s.candidates(ctx, in)
	if err != nil {
		return Opened{}, err
	}
	open, err := s.fitting(ctx, list, bounded(in.Password))
	if err != nil {
		return Opened{}, err
	}
	if open, err = s.usable(ctx, open); err != nil {
		return Opened{}, err
	}
	if len(open) == 0 {
		return Opened{}, ErrBadCredentials
	}
	if err := s.opened(ctx, open, marks); err != nil {
		return Opened{}, err
	}
	var out Opened
	for _, x := range open {
		out.Accounts = append(out.Accounts, x.Account)
	}
	out.Browser = s.Remember(in.Browser, out.Accounts...)
	return out, nil
}

// bounded keeps hashing from growing with what strangers send: nobody has the password that stands for a longer one.
func bounded(password secret.Text) secret.Text {
	if len(password) > MaxPassword {
		return "\x00"
	}
	return password
}

// candidates are the accounts that what was typed may mean, made up with hashes that no password fits: so the work, and
// with it the time, depends on the form of what was typed and never on who exists. A login name is one account, a phone
// number up to MaxPhoneAccounts.
func (s *Service) candidates(ctx context.Context, in LoginInput) ([]candidate, error) {
	want := 1
	var out []candidate
	if key := in.lookup(); key != "" {
		acc, hash, err := getCredentialsByLogin(ctx, s.db.Reader(), key)
		if err == nil {
			out = append(out, candidate{acc, hash})
		} else if !errors.Is(err, ErrAccountNotFound) {
			return nil, err
		}
	}
	if in.Owner == "" {
		more, n, err := s.byTarget(ctx, in.Login)
		if err != nil {
			return nil, err
		}
		want = max(want, n)
		for _, x := range more {
			if len(out) == 0 || x.ID != out[0].ID && n > 1 {
				out = append(out, x)
			}
		}
	}
	for len(out) < want {
		out = append(out, candidate{hash: s.hasher.dummy})
	}
	return out, nil
}

// byTarget are the accounts that have proven what was typed as their phone or e-mail, and how many there may be.
func (s *Service) byTarget(ctx context.Context, typed string) ([]candidate, int, error) {
	if phone := NormalPhone(typed); phone != "" {
		list, err := listByTarget(ctx, s.db.Reader(), BySMS, phone)
		return list, MaxPhoneAccounts, err
	}
	if email := normalEmail(typed); email != "" {
		list, err := listByTarget(ctx, s.db.Reader(), ByMail, email)
		return list, 1, err
	}
	return nil, 1, nil
}

// fits is an account that the password opens, with a fresh hash when the old one has another cost than today's.
type fits struct {
	Account
	fresh string
}

func (s *Service) fitting(ctx context.Context, list []candidate, password secret.Text) ([]fits, error) {
	var out []fits
	for _, x := range list {
		ok, stale, err := s.hasher.matches(ctx, x.hash, password)
		if err != nil {
			return nil, fmt.Errorf("check password: %w", err)
		}
		if !ok || x.ID == "" || s.expired(x.Account) {
			continue
		}
		f := fits{Account: x.Account}
		if stale {
			if f.fresh, err = s.hasher.hash(ctx, password); err != nil {
				return nil, err
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// usable leaves out who is switched off or closed, sub-users of such accounts included.
func (s *Service) usable(ctx context.Context, list []fits) ([]fits, error) {
	var out []fits
	for _, x := range list {
		_, err := s.readActor(ctx, x.ID)
		switch {
		case errors.Is(err, ErrAccountDisabled):
		case err != nil:
			return nil, err
		default:
			out = append(out, x)
		}
	}
	return out, nil
}

// opened writes what a success changes: hashes of today's cost, and the counts of this attempt are taken away.
func (s *Service) opened(ctx context.Context, list []fits, marks []mark) error {
	now := s.wall()
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		for _, x := range list {
			if x.fresh == "" {
				continue
			}
			if err := updatePassword(ctx, tx, x.ID, x.fresh); err != nil {
				return err
			}
		}
		if err := deleteBrake(ctx, tx, marks[0].key); err != nil {
			return err
		}
		for _, m := range marks[1:] {
			if err := giveBack(ctx, tx, m.key, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// Way is how somebody came in.
type Way string

// The ways.
const (
	ByPassword           Way = "password"
	ByPasswordAndCode    Way = "password and code" // of an authenticator app, or a recovery code
	ByPasswordAndPasskey Way = "password and passkey"
	ByPasskey            Way = "passkey"
	ByRegistration       Way = "registration"
	BySSO                Way = "sso" // the organisation's own sign-in
)

// SignIn is a session that begins: whose, and by which way the person came in.
type SignIn struct {
	Account  Account
	Way      Way
	Provider string // of BySSO: the issuer
}

// SignedIn records that somebody has come in: after all that was to be proved, when the session begins. Each session has
// one such entry, whatever the way.
func (s *Service) SignedIn(ctx context.Context, in SignIn) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		acc, err := getAccount(ctx, tx, in.Account.ID)
		if err != nil {
			return err
		}
		if err := updateSignedIn(ctx, tx, acc.ID); err != nil {
			return err
		}
		after := map[string]any{"way": in.Way}
		if in.Provider != "" {
			after["provider"] = in.Provider
		}
		return audit.Record(asThemselves(ctx, acc), tx, audit.Change{Action: auditSignedIn, AccountID: acc.Main(), Object: acc.ID, After: after})
	})
}
