package asset

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/audit"
	"github.com/souk-market/souk/internal/blob"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

// Submit hands a draft or an edited asset in to its scan, and notes the digest of its file (business-rules 4.9). Errors: field errors
// of what is missing, ErrImageTaken, ErrNotFound, ErrState, ErrChanged, ErrNotSelling.
func (s *Service) Submit(ctx context.Context, in Input) (Asset, error) {
	seen, err := s.ownAsset(ctx, in.Actor, in.ID)
	if err != nil {
		return Asset{}, err
	}
	if !Machine.Can(seen.State, EventSubmit) {
		return Asset{}, ErrState
	}
	if err := seen.Form.complete(seen.Kind); err != nil {
		return Asset{}, err
	}
	var file blob.File
	if seen.Kind == KindPackage {
		if file, err = s.upload(ctx, seen.AccountID, "file", seen.Form.File, blob.PurposePackage); err != nil {
			return Asset{}, err
		}
	}
	return s.move(ctx, seen, in, step{event: EventSubmit, did: didSubmit, then: func(_ context.Context, _ *storage.Tx, next *Asset) error {
		next.Reason, next.SHA256 = "", file.SHA256
		next.Scans++
		if seen.Kind == KindImage {
			next.imageKey = seen.Form.Image.Region + "/" + seen.Form.Image.ID
		}
		return nil
	}, after: s.queueScan})
}

// queueScan queues the latest scan of an asset within its transaction.
func (s *Service) queueScan(ctx context.Context, tx *storage.Tx, a Asset) error {
	if err := insertScan(ctx, tx, a.ID, a.Scans, clock.Wall().Add(jobTime)); err != nil {
		return err
	}
	return s.d.Queue.Enqueue(ctx, tx, scanJob, scanArgs{a.ID, a.Scans})
}

// step is one event of an asset; then checks and does what belongs to it, before the asset is written, and after what may happen
// only once it was: of two at once the second does not get there.
type step struct {
	event string
	did   audit.Action
	then  func(context.Context, *storage.Tx, *Asset) error
	after func(context.Context, *storage.Tx, Asset) error
}

// move is the way in which people change the state of an asset. Errors: ErrState, ErrChanged.
func (s *Service) move(ctx context.Context, seen Asset, in Input, st step) (Asset, error) {
	if in.Rev != seen.Rev {
		return Asset{}, ErrChanged
	}
	var next Asset
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) (err error) {
		next, err = moveTx(ctx, tx, seen, in, st)
		return err
	})
	if err != nil {
		return Asset{}, err
	}
	return next, nil
}

func moveTx(ctx context.Context, tx *storage.Tx, seen Asset, in Input, st step) (Asset, error) {
	to, err := Machine.Next(seen.State, st.event)
	if err != nil {
		return Asset{}, ErrState
	}
	next := seen
	next.State, next.Rev, next.UpdatedAt, next.WaitingSince = to, seen.Rev+1, tx.Now, time.Time{}
	if err := st.then(ctx, tx, &next); err != nil {
		return Asset{}, err
	}
	if err := updateAsset(ctx, tx, seen, next); err != nil {
		return Asset{}, err
	}
	if st.after != nil {
		if err := st.after(ctx, tx, next); err != nil {
			return Asset{}, err
		}
	}
	if err := insertHappened(ctx, tx, next.ID, Happened{Event: st.event, From: seen.State, To: to, Scan: next.Scans, ActorName: in.Actor.Name, Reason: in.Reason}); err != nil {
		return Asset{}, err
	}
	return next, record(ctx, tx, st.did, seen, next)
}
