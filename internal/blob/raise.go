package blob

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/storage"
)

// The highest figures of a raise, and for how long it may be given: an exception is no abolition of the rule.
const (
	MaxRaisedFiles = 10_000
	MaxRaisedGB    = 1_000
	MaxRaiseDays   = 366
)

// Raise is a higher limit of a day for one account, up to and with a day (business-rules 4.1: an exception that an operator makes).
// A figure of 0 stays that of the rule.
type Raise struct {
	Files  int64
	Bytes  int64
	Until  time.Time // the beginning of the last day of the market's calendar; the zero time for no raise
	Reason string
}

// On reports whether there is a raise.
func (r Raise) On() bool { return !r.Until.IsZero() }

// Limit is the limit of the rule, before what an operator raised.
func (s *Store) Limit() DayLimit { return s.limit }

// RaisedTx is the raise of an account that is in force; none if it has ended.
func (s *Store) RaisedTx(ctx context.Context, tx *storage.Tx, owner string) (Raise, error) {
	return getRaise(ctx, tx, owner, dayOf(tx.Now))
}

// RaiseTx gives an account a raise instead of the one it has; one without a last day takes it away. The caller has checked who
// decides and the figures, and lets nobody else decide meanwhile.
func (s *Store) RaiseTx(ctx context.Context, tx *storage.Tx, owner string, r Raise) error {
	return saveRaise(ctx, tx, owner, r)
}

// limitOf is what an account may upload in a day.
func (s *Store) limitOf(ctx context.Context, q storage.Querier, owner, day string) (DayLimit, Raise, error) {
	r, err := getRaise(ctx, q, owner, day)
	return DayLimit{Files: max(s.limit.Files, r.Files), Bytes: max(s.limit.Bytes, r.Bytes)}, r, err
}

// dayTime is the beginning of a day of the market's calendar.
func dayTime(day string) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, day, period.Shanghai())
}
