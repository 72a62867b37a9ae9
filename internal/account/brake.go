package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/netip"
	"slices"
	"time"

	"github.com/souk-market/souk/internal/storage"
)

// The brakes on signing in: so many failures within so long make further attempts wait.
const (
	BrakeFailures   = 10 // one login at one network, or in one browser that has signed in there before
	BrakeWindow     = 15 * time.Minute
	NetworkFailures = 100 // all logins at one network
	LoginFailures   = 60  // one login from everywhere, but for browsers that have signed in there before
	// brakeKept is the longest time that any brake looks back.
	brakeKept = 24 * time.Hour
)

// limit lets so many happen within a time.
type limit struct {
	most   int
	within time.Duration
}

// mark is a brake: a key, which hides what was typed, and its limits.
type mark struct {
	key    string
	limits []limit
}

func pairMark(key string) mark {
	return mark{key, []limit{{BrakeFailures, BrakeWindow}}}
}

// brake counts an attempt before it is judged, so that attempts at the same time cannot pass together; a success takes
// the count away. It returns ErrTooManyAttempts while one of the marks has to wait, and then counts nothing: waiting
// never grows by trying.
func (s *Service) brake(ctx context.Context, marks ...mark) error {
	now := s.wall()
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		for _, m := range marks {
			wait, err := take(ctx, tx, m, now)
			if err != nil {
				return err
			}
			if wait > 0 {
				return ErrTooManyAttempts.With("minutes", minutes(wait))
			}
		}
		return nil
	})
}

// take counts one for the mark, or returns how long to wait. Its row is held until the transaction ends.
func take(ctx context.Context, tx *storage.Tx, m mark, now time.Time) (wait time.Duration, err error) {
	list, err := readMark(ctx, tx, m.key, now)
	if err != nil {
		return 0, err
	}
	for _, l := range m.limits {
		if n := len(list); n >= l.most {
			wait = max(wait, time.UnixMicro(list[n-l.most]).Add(l.within).Sub(now))
		}
	}
	if wait > 0 {
		return wait, nil
	}
	longest := time.Duration(0)
	for _, l := range m.limits {
		longest = max(longest, l.within)
	}
	list = slices.DeleteFunc(list, func(at int64) bool { return at <= now.Add(-longest).UnixMicro() })
	return 0, writeMark(ctx, tx, m.key, append(list, now.UnixMicro()))
}

// giveBack takes the newest count of a mark away: the attempt was none to count.
func giveBack(ctx context.Context, tx *storage.Tx, key string, now time.Time) error {
	list, err := readMark(ctx, tx, key, now)
	if err != nil || len(list) == 0 {
		return err
	}
	return writeMark(ctx, tx, key, list[:len(list)-1])
}

func readMark(ctx context.Context, tx *storage.Tx, key string, now time.Time) ([]int64, error) {
	raw, err := lockBrake(ctx, tx, key, now)
	if err != nil {
		return nil, err
	}
	var list []int64
	if json.Unmarshal([]byte(raw), &list) != nil {
		list = nil // a damaged row must not keep anybody out
	}
	return list, nil
}

func writeMark(ctx context.Context, tx *storage.Tx, key string, list []int64) error {
	raw, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return updateBrake(ctx, tx, key, string(raw))
}

func minutes(d time.Duration) int { return int((d + time.Minute - 1) / time.Minute) }
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// brakePair names a mark without storing what was typed: people type passwords into the wrong field.
func brakePair(what, where string) string {
	sum := sha256.Sum256([]byte(what + "\x00" + where))
	return hex.EncodeToString(sum[:])
}

// network is the address as far as one customer of a provider owns it: all of IPv4, the first 64 bits of IPv6.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}
