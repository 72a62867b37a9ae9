package shopwindow

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/kernel/page"
	"github.com/souk-market/souk/internal/storage"
)

// Version is the home page as it was published. Number 0 is the built-in page.
type Version struct {
	Home
	Number      int64
	PublishedAt time.Time
	ByName      string
	Restored    int64 // the version whose content it brings back; FromDraft for none
	byID        string
}

// FromDraft is the Restored of a version that was published from the draft.
const FromDraft int64 = -1

// Publish makes the draft the next version. A draft that says what the version in force says is published already: that one is
// returned, so that a form sent twice is one version. Errors: field errors, where a file or a category has gone; ErrDraftChanged,
// ErrVersionChanged.
func (s *Service) Publish(ctx context.Context, in DraftInput) (Version, error) {
	if err := in.Actor.May(account.OperatorHome); err != nil {
		return Version{}, err
	}
	seen, err := s.draft(ctx, s.d.DB.Reader())
	if err != nil {
		return Version{}, err
	}
	if err := s.check(ctx, seen.Home); err != nil {
		return Version{}, err
	}
	var out Version
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		live, err := getLive(ctx, tx)
		if err != nil {
			return err
		}
		d, err := s.draft(ctx, tx)
		if err != nil {
			return err
		}
		switch {
		case !d.Changed:
			out = live
			return nil
		case d.Rev != in.Rev || d.Rev != seen.Rev:
			return d.ChangedBy()
		}
		// Holds the draft's row, so what is published is what was checked.
		if err := putDraft(ctx, tx, d.Rev, d.Home, in.Actor); err != nil {
			return err
		}
		out, err = nextTx(ctx, tx, live, Version{Home: d.Home, Restored: FromDraft}, in.Actor)
		return err
	})
	return out, err
}

// RestoreInput brings a version back; Live is the version in force that was seen.
type RestoreInput struct {
	Actor   account.Actor
	Version int64
	Live    int64
}

// Restore publishes the content of an older version again; 0 is the built-in page. A draft without changes follows, one with
// changes stays as it is. Errors: ErrVersionNotFound, ErrVersionChanged.
func (s *Service) Restore(ctx context.Context, in RestoreInput) (Version, error) {
	if err := in.Actor.May(account.OperatorHome); err != nil {
		return Version{}, err
	}
	old, err := getVersion(ctx, s.d.DB.Reader(), in.Version)
	if err != nil {
		return Version{}, err
	}
	var out Version
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		live, err := getLive(ctx, tx)
		if err != nil {
			return err
		}
		d, err := s.draft(ctx, tx)
		if err != nil {
			return err
		}
		switch {
		case live.equal(old.Home):
			out = live
			return nil
		case live.Number != in.Live:
			return ErrVersionChanged
		case !d.Changed && d.Rev > 0:
			if err := putDraft(ctx, tx, d.Rev, old.Home, in.Actor); err != nil {
				return err
			}
		}
		out, err = nextTx(ctx, tx, live, Version{Home: old.Home, Restored: old.Number}, in.Actor)
		return err
	})
	return out, err
}

// nextTx stores the version after the one in force.
func nextTx(ctx context.Context, tx *storage.Tx, live, next Version, actor account.Actor) (Version, error) {
	next.Number, next.PublishedAt, next.byID, next.ByName = live.Number+1, tx.Now, actor.UserID, actor.Name
	if err := insertVersion(ctx, tx, next); err != nil {
		return Version{}, err
	}
	did := didPublish
	if next.Restored != FromDraft {
		did = didRestore
	}
	return next, audit.Record(ctx, tx, audit.Change{Action: did, Before: live.Home, After: next.Home})
}

// Versions are the versions, the newest first. Errors: bad_cursor.
func (s *Service) Versions(ctx context.Context, actor account.Actor, r page.Request) (page.Of[Version], error) {
	if err := actor.May(account.OperatorHome); err != nil {
		return page.Of[Version]{}, err
	}
	return listVersions(ctx, s.d.DB.Reader(), r)
}

// Version returns a version; 0 is the built-in page. Errors: ErrVersionNotFound.
func (s *Service) Version(ctx context.Context, actor account.Actor, number int64) (Version, error) {
	if err := actor.May(account.OperatorHome); err != nil {
		return Version{}, err
	}
	return getVersion(ctx, s.d.DB.Reader(), number)
}
