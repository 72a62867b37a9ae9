package agreement

import (
	"sync"
	"time"
)

const (
	// cacheFor is how long a node may go on with the versions that it read.
	cacheFor = 30 * time.Second
	// maxSigned bounds the memory for known signatures; a full one starts anew.
	maxSigned = 50_000
)

// cache remembers the versions by code for cacheFor of wall-clock time, and signatures for ever: they are never taken
// back. What this node publishes it forgets at once; a read that began before is not remembered after it (version).
type cache struct {
	wall func() time.Time

	mu      sync.Mutex
	version uint64
	codes   map[string]versions
	signed  map[signedKey]struct{}
}

type versions struct {
	all   []Document
	until time.Time
}

type signedKey struct{ account, code, version string }

func newCache(wall func() time.Time) *cache {
	return &cache{wall: wall, codes: map[string]versions{}, signed: map[signedKey]struct{}{}}
}

func (c *cache) documents(code string) ([]Document, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.codes[code]
	return v.all, ok && c.wall().Before(v.until)
}

func (c *cache) begin() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.version
}

// put remembers the versions of a code that exists: codes come from addresses, and the memory must not grow by them.
func (c *cache) put(read uint64, code string, all []Document) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if read == c.version && len(all) > 0 {
		c.codes[code] = versions{all, c.wall().Add(cacheFor)}
	}
}

func (c *cache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.version++
	clear(c.codes)
}

func (c *cache) knows(k signedKey) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.signed[k]
	return ok
}

func (c *cache) learn(k signedKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.signed) >= maxSigned {
		clear(c.signed)
	}
	c.signed[k] = struct{}{}
}
