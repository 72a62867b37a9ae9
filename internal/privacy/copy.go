package privacy

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// fetchUntil is how long a copy waits to be fetched: a client that stopped reading would keep its room for ever.
const fetchUntil = 30 * time.Minute

// underway are the people whose copies lie on the disk of this node.
type underway struct {
	mu  sync.Mutex
	who map[string]bool
}

// begin lets one copy of a person be at a time: making one costs, and each takes room. Errors: ErrCopyUnderWay.
func (u *underway) begin(userID string) (end func(), err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.who[userID] {
		return nil, ErrCopyUnderWay
	}
	u.who[userID] = true
	return func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		delete(u.who, userID)
	}, nil
}

// Archive is a copy that somebody may take away: a ZIP file, whole. Close it.
type Archive struct {
	Name  string // "souk-data-2026-11-27.zip"
	Size  int64  // bytes
	spool *spool
	close func() error
}

// newArchiveOf is the copy in a spool.
func newArchiveOf(sp *spool, name string, end func()) *Archive {
	a := &Archive{Name: name, Size: sp.size, spool: sp}
	once := sync.OnceValue(func() error {
		defer end()
		return sp.close()
	})
	timer := time.AfterFunc(fetchUntil, func() { _ = once() })
	a.close = func() error { timer.Stop(); return once() }
	return a
}

// Read reads the ZIP file.
func (a *Archive) Read(p []byte) (int, error) { return a.spool.file.Read(p) }

// Close lets the copy go. Nothing of it stays on the disk.
func (a *Archive) Close() error { return a.close() }

// copyFor writes a copy.
func (s *Service) copyFor(ctx context.Context, in ExportInput, userID string) (*Archive, error) {
	end, err := s.underway.begin(userID)
	if err != nil {
		return nil, err
	}
	sp, err := s.newSpool()
	if err != nil {
		end()
		return nil, err
	}
	now := s.DB.Clock().Now().UTC()
	err = s.fill(ctx, copyOf{s, in.Actor, in.FilesAfter, sp, newArchive(sp, now)})
	if err == nil {
		err = sp.rewind()
	}
	if err != nil {
		end()
		return nil, errors.Join(fmt.Errorf("copy data of %s: %w", userID, err), sp.close())
	}
	return newArchiveOf(sp, "souk-data-"+now.Format(time.DateOnly)+".zip", end), nil
}
