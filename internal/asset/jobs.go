package asset

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/job"
	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/notify"
	"github.com/souk-market/souk/internal/storage"
)

const scanJob = "asset.scan"

// scanArgs name a scan.
type scanArgs struct {
	AssetID string `json:"asset_id"`
	N       int64  `json:"n"`
}

// The times of a scan, in wall time. The lease is longer than a scan may take, so no two processes have one at once.
const (
	scanTime    = 10 * time.Minute
	leaseTime   = scanTime + time.Minute
	jobTime     = 2 * time.Minute // after which a queued scan is looked for
	maxAttempts = 3               // of a scan whose program fails
	sweepBatch  = 50
	scratchAge  = time.Hour // after which a folder of a process that died is removed
	scratchName = "scan-"
)

// Register takes the room's jobs. Call it before the queue starts.
func (s *Service) Register(q *job.Queue) {
	job.Handle(q, scanJob, s.scan)
}

// RunDue queues the scans again whose process died, and removes the folders that such processes left.
func (s *Service) RunDue(ctx context.Context) error {
	wall := clock.Wall()
	overdue, err := listOverdue(ctx, s.d.DB.Reader(), wall, sweepBatch)
	if err != nil {
		return fmt.Errorf("scans of processes that died: %w", err)
	}
	for _, x := range overdue {
		err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
			again, err := requeueScan(ctx, tx, x, wall, wall.Add(jobTime))
			if err != nil || !again {
				return err
			}
			return s.d.Queue.Enqueue(ctx, tx, scanJob, scanArgs{x.AssetID, x.N})
		})
		if err != nil {
			return fmt.Errorf("queue scan %d of %s again: %w", x.N, x.AssetID, err)
		}
	}
	return s.sweepScratch(wall)
}

func (s *Service) sweepScratch(wall time.Time) error {
	entries, err := os.ReadDir(s.d.Scratch)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		info, gone := e.Info()
		if gone == nil && strings.HasPrefix(e.Name(), scratchName) && wall.Sub(info.ModTime()) > scratchAge {
			err = errors.Join(err, os.RemoveAll(filepath.Join(s.d.Scratch, e.Name())))
		}
	}
	return err
}

// scan runs one scan: claim, look, write down. Each of the three may be repeated.
func (s *Service) scan(ctx context.Context, args scanArgs) error {
	x, a, err := s.claim(ctx, args)
	if err != nil || x.AssetID == "" {
		return err
	}
	looking, cancel := context.WithTimeout(ctx, scanTime)
	report, failed := s.look(looking, x, a, x.Attempts >= maxAttempts)
	cancel()
	switch {
	case errors.Is(failed, errTaken):
		return nil // another process has it: it was slow here, and was given away
	case failed != nil && ctx.Err() != nil, failed != nil && x.Attempts < maxAttempts:
		err := s.d.DB.InTx(context.WithoutCancel(ctx), func(ctx context.Context, tx *storage.Tx) error {
			return releaseScan(ctx, tx, x, clock.Wall().Add(jobTime))
		})
		return errors.Join(failed, err)
	case failed != nil:
		return failed
	}
	return s.finish(ctx, x, report)
}

// claim takes a scan for this process; the zero value when there is nothing to do.
func (s *Service) claim(ctx context.Context, args scanArgs) (x Scan, a Asset, err error) {
	err = s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		wall := clock.Wall()
		x = Scan{}
		mine, err := claimScan(ctx, tx, Scan{AssetID: args.AssetID, N: args.N}, wall, wall.Add(leaseTime))
		if err != nil || !mine {
			return err
		}
		if a, err = getAsset(ctx, tx, args.AssetID); err != nil {
			return err
		}
		x, err = getScan(ctx, tx, args.AssetID, args.N)
		return err
	})
	if err != nil {
		return Scan{}, Asset{}, fmt.Errorf("claim scan %d of %s: %w", args.N, args.AssetID, err)
	}
	return x, a, nil
}

// finish writes a report and what follows from it, in one transaction and once.
func (s *Service) finish(ctx context.Context, x Scan, r Report) error {
	err := s.d.DB.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		mine, err := endScan(ctx, tx, x, r)
		if err != nil || !mine {
			return err
		}
		seen, err := getAsset(ctx, tx, x.AssetID)
		if err != nil || seen.State != StateScanning || seen.Scans != x.N {
			return err
		}
		var st step
		params := notify.Params("name", seen.Form.Name)
		switch r.Verdict() {
		case VerdictPass:
			st = step{event: EventApprove, did: didScan, then: s.tells(notify.AssetApproved, params)}
		case VerdictFail:
			st = step{event: EventReject, did: didScan, then: s.tells(notify.AssetRejected, notify.Params("name", seen.Form.Name, "reason", r.reason()))}
		default:
			return s.waitTx(ctx, tx, seen)
		}
		_, err = moveTx(ctx, tx, seen, Input{}, st)
		return err
	})
	if err != nil {
		return fmt.Errorf("finish scan %d of %s: %w", x.N, x.AssetID, err)
	}
	return nil
}

func (s *Service) tells(event string, params map[string]string) func(context.Context, *storage.Tx, *Asset) error {
	return func(ctx context.Context, tx *storage.Tx, next *Asset) error {
		return s.d.Notify.SendTx(ctx, tx, notify.Message{To: next.AccountID, Event: event, Key: next.key(), Link: next.sellerPage(), Params: params})
	}
}

// waitTx puts an asset into the operators' queue; it stays in its scan.
func (s *Service) waitTx(ctx context.Context, tx *storage.Tx, seen Asset) error {
	next := seen
	next.Rev, next.UpdatedAt, next.WaitingSince = seen.Rev+1, tx.Now, tx.Now
	if err := updateAsset(ctx, tx, seen, next); err != nil {
		return err
	}
	if err := s.d.Notify.SendTx(ctx, tx, notify.Message{To: notify.Operators, Event: notify.AssetWaiting, Key: next.key(), Link: next.operatorPage(),
		Params: notify.Params("seller", next.SellerName, "name", next.Form.Name)}); err != nil {
		return err
	}
	return record(ctx, tx, didScan, seen, next)
}
