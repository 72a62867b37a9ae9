package blob

import (
	"context"
	"fmt"
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
	Limit        DayLimit
}

// LeftToday says what an account may still upload in the seller centre today.
func (s *Store) LeftToday(ctx context.Context, owner string) (Left, error) {
	used, err := getDay(ctx, s.db.Reader(), owner, dayOf(s.clk.Now()))
	if err != nil {
		return Left{}, err
	}
	return Left{max(s.limit.Files-used.Files, 0), max(s.limit.Bytes-used.Bytes, 0), s.limit}, nil
}

// hasDay is asked before an upload is read, so that nobody sends in vain what cannot be taken.
func (s *Store) hasDay(ctx context.Context, in PutInput) error {
	if !in.Counted || !in.Purpose.capped() {
		return nil
	}
	left, err := s.LeftToday(ctx, in.Owner)
	if err == nil && (left.Files == 0 || left.Bytes == 0) {
		err = s.dayOver()
	}
	return err
}

func (s *Store) dayOver() error {
	return ErrDayLimit.With("files", s.limit.Files, "gb", s.limit.Bytes>>30)
}

// countTx counts a file that is being stored, with its row: of uploads at the same time none goes beyond the limit, and what was
// refused or lost does not count. Errors: ErrDayLimit.
func (s *Store) countTx(ctx context.Context, tx *storage.Tx, in PutInput, size int64) error {
	if !in.Counted || !in.Purpose.capped() {
		return nil
	}
	fits, err := addToDay(ctx, tx, in.Owner, size, s.limit)
	if err == nil && !fits {
		err = s.dayOver()
	}
	return err
}

// dayOf is a day of the market's calendar.
func dayOf(t time.Time) string { return t.In(period.Shanghai()).Format(time.DateOnly) }

const getDaySQL = `SELECT files, bytes FROM blob_days WHERE owner_id = $1 AND day = $2`

// getDay is what an account uploaded on a day; nothing where there is no row.
func getDay(ctx context.Context, q storage.Querier, owner, day string) (used DayLimit, err error) {
	rows, err := q.Query(ctx, getDaySQL, owner, day)
	if err != nil {
		return DayLimit{}, fmt.Errorf("uploads of %s: %w", owner, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(&used.Files, &used.Bytes); err != nil {
			return DayLimit{}, fmt.Errorf("uploads of %s: %w", owner, err)
		}
	}
	return used, rows.Err()
}

const (
	// Only the last day is kept of an account.
	deleteDaysSQL = `DELETE FROM blob_days WHERE owner_id = $1 AND day < $2`
	insertDaySQL  = `INSERT INTO blob_days (owner_id, day, files, bytes) VALUES ($1, $2, 0, 0) ON CONFLICT DO NOTHING`
	// The condition decides between uploads at the same time.
	addToDaySQL = `
UPDATE blob_days SET files = files + 1, bytes = bytes + $3
WHERE owner_id = $1 AND day = $2 AND files < $4 AND bytes <= CAST($5 AS BIGINT) - $3`
)

// addToDay counts one file of a size; false means that it goes beyond the limit.
func addToDay(ctx context.Context, tx *storage.Tx, owner string, size int64, most DayLimit) (bool, error) {
	day := dayOf(tx.Now)
	_, err := tx.Exec(ctx, deleteDaysSQL, owner, day)
	if err == nil {
		_, err = tx.Exec(ctx, insertDaySQL, owner, day)
	}
	var n int64
	if err == nil {
		n, err = tx.Exec(ctx, addToDaySQL, owner, day, size, most.Files, most.Bytes)
	}
	if err != nil {
		return false, fmt.Errorf("count upload of %s: %w", owner, err)
	}
	return n == 1, nil
}
