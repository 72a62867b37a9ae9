package account

import (
	"sync"
	"time"
)

const (
	// CacheFor is how long a node may go on with what it read of an actor or a token.
	CacheFor = 5 * time.Second
	// maxCached bounds the memory of the cache; a full one starts anew.
	maxCached = 10_000
)

// bearer is the holder of an API token.
type bearer struct {
	tokenID  string
	lastUsed time.Time
	userID   string
	scoped   bool
	scopes   permissionSet
	expires  int64 // 0: never
}

// cache remembers actors and bearers for CacheFor of wall-clock time. What this node changes it forgets at once
// (forget); a read that began before a change is not remembered after it (version).
type cache struct {
	mu      sync.Mutex
	version uint64
	actors  map[string]entry[Actor]  // by the id of the person
	bearers map[string]entry[bearer] // by hash of the token
}

type entry[T any] struct {
	value T
	until time.Time
}

func newCache() *cache {
	return &cache{actors: map[string]entry[Actor]{}, bearers: map[string]entry[bearer]{}}
}

// begin returns the version to hand to put after the read.
func (c *cache) begin() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.version
}

func (c *cache) token(hash string, now time.Time) (bearer, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.bearers[hash]
	return e.value, ok && now.Before(e.until)
}

func (c *cache) putToken(read uint64, hash string, b bearer, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if read == c.version {
		put(c.bearers, hash, b, now)
	}
}

// touch moves the time of last use of a remembered token.
func (c *cache) touch(hash string, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.bearers[hash]; ok {
		e.value.lastUsed = at
		c.bearers[hash] = e
	}
}

func (c *cache) actor(userID string, now time.Time) (Actor, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.actors[userID]
	return e.value, ok && now.Before(e.until)
}

func (c *cache) putActor(read uint64, a Actor, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if read == c.version {
		put(c.actors, a.UserID, a, now)
	}
}

func put[T any](m map[string]entry[T], key string, value T, now time.Time) {
	if len(m) >= maxCached {
		clear(m)
	}
	m[key] = entry[T]{value, now.Add(CacheFor)}
}

// forget drops everything about an account and its sub-users.
func (c *cache) forget(accountID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.version++
	for person, e := range c.actors {
		if person == accountID || e.value.ID == accountID {
			delete(c.actors, person)
		}
	}
	for hash, e := range c.bearers {
		if e.value.userID == accountID {
			delete(c.bearers, hash)
		}
	}
}
