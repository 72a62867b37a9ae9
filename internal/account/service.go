package account

import (
	"context"
	"log/slog"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

// Service is what the other rooms ask about people. It is safe for concurrent use.
type Service struct {
	db     *storage.DB
	log    *slog.Logger
	wall   func() time.Time
	hasher *hasher
	cache  *cache
}

// Option changes what New makes.
type Option func(*Service)

// WithWall replaces the wall clock by which sessions, brakes and the cache run out.
func WithWall(now func() time.Time) Option { return func(s *Service) { s.wall = now } }

// New makes the service.
func New(db *storage.DB, log *slog.Logger, opts ...Option) *Service {
	s := &Service{db: db, log: log, wall: clock.Wall, hasher: newHasher(), cache: newCache()}
	for _, opt := range opts {
		opt(s)
	}
	return s
}

// Get returns an account, or ErrAccountNotFound.
func (s *Service) Get(ctx context.Context, accountID string) (Account, error) {
	return getAccount(ctx, s.db.Reader(), accountID)
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

// Actor returns the account as one who acts, at most CacheFor old; or ErrAccountNotFound.
func (s *Service) Actor(ctx context.Context, accountID string) (Actor, error) {
	if a, ok := s.cache.actor(accountID, s.wall()); ok {
		return a, nil
	}
	read := s.cache.begin()
	acc, err := getAccount(ctx, s.db.Reader(), accountID)
	if err != nil {
		return Actor{}, err
	}
	s.cache.putActor(read, acc.Actor(), s.wall())
	return acc.Actor(), nil
}
