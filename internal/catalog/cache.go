package catalog

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/souk-market/souk/internal/kernel/clock"
	"github.com/souk-market/souk/internal/storage"
)

// entry is a parsed listing. seen is the catalogue revision at which it was last found to be current.
type entry struct {
	listing *Listing
	size    int64
	seen    atomic.Int64
}

// cache keeps parsed listings up to a number of bytes; when it is full, any other goes.
type cache struct {
	most int64

	mu      sync.RWMutex
	entries map[string]*entry
	size    int64
}

func newCache(most int64) *cache { return &cache{most: most, entries: map[string]*entry{}} }

func (c *cache) get(productID string) *entry {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.entries[productID]
}

// put keeps a listing that was current at the catalogue revision, unless a newer one is there.
func (c *cache) put(l *Listing, size, seen int64) {
	e := &entry{listing: l, size: size}
	e.seen.Store(seen)
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.entries[l.ProductID]; old != nil {
		if old.listing.Revision > l.Revision {
			return
		}
		c.size -= old.size
	}
	c.entries[l.ProductID] = e
	c.size += size
	for id, other := range c.entries {
		if c.size <= c.most || len(c.entries) == 1 {
			return
		}
		if id != l.ProductID {
			delete(c.entries, id)
			c.size -= other.size
		}
	}
}

func (c *cache) drop(productID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old := c.entries[productID]; old != nil {
		delete(c.entries, productID)
		c.size -= old.size
	}
}

// watch knows the catalogue revision, at most every old. It measures by the machine's time: a sandbox that moves its
// clock must not make a cache older or younger.
type watch struct {
	every time.Duration
	news  atomic.Int64 // grows with every approval of this node, which must be seen at once

	mu   sync.Mutex // one reader of the database at a time
	last atomic.Pointer[reading]
}

type reading struct {
	revision int64
	news     int64
	at       time.Time
}

// changed makes the next read ask the database.
func (w *watch) changed() { w.news.Add(1) }

func (w *watch) fresh() (int64, bool) {
	r := w.last.Load()
	if r == nil || r.news != w.news.Load() || clock.Wall().Sub(r.at) >= w.every {
		return 0, false
	}
	return r.revision, true
}

// revision is the catalogue revision as this node knows it.
func (w *watch) revision(ctx context.Context, q storage.Querier) (int64, error) {
	if rev, ok := w.fresh(); ok {
		return rev, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if rev, ok := w.fresh(); ok {
		return rev, nil
	}
	r := &reading{news: w.news.Load(), at: clock.Wall()} // both before the read, so that they never claim too much
	var err error
	if r.revision, err = getRevision(ctx, q); err != nil {
		return 0, err
	}
	w.last.Store(r)
	return r.revision, nil
}
