package asset

import (
	"context"
	"slices"

	"github.com/souk-market/souk/internal/account"
	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/apperr"
	"github.com/souk-market/souk/internal/kernel/id"
	"github.com/souk-market/souk/internal/storage"
)

// SaveInput is a form, whole or not, but with a name. ID "" makes a new asset of a kind; Rev is the revision that was seen.
type SaveInput struct {
	Actor account.Actor
	ID    string
	Rev   int64
	Kind  string
	Form  Form
}

// Save keeps a draft, or edits a rejected asset (business-rules 4.9). Saving what is there already writes nothing. Errors: field
// errors, ErrNotFound, ErrState while it is scanned, appealed or approved, ErrChanged, ErrNotSelling.
func (s *Service) Save(ctx context.Context, in SaveInput) (Asset, error) {
	own, err := s.own(ctx, in.Actor)
	if err != nil {
		return Asset{}, err
	}
	seen := Asset{Kind: in.Kind, State: StateDraft, SellerID: own.ID, AccountID: own.AccountID, SellerName: own.Name}
	if in.ID != "" {
		if seen, err = s.ownAsset(ctx, in.Actor, in.ID); err != nil {
			return Asset{}, err
		}
	}
	if !seen.Editable() {
		return Asset{}, ErrState
	}
	if !slices.Contains(Kinds(), seen.Kind) {
		var bad apperr.Fields
		bad.Add("kind", ErrKind)
		return Asset{}, bad.Err()
	}
	form := in.Form.tidy(seen.Kind)
	if err := form.check(); err != nil {
		return Asset{}, err
	}
	if in.ID != "" && form == seen.Form {
		return seen, nil
	}
	if in.ID != "" && in.Rev != seen.Rev {
		return Asset{}, ErrChanged
	}
	next := seen
	next.Form, next.Rev = form, seen.Rev+1
	if form.File != seen.Form.File {
		next.FileName, next.FileSize = "", 0
		if form.File != "" {
			f, err := s.upload(ctx, own.AccountID, "file", form.File, blob.PurposePackage)
			if err != nil {
				return Asset{}, err
			}
			next.FileName, next.FileSize = f.Name, f.Size
		}
	}
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		next.UpdatedAt = tx.Now
		if in.ID == "" {
			next.ID, next.CreatedAt = id.New("ast", tx.Now), tx.Now
			if err := insertAsset(ctx, tx, next); err != nil {
				return err
			}
			return record(ctx, tx, didCreate, seen, next)
		}
		return updateAsset(ctx, tx, seen, next)
	})
	if err != nil {
		return Asset{}, err
	}
	return next, nil
}

// Input names an asset; Rev is the revision that was seen. Reason is for operators.
type Input struct {
	Actor  account.Actor
	ID     string
	Rev    int64
	Reason string
}

// Delete takes a draft or a rejected asset away with its reports; what was approved stays, as products may refer to it
// (business-rules 4.8). The uploaded file stays among the seller's uploads. Errors: ErrNotFound, ErrState, ErrChanged, ErrNotSelling.
func (s *Service) Delete(ctx context.Context, in Input) error {
	seen, err := s.ownAsset(ctx, in.Actor, in.ID)
	switch {
	case err != nil:
		return err
	case !seen.Editable():
		return ErrState
	case in.Rev != seen.Rev:
		return ErrChanged
	}
	return s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		if err := deleteAsset(ctx, tx, seen); err != nil {
			return err
		}
		return record(ctx, tx, didDelete, seen, Asset{ID: seen.ID, AccountID: seen.AccountID, Form: seen.Form, State: "deleted"})
	})
}

// record records what became of an asset. Call it last.
func record(ctx context.Context, tx *storage.Tx, did audit.Action, seen, next Asset) error {
	return audit.Record(ctx, tx, audit.Change{Action: did, AccountID: next.AccountID, Object: next.ID, Reason: next.Reason,
		Before: map[string]any{"state": seen.State},
		After:  map[string]any{"state": next.State, "name": next.Form.Name, "version": next.Form.Version, "sha256": next.SHA256, "scan": next.Scans}})
}
