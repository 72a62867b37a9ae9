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

// The brake: this many failures within this time make a login wait at an address.
const (
	BrakeFailures = 10
	BrakeWindow   = 15 * time.Minute
)

// brake counts an attempt before it is judged, so that attempts at the same time cannot pass together; a success
// takes the count away. It returns ErrTooManyAttempts while the pair has to wait, and then counts nothing: waiting
// never grows by trying.
func (s *Service) brake(ctx context.Context, pair string) error {
	now := s.wall()
	since := now.Add(-BrakeWindow)
	return s.db.InTx(ctx, func(ctx context.Context, tx *storage.Tx) error {
		raw, err := lockBrake(ctx, tx, pair, now)
		if err != nil {
			return err
		}
		var recent []int64
		if json.Unmarshal([]byte(raw), &recent) != nil {
			recent = nil // a damaged row must not keep anybody out
		}
		recent = slices.DeleteFunc(recent, func(at int64) bool { return at <= since.UnixMicro() })
		if len(recent) >= BrakeFailures {
			wait := time.UnixMicro(recent[0]).Sub(since)
			return ErrTooManyAttempts.With("minutes", int((wait+time.Minute-1)/time.Minute))
		}
		list, err := json.Marshal(append(recent, now.UnixMicro()))
		if err != nil {
			return err
		}
		return updateBrake(ctx, tx, pair, string(list))
	})
}

// brakePair names a pair without storing what was typed: people type passwords into the wrong field.
func brakePair(login, address string) string {
	sum := sha256.Sum256([]byte(login + "\x00" + address))
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
