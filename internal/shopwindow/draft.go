package shopwindow

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/storage"
)

// Draft is the page that operators work on.
type Draft struct {
	Home
	Rev       int64     // 0 before the first change
	ChangedAt time.Time // zero before the first change
	ByName    string    // who changed it last
	Live      int64     // the version in force; 0 for the built-in page
	Changed   bool      // it says something else than the version in force
}

// Draft returns the draft. Errors: ErrForbidden.
func (s *Service) Draft(ctx context.Context, actor account.Actor) (Draft, error) {
	if err := actor.May(account.OperatorHome); err != nil {
		return Draft{}, err
	}
	return s.draft(ctx, s.d.DB.Reader())
}

func (s *Service) draft(ctx context.Context, q storage.Querier) (Draft, error) {
	live, err := getLive(ctx, q)
	if err != nil {
		return Draft{}, err
	}
	d, err := getDraft(ctx, q)
	if err != nil {
		return Draft{}, err
	}
	if d.Rev == 0 {
		d.Home = live.Home
	}
	d.Live, d.Changed = live.Number, !d.equal(live.Home)
	return d, nil
}

// SaveDraftInput replaces the draft; Rev is the revision that was seen.
type SaveDraftInput struct {
	Actor account.Actor
	Rev   int64
	Home  Home
}

// SaveDraft replaces the draft. Banners and floors without an id are new. The same content again changes nothing. Errors: field
// errors of BannerField and FloorField, ErrDraftChanged.
func (s *Service) SaveDraft(ctx context.Context, in SaveDraftInput) (Draft, error) {
	if err := in.Actor.May(account.OperatorHome); err != nil {
		return Draft{}, err
	}
	now := s.d.DB.Clock().Now()
	next := in.Home.tidy(func(prefix string) string { return id.New(prefix, now) })
	if err := s.check(ctx, next); err != nil {
		return Draft{}, err
	}
	return s.changeDraft(ctx, in.Actor, in.Rev, next, didSaveDraft)
}

// DraftInput names the revision of the draft that was seen.
type DraftInput struct {
	Actor account.Actor
	Rev   int64
}

// DiscardDraft makes the draft say what the version in force says. Errors: ErrDraftChanged.
func (s *Service) DiscardDraft(ctx context.Context, in DraftInput) (Draft, error) {
	if err := in.Actor.May(account.OperatorHome); err != nil {
		return Draft{}, err
	}
	live, err := getLive(ctx, s.d.DB.Reader())
	if err != nil {
		return Draft{}, err
	}
	return s.changeDraft(ctx, in.Actor, in.Rev, live.Home, didDiscardDraft)
}

// changeDraft is the one way in which operators change the draft.
func (s *Service) changeDraft(ctx context.Context, actor account.Actor, rev int64, next Home, did audit.Action) (Draft, error) {
	var out Draft
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		before, err := s.draft(ctx, tx)
		if err != nil {
			return err
		}
		if before.equal(next) { // said before, whoever said it
			out = before
			return nil
		}
		if before.Rev != rev {
			return before.ChangedBy()
		}
		if err := putDraft(ctx, tx, before.Rev, next, actor); err != nil {
			return err
		}
		if err := audit.Record(ctx, tx, audit.Change{Action: did, Before: before.Home, After: next}); err != nil {
			return err
		}
		out, err = s.draft(ctx, tx)
		return err
	})
	return out, err
}

// ChangedBy is the conflict with who changed the draft last.
func (d Draft) ChangedBy() error {
	if d.Rev == 0 {
		return ErrVersionChanged
	}
	return ErrDraftChanged.With("name", d.ByName, "at", d.ChangedAt.In(period.Shanghai()).Format("2006-01-02 15:04"))
}
