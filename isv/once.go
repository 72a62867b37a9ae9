package isv

import (
	"context"
	"sync"
)

// InstanceIDs remembers which instance belongs to which order line. Back it with a table that has a unique key.
type InstanceIDs interface {
	// Reserve stores id for key unless key has one already, durably, and returns the one that counts from now on.
	Reserve(ctx context.Context, key, id string) (string, error)
}

// OncePerOrder makes a NewInstance callback that opens one instance for an order line however often it is asked. The id (the
// first businessId) is reserved before open runs, so a crash in between leads to the same instance at the next attempt. open
// may run again with the same id, when an earlier answer got lost, and must then find its own work; it never runs twice at
// the same time for one key in this process.
func OncePerOrder(ids InstanceIDs, open func(ctx context.Context, r NewInstanceRequest, instanceID string) (NewInstanceAnswer, error)) func(context.Context, NewInstanceRequest) (NewInstanceAnswer, error) {
	var locks keyLocks
	return func(ctx context.Context, r NewInstanceRequest) (NewInstanceAnswer, error) {
		defer locks.lock(r.Key())()
		id, err := ids.Reserve(ctx, r.Key(), r.BusinessID)
		if err != nil {
			return NewInstanceAnswer{}, refuse(CodeInternal, "internal error", err)
		}
		return open(ctx, r, id)
	}
}

// keyLocks is a mutex per key that costs nothing for keys that nobody holds.
type keyLocks struct {
	mu   sync.Mutex
	held map[string]*keyLock
}

type keyLock struct {
	mu   sync.Mutex
	want int
}

func (k *keyLocks) lock(key string) (unlock func()) {
	k.mu.Lock()
	if k.held == nil {
		k.held = map[string]*keyLock{}
	}
	l := k.held[key]
	if l == nil {
		l = &keyLock{}
		k.held[key] = l
	}
	l.want++
	k.mu.Unlock()
	l.mu.Lock()
	return func() {
		l.mu.Unlock()
		k.mu.Lock()
		defer k.mu.Unlock()
		if l.want--; l.want == 0 {
			delete(k.held, key)
		}
	}
}

// MemoryInstanceIDs is an InstanceIDs for tests: it forgets everything when the process ends. The zero value is ready.
type MemoryInstanceIDs struct {
	mu  sync.Mutex
	ids map[string]string
}

// Reserve implements InstanceIDs; it never fails.
func (m *MemoryInstanceIDs) Reserve(_ context.Context, key, id string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if first, ok := m.ids[key]; ok {
		return first, nil
	}
	if m.ids == nil {
		m.ids = map[string]string{}
	}
	m.ids[key] = id
	return id, nil
}
