package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

// bytesStay is how long bytes without a row stay in the folder: longer than an upload takes from its file to its row.
const bytesStay = 10 * time.Minute

// Sweep removes bytes whose files were deleted a while ago. Whatever a process that died in the middle left, the next
// sweep ends.
func (s *Store) Sweep(ctx context.Context) error {
	now := clock.Wall()
	if err := s.putBack(ctx, now); err != nil {
		return err
	}
	for after := ""; ; {
		found, err := listGone(ctx, s.db.Reader(), now.Add(-bytesStay), after, batch)
		if err != nil {
			return err
		}
		for _, g := range found {
			if err := s.sweep(ctx, g, now); err != nil {
				return fmt.Errorf("remove bytes %s: %w", g.sha256, err)
			}
			after = g.sha256
		}
		if len(found) < batch {
			return nil
		}
	}
}

func (s *Store) sweep(ctx context.Context, g gone, now time.Time) error {
	used, err := isStored(ctx, s.db.Reader(), g.sha256)
	if err != nil {
		return err
	}
	if !used {
		if removed, err := s.remove(g.sha256, now); err != nil || !removed {
			return err
		}
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return deleteGone(ctx, tx, g) })
}

// asidePrefix begins the names of bytes that are being removed.
const asidePrefix = "gone-"

// remove takes bytes away; false means that they were just uploaded again and stay. They are moved aside before their age
// is asked: an upload at the same moment either put them there before, and they are young, or puts its own there after.
func (s *Store) remove(sum string, now time.Time) (bool, error) {
	aside := filepath.Join(s.spool(), asidePrefix+sum)
	switch err := os.Rename(s.path(sum), aside); {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, err
	}
	info, err := os.Stat(aside)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil // put back by another node
	case err != nil:
		return false, err
	case now.Sub(info.ModTime()) < bytesStay:
		return false, unlessGone(os.Rename(aside, s.path(sum)))
	}
	if err := os.Remove(aside); !errors.Is(err, fs.ErrNotExist) {
		return true, err
	}
	return false, nil // put back by another node, which looks at them again
}

// putBack returns what a sweep that died had moved aside. Nobody knows any more whether it was to go: an upload may have
// had its row since. So it counts as young, and as deleted now, and a later sweep asks again.
func (s *Store) putBack(ctx context.Context, now time.Time) error {
	left, err := os.ReadDir(s.spool())
	if err != nil {
		return fmt.Errorf("read blob folder: %w", err)
	}
	for _, entry := range left {
		sum, ok := strings.CutPrefix(entry.Name(), asidePrefix)
		if !ok || len(sum) != hex.EncodedLen(sha256.Size) {
			continue
		}
		if err := s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error { return putGone(ctx, tx, sum, now) }); err != nil {
			return fmt.Errorf("put bytes %s back: %w", sum, err)
		}
		aside := filepath.Join(s.spool(), entry.Name())
		err := os.Chtimes(aside, time.Time{}, now)
		if err == nil {
			err = os.Rename(aside, s.path(sum))
		}
		if err := unlessGone(err); err != nil {
			return fmt.Errorf("put bytes %s back: %w", sum, err)
		}
	}
	return nil
}

// unlessGone leaves out that a file is not there: another node was quicker.
func unlessGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
