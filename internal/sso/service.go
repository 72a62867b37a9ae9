package sso

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/egress"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// People is what is needed of account.
type People interface {
	Groups(ctx context.Context, who account.Actor) ([]account.Group, error)
	FederateTx(ctx context.Context, tx *storage.Tx, in account.Federated) (account.User, error)
}

// Exchanger makes exchanges with the outside; *egress.Client is one.
type Exchanger interface {
	Do(ctx context.Context, in egress.Request) (egress.Reply, error)
}

// Deps are what the service needs.
type Deps struct {
	DB     *storage.DB
	People People
	HTTP   Exchanger
	Box    *secret.Box
	Log    *slog.Logger
	// PublicURL is where the marketplace is reached; the provider sends people back below it.
	PublicURL string
	// Plain allows providers over http: in a demo and in tests, where they run beside us.
	Plain bool
	Wall  func() time.Time // nil means the wall clock
}

// Service is enterprise login. It is safe for concurrent use.
type Service struct {
	d     Deps
	cache *discoveries
}

// New makes the service.
func New(d Deps) *Service {
	if d.Wall == nil {
		d.Wall = clock.Wall
	}
	return &Service{d: d, cache: newDiscoveries()}
}

// CallbackURL is where an account's provider sends people back to: the redirect URI to enter there. Each account has its
// own, so that an answer of one provider is never taken for that of another (RFC 9700, 4.4).
func (s *Service) CallbackURL(accountID string) string {
	return s.d.PublicURL + "/login/" + accountID + "/sso/callback"
}

// Get returns the main account's provider. Errors: ErrNotSet, ErrForbidden.
func (s *Service) Get(ctx context.Context, who account.Actor) (Provider, error) {
	if err := who.May(account.MainUser); err != nil {
		return Provider{}, err
	}
	return getProvider(ctx, s.d.DB.Reader(), who.ID)
}

// Offered reports whether people of the account can sign in by its provider.
func (s *Service) Offered(ctx context.Context, accountID string) (bool, error) {
	p, err := getProvider(ctx, s.d.DB.Reader(), accountID)
	if errors.Is(err, ErrNotSet) {
		return false, nil
	}
	return p.Enabled, err
}

// Save stores the main account's provider. Another issuer or client forgets the old secret. Errors: field errors,
// ErrChanged when it is no longer as it was read, ErrForbidden.
func (s *Service) Save(ctx context.Context, in SaveInput) (Provider, error) {
	if err := in.Actor.May(account.MainUser); err != nil {
		return Provider{}, err
	}
	in.clean()
	if err := in.validate(s.d.Plain); err != nil {
		return Provider{}, err
	}
	groups, err := s.d.People.Groups(ctx, in.Actor)
	if err != nil {
		return Provider{}, err
	}
	if err := checkGroups(in.Settings, groups); err != nil {
		return Provider{}, err
	}
	var p Provider
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		old, err := getProvider(ctx, tx, in.Actor.ID)
		if err != nil && !errors.Is(err, ErrNotSet) {
			return err
		}
		if old.Rev != in.Rev {
			return ErrChanged
		}
		p = Provider{AccountID: in.Actor.ID, Issuer: in.Issuer, ClientID: in.ClientID, Settings: in.Settings, Enabled: in.Enabled,
			Rev: old.Rev + 1, UpdatedAt: tx.Now}
		if p.sealed, err = s.secretOf(in, old); err != nil {
			return err
		}
		p.HasSecret = p.sealed != ""
		stored, err := putProvider(ctx, tx, p)
		if err == nil && !stored {
			err = ErrChanged
		}
		if err != nil {
			return err
		}
		change := audit.Change{Action: didSave, AccountID: p.AccountID, Object: p.AccountID, After: p.change()}
		if old.Rev > 0 {
			change.Before = old.change()
		}
		return audit.Record(ctx, tx, change)
	})
	if err != nil {
		return Provider{}, err
	}
	s.cache.forget(p.Issuer)
	return p, nil
}

// secretOf is the sealed secret after a change. A secret is never sent to another issuer than it was entered for.
func (s *Service) secretOf(in SaveInput, old Provider) (string, error) {
	switch {
	case in.NoSecret:
		return "", nil
	case in.Secret != "":
		return s.d.Box.Seal(in.Secret.Reveal(), "sso.secret:"+in.Actor.ID+":"+in.Issuer), nil
	case old.sealed != "" && (old.Issuer != in.Issuer || old.ClientID != in.ClientID):
		var f apperr.Fields
		f.Add("secret", ErrSecretAgain)
		return "", f.Err()
	}
	return old.sealed, nil
}

func (s *Service) reveal(p Provider) (secret.Text, error) {
	if p.sealed == "" {
		return "", nil
	}
	return s.d.Box.Open(p.sealed, "sso.secret:"+p.AccountID+":"+p.Issuer)
}

// checkGroups refuses groups that the account does not have.
func checkGroups(set Settings, groups []account.Group) error {
	known := map[string]bool{"": true}
	for _, g := range groups {
		known[g.ID] = true
	}
	var f apperr.Fields
	for _, m := range set.Mapping {
		if !known[m.Group] {
			f.Add("mapping", ErrGroupUnknown.With("group", m.Group))
		}
	}
	if !known[set.DefaultGroup] {
		f.Add("default_group", ErrGroupUnknown.With("group", set.DefaultGroup))
	}
	return f.Err()
}

// Delete takes the provider and all its links away; its people sign in with their passwords from then on. Errors:
// ErrNotSet, ErrForbidden.
func (s *Service) Delete(ctx context.Context, who account.Actor) error {
	if err := who.May(account.MainUser); err != nil {
		return err
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		p, err := getProvider(ctx, tx, who.ID)
		if err != nil {
			return err
		}
		if err := deleteProvider(ctx, tx, who.ID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Change{Action: didDelete, AccountID: who.ID, Object: who.ID, Before: p.change()})
	})
}

// ForgetTx deletes the provider of an account that closes, and who its sub-users were there.
func (s *Service) ForgetTx(ctx context.Context, tx *storage.Tx, accountID string) error {
	return deleteProvider(ctx, tx, accountID)
}
