package account

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/souk-market/souk/internal/account/passkey"
	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/country"
	"github.com/souk-market/souk/internal/kernel/secret"
	"github.com/souk-market/souk/internal/storage"
)

// Service is what the other rooms ask about people. It is safe for concurrent use.
type Service struct {
	db     *storage.DB
	log    *slog.Logger
	wall   func() time.Time
	hasher *hasher
	cache  *cache
	box    *secret.Box

	home      string // where an account is registered that says nothing else
	factors   FactorConfig
	party     *passkey.Party // nil without passkeys
	messenger Messenger      // nil in tests that look at no messages
	queue     *job.Queue     // nil until Register
	courier   Courier        // nil until Reach
	terms     Terms          // nil in tests that look at no agreements
}

// Option changes what New makes.
type Option func(*Service)

// WithWall replaces the wall clock by which sessions, brakes and the cache run out.
func WithWall(now func() time.Time) Option { return func(s *Service) { s.wall = now } }

// WithBox gives the box that seals what is kept of secrets. Without it New makes one whose key ends with the process:
// what it sealed cannot be opened by another.
func WithBox(box *secret.Box) Option { return func(s *Service) { s.box = box } }

// WithCountry says where an account is registered that says nothing else, ISO 3166-1; without it that is China.
func WithCountry(code string) Option { return func(s *Service) { s.home = code } }

// Home is where an account is registered that says nothing else.
func (s *Service) Home() string { return s.home }

// New makes the service.
func New(db *storage.DB, log *slog.Logger, opts ...Option) *Service {
	s := &Service{db: db, log: log, wall: clock.Wall, hasher: newHasher(), cache: newCache(), box: secret.FreshBox(), home: country.China,
		factors: FactorConfig{Issuer: "Souk"}}
	for _, opt := range opts {
		opt(s)
	}
	return s
}

// Get returns an account, or ErrAccountNotFound.
func (s *Service) Get(ctx context.Context, accountID string) (Account, error) {
	return s.GetBy(ctx, s.db.Reader(), accountID)
}

// GetBy is Get by way of q, a *storage.Tx inside a transaction.
func (s *Service) GetBy(ctx context.Context, q storage.Querier, accountID string) (Account, error) {
	a, err := getAccount(ctx, q, accountID)
	return s.atHome(a), err
}

// GetMany returns the accounts by id. Those that do not exist are missing.
func (s *Service) GetMany(ctx context.Context, ids []string) (map[string]Account, error) {
	return getAccounts(ctx, s.db.Reader(), ids)
}

// ByLogin returns the account of a login, or ErrAccountNotFound. It is for seeding and administration: an answer to a
// stranger must not depend on it.
func (s *Service) ByLogin(ctx context.Context, login string) (Account, error) {
	acc, _, err := getCredentialsByLogin(ctx, s.db.Reader(), LoginKey(login))
	return acc, err
}

// Actor returns a person as one who acts, at most CacheFor old. Errors: ErrAccountNotFound; ErrAccountDisabled when the
// person or its main account is switched off or closed.
func (s *Service) Actor(ctx context.Context, userID string) (Actor, error) {
	if a, ok := s.cache.actor(userID, s.wall()); ok {
		return a, nil
	}
	read := s.cache.begin()
	a, err := s.readActor(ctx, userID)
	if err != nil {
		return Actor{}, err
	}
	s.cache.putActor(read, a, s.wall())
	return a, nil
}

func (s *Service) readActor(ctx context.Context, userID string) (Actor, error) {
	q := s.db.Reader()
	person, err := getAccount(ctx, q, userID)
	if err != nil {
		return Actor{}, err
	}
	main, sub := person, person.OwnerID != ""
	var codes []string
	if sub {
		if main, err = getAccount(ctx, q, person.OwnerID); err != nil {
			return Actor{}, err
		}
		if codes, err = listGiven(ctx, q, userID); err != nil {
			return Actor{}, err
		}
	}
	if person.State != StateActive || main.State != StateActive {
		return Actor{}, ErrAccountDisabled
	}
	return Actor{ID: main.ID, UserID: person.ID, Kind: main.Kind, Name: person.Name, Lang: person.Lang, Country: cmp.Or(main.Country, s.home), Verified: main.Verified,
		may: permitted(main.Kind, sub, codes, person.Roles), pagesOnly: person.pagesOnly()}.secured(person), nil
}

// BecomeSellerTx makes a buyer a seller: it has been admitted (business-rules 2.1). Doing it again changes nothing.
func (s *Service) BecomeSellerTx(ctx context.Context, tx *storage.Tx, accountID string) error {
	return s.changeKind(ctx, tx, accountID, Buyer, Seller)
}

// EndSellerTx makes a seller a buyer again: it left or was expelled.
func (s *Service) EndSellerTx(ctx context.Context, tx *storage.Tx, accountID string) error {
	return s.changeKind(ctx, tx, accountID, Seller, Buyer)
}

func (s *Service) changeKind(ctx context.Context, tx *storage.Tx, accountID string, from, to Kind) error {
	if _, err := updateKind(ctx, tx, accountID, from, to); err != nil {
		return err
	}
	tx.OnCommit(func() { s.cache.forget(accountID) })
	return nil
}

// SetVerifiedTx notes how an account proved its real name, and the name; "" takes it back.
func (s *Service) SetVerifiedTx(ctx context.Context, tx *storage.Tx, accountID string, as Verified, name string) error {
	n, err := updateVerified(ctx, tx, accountID, as, name)
	if err == nil && n == 0 {
		return ErrAccountNotFound
	}
	if err != nil {
		return err
	}
	tx.OnCommit(func() { s.cache.forget(accountID) })
	return nil
}
