package isv

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// NonceCache remembers which nonces were used.
type NonceCache interface {
	// Use stores a nonce until the given time and reports whether it was fresh. Of two concurrent calls with the same nonce
	// exactly one gets true. now is the Verifier's clock.
	Use(ctx context.Context, nonce string, now, until time.Time) (fresh bool, err error)
}

// DefaultNonceLimit is enough for 800 calls a second within the default window, in about 15 MB.
const DefaultNonceLimit = 100_000

// MemoryNonces is a NonceCache for a server that runs as one process. It is safe for concurrent use.
type MemoryNonces struct {
	limit int
	mu    sync.Mutex
	seen  map[string]*list.Element
	order *list.List // of usedNonce, oldest first
}

type usedNonce struct {
	nonce string
	until time.Time
}

// NewMemoryNonces returns a cache that holds at most limit nonces (at least one). When it is full the oldest is forgotten:
// refusing good calls would harm more, and only calls with a good signature get in.
func NewMemoryNonces(limit int) *MemoryNonces {
	return &MemoryNonces{limit: max(limit, 1), seen: map[string]*list.Element{}, order: list.New()}
}

// Use implements NonceCache; it never fails.
func (m *MemoryNonces) Use(_ context.Context, nonce string, now, until time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	// Calls arrive roughly in the order of their time, so what has expired is found at the front.
	for front := m.order.Front(); front != nil && front.Value.(usedNonce).until.Before(now); front = m.order.Front() {
		m.drop(front)
	}
	if old, used := m.seen[nonce]; used {
		if !old.Value.(usedNonce).until.Before(now) {
			return false, nil
		}
		m.drop(old)
	}
	if m.order.Len() >= m.limit {
		m.drop(m.order.Front())
	}
	m.seen[nonce] = m.order.PushBack(usedNonce{nonce, until})
	return true, nil
}

// Len returns how many nonces are held.
func (m *MemoryNonces) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.order.Len()
}

func (m *MemoryNonces) drop(e *list.Element) {
	delete(m.seen, e.Value.(usedNonce).nonce)
	m.order.Remove(e)
}
