package agreement

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/kernel/i18n"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// Service is the room. It is safe for concurrent use.
type Service struct {
	db    *storage.DB
	cache *cache
}

// New makes the room.
func New(db *storage.DB) *Service { return &Service{db: db, cache: newCache(clock.Wall)} }

// Text is an agreement that comes with the program.
type Text struct {
	Code, Version string
	Title, Body   i18n.Text // Body is HTML
}

// Seed publishes the first version of every agreement that has none, in force at once. Several nodes may do it together.
func (s *Service) Seed(ctx context.Context, texts []Text) error {
	known, err := listCodes(ctx, s.db.Reader())
	if err != nil {
		return err
	}
	var missing []Document
	for _, t := range texts {
		if known[t.Code] {
			continue
		}
		d, f := Draft{Version: t.Version, Title: t.Title, Body: t.Body}.clean()
		if err := f.Err(); err != nil {
			return err
		}
		missing = append(missing, Document{Code: t.Code, Number: 1, Version: d.Version, Title: d.Title, Body: d.Body})
	}
	if len(missing) == 0 {
		return nil
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		for _, d := range missing {
			d.ID, d.EffectiveAt, d.PublishedAt = id.New("agr", tx.Now), tx.Now, tx.Now
			if _, err := insertVersion(ctx, tx, d); err != nil {
				return err
			}
		}
		tx.OnCommit(s.cache.forget)
		return nil
	})
}

// Current is the document in force, or ErrNotFound. It is at most cacheFor old.
func (s *Service) Current(ctx context.Context, code string) (Document, error) {
	return s.currentAt(ctx, s.db.Reader(), code, s.db.Clock().Now())
}

func (s *Service) currentAt(ctx context.Context, q storage.Querier, code string, now time.Time) (Document, error) {
	if all, ok := s.cache.documents(code); ok {
		return InForce(all, now)
	}
	read := s.cache.begin()
	all, err := listVersions(ctx, q, code)
	if err != nil {
		return Document{}, err
	}
	s.cache.put(read, code, all)
	return InForce(all, now)
}

// InForce finds the newest document whose time has come, among those of one code in any order; ErrNotFound for none.
// Publish sees to it that times follow numbers.
func InForce(all []Document, now time.Time) (Document, error) {
	best := Document{}
	for _, d := range all {
		if d.WithdrawnAt.IsZero() && !d.EffectiveAt.After(now) && d.Number > best.Number {
			best = d
		}
	}
	if best.ID == "" {
		return Document{}, ErrNotFound
	}
	return best, nil
}

// Version is one version of an agreement, in force or not, or ErrNotFound. One that was withdrawn is not found.
func (s *Service) Version(ctx context.Context, code, version string) (Document, error) {
	d, err := getVersion(ctx, s.db.Reader(), code, version)
	if err == nil && !d.WithdrawnAt.IsZero() {
		return Document{}, ErrNotFound
	}
	return d, err
}

// Catalogue is what is in force of every agreement, without bodies, by code.
func (s *Service) Catalogue(ctx context.Context) ([]Document, error) {
	return listCurrent(ctx, s.db.Reader(), s.db.Clock().Now())
}

// History is every version of an agreement, the newest first, those withdrawn and announced included; ErrNotFound when
// there is none.
func (s *Service) History(ctx context.Context, code string) ([]Document, error) {
	all, err := listVersions(ctx, s.db.Reader(), code)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, ErrNotFound
	}
	out := make([]Document, 0, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		out = append(out, all[i])
	}
	return out, nil
}
