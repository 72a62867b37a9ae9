package seller

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// SaveChangeInput is a change as the seller's form has it. Rev is the revision that the form was filled from, 0 when
// there is no open change yet. Content may be incomplete.
type SaveChangeInput struct {
	Actor   account.Actor
	Kind    ChangeKind
	Rev     int64
	Content ChangeContent
}

// maxContent bounds a content, encoded.
const maxContent = 256 << 10

// SaveChange stores the draft of a change; a seller has at most one open change of a kind. Nothing that buyers see
// changes. Errors: ErrChangeKind, ErrChangeTooLarge, field errors of files, ErrChangeReviewing while one is with the
// operators, ErrChangeStale when another save came first.
func (s *Service) SaveChange(ctx context.Context, in SaveChangeInput) (Change, error) {
	if in.Kind.form() == account.Unnamed {
		return Change{}, ErrChangeKind
	}
	own, content, err := s.readChange(ctx, in)
	if err != nil {
		return Change{}, err
	}
	var out Change
	err = s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if out, err = s.saveTx(ctx, tx, own, in, content); err != nil {
			return err
		}
		return recordChange(ctx, tx, auditChangeSaved, out)
	})
	return out, err
}

// readChange is who changes what: the actor's own seller and a clean content whose files are its own.
func (s *Service) readChange(ctx context.Context, in SaveChangeInput) (Seller, ChangeContent, error) {
	own, err := s.own(ctx, in.Actor, in.Kind.Permission())
	if err != nil {
		return Seller{}, ChangeContent{}, err
	}
	if !in.Content.has(in.Kind) {
		return Seller{}, ChangeContent{}, ErrChangeKind
	}
	if raw, err := json.Marshal(in.Content); err != nil || len(raw) > maxContent {
		return Seller{}, ChangeContent{}, ErrChangeTooLarge
	}
	content := in.Content.normalised(in.Kind)
	if content.Info != nil {
		content.Info.LegalName = own.Info.LegalName
	}
	return own, content, s.checkChangeFiles(ctx, own, content)
}

// own is the seller that the actor acts for, when it has the permission.
func (s *Service) own(ctx context.Context, actor account.Actor, p account.Permission) (Seller, error) {
	if p == account.Unnamed {
		return Seller{}, ErrChangeKind
	}
	if err := actor.May(p); err != nil {
		return Seller{}, err
	}
	return s.ByAccount(ctx, actor.ID)
}

// checkChangeFiles refuses files that are not the seller's own, or were uploaded for something else.
func (s *Service) checkChangeFiles(ctx context.Context, own Seller, c ChangeContent) error {
	var bad apperr.Fields
	for _, f := range c.files() {
		stored, err := s.files.Get(ctx, f.id)
		switch {
		case errors.Is(err, blob.ErrNotFound):
			bad.Add(f.field, ErrFileMissing)
		case err != nil:
			return err
		case stored.Owner != own.AccountID || stored.Purpose != f.purpose:
			bad.Add(f.field, ErrFileMissing)
		}
	}
	return bad.Err()
}

// saveTx stores a draft, a new one or the open one as the caller saw it.
func (s *Service) saveTx(ctx context.Context, tx *storage.Tx, own Seller, in SaveChangeInput, content ChangeContent) (Change, error) {
	seen, err := openChange(ctx, tx, own.ID, in.Kind)
	switch {
	case errors.Is(err, ErrChangeNotFound) && in.Rev == 0:
		c := newChange(tx.Now, own, in.Kind, content)
		inserted, err := insertChange(ctx, tx, c)
		if err == nil && !inserted {
			err = ErrChangeStale
		}
		return c, err
	case errors.Is(err, ErrChangeNotFound):
		return Change{}, ErrChangeStale
	case err != nil:
		return Change{}, err
	case seen.State != ChangeDraft:
		return Change{}, ErrChangeReviewing
	case seen.Rev != in.Rev:
		return Change{}, ErrChangeStale
	}
	next := seen
	next.Content, next.UpdatedAt = content, tx.Now
	return storeChange(ctx, tx, seen, next)
}

// newChange is a draft that was never stored.
func newChange(now time.Time, own Seller, k ChangeKind, content ChangeContent) Change {
	return Change{ID: id.New("chg", now), SellerID: own.ID, SellerName: own.Name, AccountID: own.AccountID, Kind: k, State: ChangeDraft, Rev: 1,
		Content: content, CreatedAt: now, UpdatedAt: now}
}

// recordChange is the audit line of what became of a change.
func recordChange(ctx context.Context, tx *storage.Tx, action audit.Action, c Change) error {
	type line struct {
		Kind  ChangeKind `json:"kind"`
		State string     `json:"state"`
		Rev   int64      `json:"rev"`
		Ticks []string   `json:"checklist,omitempty"`
	}
	return audit.Record(ctx, tx, audit.Change{Action: action, AccountID: c.AccountID, Object: c.ID, Reason: c.Reason,
		After: line{c.Kind, c.State, c.Rev, c.Checklist}})
}
