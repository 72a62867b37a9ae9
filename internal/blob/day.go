package blob

import (
	"context"
	"time"

	"github.com/souk-market/souk/internal/kernel/period"
	"github.com/souk-market/souk/internal/storage"
)

// DayLimit is what one account may upload in the seller centre in a day of the market's calendar (business-rules 4.1: 10 GB and
// 100 files per day). Zero members stand for those.
type DayLimit struct {
	Files int64
	Bytes int64
}

// The figures of business-rules 4.1.
const (
	dayFiles = 100
	dayBytes = 10 << 30
)

// WithDayLimit has other figures than those of the rule.
func WithDayLimit(l DayLimit) Option {
	return func(s *Store) {
		if l.Files > 0 {
			s.limit.Files = l.Files
		}
		if l.Bytes > 0 {
			s.limit.Bytes = l.Bytes
		}
	}
}

// capped reports whether files of the purpose are uploaded in the seller centre: all but what buyers and applicants for a verified
// name bring.
func (p Purpose) capped() bool { return p != PurposeIdentity && p != PurposeRating }

// Left is what an account may still upload today.
type Left struct {
	Files, Bytes int64
	Limit        DayLimit // with what an operator raised
	Raise        Raise
}

// LeftToday says what an account may still upload in the seller centre today.
func (s *Store) LeftToday(ctx context.Context, owner string) (Left, error) {
	q, day := s.db.Reader(), dayOf(s.clk.Now())
	used, err := getDay(ctx, q, owner, day)
	if err != nil {
		return Left{}, err
	}
	most, raise, err := s.limitOf(ctx, q, owner, day)
	if err != nil {
		return Left{}, err
	}
	// A raise may be lowered below what was uploaded already: nothing is left then.
	return Left{max(most.Files-used.Files, 0), max(most.Bytes-used.Bytes, 0), most, raise}, nil
}

// hasDay is asked before an upload is read, so that nobody sends in vain what cannot be taken.
func (s *Store) hasDay(ctx context.Context, in PutInput) error {
	if !in.Counted || !in.Purpose.capped() {
		return nil
	}
	left, err := s.LeftToday(ctx, in.Owner)
	if err == nil && (left.Files == 0 || left.Bytes == 0) {
		err = dayOver(left.Limit)
	}
	return err
}

func dayOver(most DayLimit) error {
	return ErrDayLimit.With("files", most.Files, "gb", most.Bytes>>30)
}

// countTx counts a file that is being stored, with its row: of uploads at the same time none goes beyond the limit, and what was
// refused or lost does not count. Errors: ErrDayLimit.
func (s *Store) countTx(ctx context.Context, tx *storage.Tx, in PutInput, size int64) error {
	if !in.Counted || !in.Purpose.capped() {
		return nil
	}
	most, _, err := s.limitOf(ctx, tx, in.Owner, dayOf(tx.Now))
	if err != nil {
		return err
	}
	fits, err := addToDay(ctx, tx, in.Owner, size, most)
	if err == nil && !fits {
		err = dayOver(most)
	}
	return err
}

// dayOf is a day of the market's calendar.
func dayOf(t time.Time) string { return t.In(period.Shanghai()).Format(time.DateOnly) }
